/**
 * Runs before `npm start`, `npm test` and `npm run tandem`, when nothing may be installed yet: Node's own modules only.
 *   node server/prepare.mjs install   brings node_modules to package-lock.json
 *   node server/prepare.mjs build     also builds what is older than its sources: dist/ and dist/admin/
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const oldestNode = [20, 19];
const root = fileURLToPath(new URL('..', import.meta.url));
const inRoot = (...parts) => join(root, ...parts);

/** Each build: what it is made from, the file that shows that it is there, and how it is made. */
const builds = [
  {
    name: 'server',
    sources: ['schema', 'server', 'workers', 'models', 'migrations', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'],
    product: 'dist/server/start.js',
    command: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'],
  },
  {
    name: 'console',
    sources: ['admin', 'package-lock.json'],
    product: 'dist/admin/index.html',
    command: ['node_modules/vite/bin/vite.js', 'build', 'admin', '--logLevel', 'warn'],
  },
];

checkNode();
// An image for production carries dist/ and no build tools: there is nothing to bring up to date.
if (!isBuiltImage()) {
  install();
  if (process.argv[2] === 'build') for (const build of builds) bringUpToDate(build);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
    fail(`Tandem needs Node ${oldestNode.join('.')} or newer, and this is Node ${process.versions.node}: install a newer one from https://nodejs.org.`);
  }
}

function isBuiltImage() {
  return process.env.NODE_ENV === 'production' && existsSync(inRoot('node_modules')) && !existsSync(inRoot('node_modules/typescript'))
    && builds.every(({ product }) => existsSync(inRoot(product)));
}

function install() {
  if (isInstalled()) return;
  console.log('Installing the packages of package-lock.json (about a minute) …');
  // Under npm this is the npm that runs us; --include=dev, because NODE_ENV=production would leave out the build tools.
  const own = process.env.npm_execpath?.endsWith('npm-cli.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const [program, ...first] = own;
  const { status, error } = spawnSync(program, [...first, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: 'inherit', shell: program === 'npm' && process.platform === 'win32' });
  if (error || status !== 0) fail(`The packages could not be installed (npm ci: ${error?.message ?? `code ${status}`}): npm's own words are above. Check the network and the free disk space, then try again.`);
}

/**
 * npm writes what it has installed to node_modules/.package-lock.json, last of all: an interrupted installation has none.
 * Only packages for other platforms (optional) may be missing from it.
 */
function isInstalled() {
  const wanted = readLock(inRoot('package-lock.json'));
  const present = readLock(inRoot('node_modules', '.package-lock.json'));
  if (!wanted) fail('package-lock.json is missing or broken: restore it from the repository.');
  if (!present) return false;
  const same = (path) => present[path].version === wanted[path].version && present[path].integrity === wanted[path].integrity;
  return Object.keys(wanted).every((path) => path === '' || (path in present ? same(path) : wanted[path].optional === true))
    && Object.keys(present).every((path) => path in wanted);
}

function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** Decided by content and not by time: a checkout or a clone gives every file a new time. */
function bringUpToDate({ name, sources, product, command }) {
  const stamp = inRoot('dist', `.${name}-sources`);
  const digest = digestOf(sources);
  if (existsSync(inRoot(product)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  console.log(`Building the ${name} …`);
  rmSync(stamp, { force: true });
  const { status, error } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
  if (error || status !== 0) fail(`The ${name} could not be built (${error?.message ?? `code ${status}`}): the compiler's own words are above.`);
  mkdirSync(inRoot('dist'), { recursive: true });
  writeFileSync(stamp, digest);
}

function digestOf(sources) {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of filesOf(source)) hash.update(`${file}\0`).update(readFileSync(inRoot(file))).update('\0');
  }
  return hash.digest('hex');
}

function filesOf(source) {
  if (!existsSync(inRoot(source))) return [];
  try {
    return readdirSync(inRoot(source), { withFileTypes: true })
      .filter(({ name }) => name !== 'node_modules')
      .flatMap((entry) => (entry.isDirectory() ? filesOf(join(source, entry.name)) : [join(source, entry.name)]))
      .sort();
  } catch (error) {
    if (error.code === 'ENOTDIR') return [source];
    throw error;
  }
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
