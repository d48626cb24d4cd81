import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '../..');

/** Runs a copy of prepare.mjs inside `folder`, as npm's prestart does. */
function prepare(folder: string, task: string, { env = {}, node = [] as string[] } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, 'server/prepare.mjs', task], { cwd: folder, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '', ...env } });
  return { status, stdout, stderr };
}

function project(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-prepare-'));
  mkdirSync(join(folder, 'server'));
  cpSync(join(repository, 'server/prepare.mjs'), join(folder, 'server/prepare.mjs'));
  return folder;
}

describe('install', () => {
  let folder: string;
  // A package beside the project: npm links it without asking a registry.
  const write = (version: string) => {
    mkdirSync(join(folder, 'part'), { recursive: true });
    writeFileSync(join(folder, 'part/package.json'), JSON.stringify({ name: 'part', version }));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'whole', version: '1.0.0', dependencies: { part: 'file:part' } }));
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({
      name: 'whole', version: '1.0.0', lockfileVersion: 3, requires: true,
      packages: { '': { name: 'whole', version: '1.0.0', dependencies: { part: 'file:part' } }, part: { version }, 'node_modules/part': { resolved: 'part', link: true } },
    }));
  };
  beforeAll(() => { folder = project(); });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('brings an empty folder to the lockfile, and then finds nothing to do', () => {
    write('1.0.0');
    expect(prepare(folder, 'install')).toMatchObject({ status: 0, stdout: expect.stringContaining('Installing the packages of package-lock.json') });
    expect(existsSync(join(folder, 'node_modules/part/package.json'))).toBe(true);
    expect(prepare(folder, 'install')).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('installs again when the lockfile moved on', () => {
    write('1.1.0');
    expect(prepare(folder, 'install').stdout).toContain('Installing');
    expect(prepare(folder, 'install').stdout).toBe('');
  });

  test('installs again after an interrupted installation', () => {
    rmSync(join(folder, 'node_modules/.package-lock.json'));
    expect(prepare(folder, 'install').stdout).toContain('Installing');
  });

  test('ends with one sentence when npm cannot', () => {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'whole', version: '1.0.0', dependencies: { other: 'file:other' } }));
    writeForeignLock(folder);
    const { status, stderr } = prepare(folder, 'install');
    expect(status).toBe(1);
    expect(stderr.trimEnd().split('\n').at(-1)).toBe("The packages could not be installed (npm ci: code 1): npm's own words are above. Check the network and the free disk space, then try again.");
  });

  test('refuses an old Node before anything else', () => {
    const older = ['--import', `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'18.20.4'}})`];
    expect(prepare(folder, 'install', { node: older })).toEqual({
      status: 1, stdout: '', stderr: 'Tandem needs Node 20.19 or newer, and this is Node 18.20.4: install a newer one from https://nodejs.org.\n',
    });
  });
});

/** A lock that knows nothing of package.json's dependency. */
function writeForeignLock(folder: string): void {
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ name: 'whole', version: '1.0.0', lockfileVersion: 3, requires: true, packages: { '': { name: 'whole', version: '1.0.0' }, 'node_modules/gone': { version: '1.0.0' } } }));
}

describe('build', () => {
  let folder: string;
  beforeAll(() => {
    folder = project();
    for (const name of ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json']) cpSync(join(repository, name), join(folder, name));
    symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'server/start.ts'), 'export const answer: number = 42;\n');
    mkdirSync(join(folder, 'admin'));
    writeFileSync(join(folder, 'admin/index.html'), '<script type="module" src="/main.js"></script>');
    writeFileSync(join(folder, 'admin/main.js'), 'document.title = "console";\n');
    writeFileSync(join(folder, 'admin/vite.config.mjs'), 'export default { build: { outDir: "../dist/admin", emptyOutDir: true } };\n');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('builds both, and then finds nothing to do', () => {
    expect(prepare(folder, 'build')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^Building the server …\nBuilding the console …\n/) });
    expect(readFileSync(join(folder, 'dist/server/start.js'), 'utf8')).toContain('answer = 42');
    expect(readFileSync(join(folder, 'dist/admin/index.html'), 'utf8')).toContain('script');
    expect(prepare(folder, 'build')).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('builds only what changed', () => {
    appendFileSync(join(folder, 'admin/main.js'), 'document.title += "!";\n');
    expect(prepare(folder, 'build').stdout).toBe('Building the console …\n');
    appendFileSync(join(folder, 'server/start.ts'), 'export const more: string = "";\n');
    expect(prepare(folder, 'build').stdout).toBe('Building the server …\n');
  });

  test('ends with one sentence when the sources do not compile, and tries again', () => {
    writeFileSync(join(folder, 'server/start.ts'), 'export const answer: number = "42";\n');
    for (let turn = 0; turn < 2; turn++) {
      const { status, stdout, stderr } = prepare(folder, 'build');
      expect(status).toBe(1);
      expect(stdout).toContain("server/start.ts(1,14): error TS2322");
      expect(stderr).toMatch(/^The server could not be built \(code \d\): the compiler's own words are above\.\n$/);
    }
  });

  test('leaves an image without build tools as it is', () => {
    rmSync(join(folder, 'node_modules'));
    mkdirSync(join(folder, 'node_modules'));
    expect(prepare(folder, 'build', { env: { NODE_ENV: 'production' } })).toEqual({ status: 0, stdout: '', stderr: '' });
  });
});
