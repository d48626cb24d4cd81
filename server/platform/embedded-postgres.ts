import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.js';
import { isAlive, runs } from './process-liveness.js';

/** A running PostgreSQL of our own. `adopted`: it had outlived an earlier process of ours and was taken over. */
export interface EmbeddedPostgres {
  readonly url: string;
  readonly port: number;
  readonly adopted: boolean;
  isRunning(): boolean;
  /** Fast shutdown; then, each after its patience, immediate shutdown and kill: it always resolves. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Holds the cluster (`data`), `password` (0600), `port` and `postgres.log`. Made when absent. */
  readonly directory: string;
  /** false turns fsync off: for tests and benches, whose data may be lost. */
  readonly durable?: boolean;
}

const settings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  // Sockets off: their length limit (107 bytes) breaks in deep folders, and TCP on loopback costs us nothing measurable.
  unix_socket_directories: '',
  max_connections: '200',
  jit: 'off', // compile time of a plan exceeds the run time of every query we send
  shared_buffers: '256MB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '2GB',
  timezone: 'UTC',
  log_timezone: 'UTC',
};
const volatileSettings: Readonly<Record<string, string>> = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

const superuser = 'tandem';
const database = 'tandem';
const startTimeoutMs = 180_000; // a crash recovery replays up to max_wal_size
const stopPatienceMs: readonly (readonly [NodeJS.Signals, number])[] = [['SIGINT', 3_000], ['SIGQUIT', 1_000], ['SIGKILL', 500]];

/**
 * Starts the cluster in `directory`, making it on first use; a server that still runs there is adopted.
 * @throws Error with one sentence; the server's own words are in `postgres.log`.
 */
export async function startEmbeddedPostgres({ directory, durable = true }: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const root = resolve(directory);
  mkdirSync(root, { recursive: true });
  const data = join(root, 'data');
  const binaries = findPostgresBinaries(existsSync(data) ? statSync(data).uid : undefined);
  const password = readPassword(root, existsSync(data));
  if (!existsSync(data)) await createCluster(root, binaries, password);
  const survivor = await adopt(data, password);
  if (survivor) return survivor;
  return launch({ root, data, binaries, password, durable });
}

function readPassword(root: string, clusterExists: boolean): string {
  const file = join(root, 'password');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  if (clusterExists) throw new Error(`The database in ${root} cannot be opened: its file "password" is gone. Put it back, or delete the folder to begin anew.`);
  const password = randomBytes(24).toString('base64url');
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  return password;
}

/**
 * For another user, the cluster is named through /proc/self/cwd: the folder is entered as root before the user is
 * changed, so that it may lie below folders which that user cannot pass (a repository under /root).
 */
function dataArgument(data: string, { user }: PostgresBinaries): string {
  return user && process.platform === 'linux' ? '/proc/self/cwd' : data;
}

/** Made beside its final name and renamed, so that a kill in the middle leaves no half cluster. */
async function createCluster(root: string, binaries: PostgresBinaries, password: string): Promise<void> {
  const fresh = join(root, 'data.new');
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  const secret = mkdtempSync(join(tmpdir(), 'tandem-initdb-'));
  const passwordFile = join(secret, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (binaries.user) for (const path of [fresh, secret, passwordFile]) chownSync(path, binaries.user.uid, binaries.user.gid);
  try {
    const child = run('initdb', [
      '-D', dataArgument(fresh, binaries), '-U', superuser, `--pwfile=${passwordFile}`, '--auth=scram-sha-256',
      // Independent of LANG: without these flags a bare environment gives SQL_ASCII, and trigrams find no Chinese.
      '--encoding=UTF8', '--locale-provider=icu', '--icu-locale=und', `--locale=${process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'}`,
      '--no-sync', '--no-instructions',
    ], root, fresh, binaries);
    const failure = await new Promise<string | undefined>((done) => {
      child.once('error', (error) => done(error.message));
      child.once('exit', (code, signal) => done(code === 0 ? undefined : `initdb ended with ${code ?? signal}`));
    });
    if (failure) throw new Error(`The database could not be created in ${root}: ${failure}; see ${join(root, 'postgres.log')}.`);
  } finally {
    rmSync(secret, { recursive: true, force: true });
  }
  renameSync(fresh, join(root, 'data'));
}

interface Launch {
  readonly root: string;
  readonly data: string;
  readonly binaries: PostgresBinaries;
  readonly password: string;
  readonly durable: boolean;
}

async function launch(cluster: Launch): Promise<EmbeddedPostgres> {
  const { root, data, binaries, password, durable } = cluster;
  const log = join(root, 'postgres.log');
  const deadline = Date.now() + startTimeoutMs;
  let portTaken = false;
  for (let attempt = 1; ; attempt++) {
    const port = await choosePort(root, portTaken);
    const flags = Object.entries({ ...settings, ...(durable ? {} : volatileSettings), port: String(port) }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const from = existsSync(log) ? statSync(log).size : 0;
    const child = run('postgres', ['-D', dataArgument(data, binaries), ...flags], root, data, binaries);
    child.unref();
    let ended: string | undefined;
    child.once('error', (error) => { ended = error.message; });
    child.once('exit', (code, signal) => { ended ??= `ended with ${code ?? signal}`; });
    const url = urlOf(port, password);
    while (!ended && Date.now() < deadline) {
      if (readLock(data)?.status === 'ready' && await answers(url)) return handle(url, port, false, child.pid!);
      await sleep(20);
    }
    if (!ended) await stopProcess(child.pid!);
    // Backends of a killed postmaster need a moment to notice; a port may be taken between our probe and the bind.
    const words = readFileSync(log, 'utf8').slice(from);
    portTaken = /could not create any TCP\/IP sockets/.test(words);
    const passing = portTaken || /pre-existing shared memory|lock file "postmaster.pid" already exists/.test(words);
    if (!passing || attempt >= 20 || Date.now() >= deadline) {
      throw new Error(`The embedded PostgreSQL in ${root} does not start (${ended ?? 'no answer'}); its own words are in ${log}.`);
    }
    await sleep(500);
  }
}

function run(program: string, args: string[], root: string, cwd: string, { folder, user }: PostgresBinaries): ChildProcess {
  const log = openSync(join(root, 'postgres.log'), 'a', 0o600);
  try {
    // Detached: Ctrl-C reaches the terminal's process group, and Postgres must outlive the api and worker that it serves.
    return spawn(join(folder, program), args, {
      cwd, ...user, detached: true, stdio: ['ignore', log, log], env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', TZ: 'UTC' },
    });
  } finally {
    closeSync(log);
  }
}

/** The last port again where it is free, so that a saved connection keeps working; a fresh one after a failed bind. */
async function choosePort(root: string, fresh: boolean): Promise<number> {
  const file = join(root, 'port');
  const last = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  const port = (!fresh && last > 0 && await freePort(last)) || await freePort(0);
  writeFileSync(file, `${port}\n`);
  return port!;
}

function freePort(wanted: number): Promise<number | undefined> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(undefined));
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(port));
    });
  });
}

/** postmaster.pid: line 1 the process, line 4 the port, line 8 the state. */
function readLock(data: string): { pid: number; port: number; status: string } | undefined {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), status: (lines[7] ?? '').trim() };
  } catch {
    return undefined;
  }
}

/** A survivor that answers to our password is ours. One that is a postgres but never answers is stopped. */
async function adopt(data: string, password: string): Promise<EmbeddedPostgres | undefined> {
  const lock = readLock(data);
  if (!lock || !isAlive(lock.pid)) return undefined;
  for (const deadline = Date.now() + 5_000; Date.now() < deadline && isAlive(lock.pid); await sleep(50)) {
    const state = readLock(data);
    const url = urlOf(lock.port, password);
    if (state?.status === 'ready' && await answers(url)) return handle(url, lock.port, true, lock.pid);
  }
  if (runs(lock.pid, 'postgres')) await stopProcess(lock.pid);
  return undefined;
}

function handle(url: string, port: number, adopted: boolean, pid: number): EmbeddedPostgres {
  return { url, port, adopted, isRunning: () => isAlive(pid), stop: () => stopProcess(pid) };
}

async function stopProcess(pid: number): Promise<void> {
  for (const [signal, patienceMs] of stopPatienceMs) {
    if (!isAlive(pid)) return;
    try { process.kill(pid, signal); } catch { return; }
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await sleep(10)) if (!isAlive(pid)) return;
  }
}

function urlOf(port: number, password: string): string {
  return `postgresql://${superuser}:${password}@127.0.0.1:${port}/${database}`;
}

/** Whether the server accepts our password; makes the database on the first answer. */
async function answers(url: string): Promise<boolean> {
  const maintenance = new URL(url);
  maintenance.pathname = '/postgres';
  const client = new Client({ connectionString: maintenance.href, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {}); // a server that goes away while we ask is an answer: no
  try {
    await client.connect();
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (!rowCount) await client.query(`CREATE DATABASE ${database}`);
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
