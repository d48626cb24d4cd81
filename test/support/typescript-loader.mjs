/**
 * Lets plain Node run our TypeScript sources with decorator metadata, through the same SWC settings as Jest:
 * `node --import ./test/support/typescript-loader.mjs server/start.ts`. Jest's globalSetup runs outside Jest's own
 * module system, and tests that start real processes want the sources, not a build that may be stale.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';

const requireHere = createRequire(import.meta.url);
const [[, [, swcOptions]]] = Object.entries(requireHere('../../jest.config.cjs').transform);
const cache = fileURLToPath(new URL('../../node_modules/.cache/tandem-swc', import.meta.url));
const settings = JSON.stringify([swcOptions, requireHere('@swc/core/package.json').version]);

export async function resolve(specifier, context, next) {
  if (/^(\.|\/|file:)/.test(specifier) && specifier.endsWith('.js')) {
    const source = new URL(specifier.replace(/\.js$/, '.ts'), specifier.startsWith('/') ? 'file:' : context.parentURL);
    if (existsSync(fileURLToPath(source))) return next(source.href, context);
  }
  return next(specifier, context);
}

/** Compiled once per content: a test that starts the platform starts three processes of 300 files each. */
export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
  const filename = fileURLToPath(url);
  const source = readFileSync(filename, 'utf8');
  const kept = join(cache, createHash('sha256').update(settings).update(filename).update(source).digest('hex'));
  if (existsSync(kept)) return { format: 'module', source: readFileSync(kept, 'utf8'), shortCircuit: true };
  const { transform } = await import('@swc/core');
  const { code } = await transform(source, { ...swcOptions, filename, sourceMaps: 'inline', swcrc: false });
  mkdirSync(cache, { recursive: true });
  writeFileSync(`${kept}.${process.pid}`, code);
  renameSync(`${kept}.${process.pid}`, kept);
  return { format: 'module', source: code, shortCircuit: true };
}

// Node loads this very file again in the thread that runs the hooks.
if (isMainThread) register(import.meta.url);
