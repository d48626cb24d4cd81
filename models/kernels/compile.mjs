/**
 * npm run kernels: compiles assembly/*.as into kernels.wasm.ts. `--print` writes it to standard output instead, for the
 * test that the committed binary is what the source compiles to. Two binaries of one source, because a module that
 * imports a memory must say whether it is shared.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';

const folder = import.meta.dirname;
const output = join(folder, 'kernels.wasm.ts');
const options = [
  'kernels.ts', '--outFile', 'kernels.wasm', '-O3', '--converge', '--noAssert', '--runtime', 'stub', '--use', 'abort=',
  '--enable', 'simd', '--importMemory', '--initialMemory', '1', '--maximumMemory', '65536',
];

async function compile(...more) {
  let binary;
  const { error, stderr } = await asc.main([...options, ...more], {
    // The sources end in .as, so that no tool takes them for TypeScript; the compiler asks for .ts.
    readFile: (name) => {
      try {
        return readFileSync(join(folder, 'assembly', name.replace(/\.ts$/, '.as')), 'utf8');
      } catch {
        return null;
      }
    },
    writeFile: (name, contents) => {
      if (name === 'kernels.wasm') binary = contents;
    },
    listFiles: () => [],
  });
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  return binary;
}

const literal = (bytes) => {
  const lines = Buffer.from(bytes).toString('base64').match(/.{1,140}/g);
  return lines.map((line) => `'${line}'`).join(' +\n  ');
};

const text = `// Made by compile.mjs from assembly/*.as: npm run kernels. A test compiles them again and compares.
export const KERNELS_BASE64 =
  ${literal(await compile())};

/** The same for a shared memory. */
export const SHARED_KERNELS_BASE64 =
  ${literal(await compile('--sharedMemory', '--enable', 'threads'))};
`;
if (process.argv.includes('--print')) process.stdout.write(text);
else writeFileSync(output, text);
