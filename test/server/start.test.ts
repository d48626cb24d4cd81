import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../../server/platform/process-liveness.js';
import { createTestDatabase } from '../support/database.js';
import { loader, sourceScript } from '../support/source-process.js';

jest.setTimeout(120_000); // real processes, compiled from their sources as they start

let folder: string;
let port: number;
const runs: ChildProcess[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-start-'));
  port = await freePort();
});
afterAll(async () => {
  for (const run of runs) if (run.exitCode === null && run.signalCode === null) await ended(run, 'SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

interface Run {
  readonly process: ChildProcess;
  readonly output: () => string;
  /** The exit code; with what was printed. */
  readonly end: Promise<{ code: number | null; stderr: string }>;
  ready(): Promise<void>;
}

/** `npm start` without npm: server/start from its sources, on a data folder and a port of this test. */
function start(env: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, ['--import', loader, sourceScript('server/start.js')], {
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  runs.push(child);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => { stdout += String(chunk); });
  child.stderr.on('data', (chunk) => { stderr += String(chunk); });
  const end = new Promise<{ code: number | null; stderr: string }>((done) => child.once('close', (code) => done({ code, stderr })));
  const line = `ready http://localhost:${env.PORT ?? port}/graphql\n`;
  return {
    process: child, end,
    output: () => stdout + stderr,
    ready: () => new Promise((done, fail) => {
      const look = () => { if (stdout.endsWith(line)) done(); };
      child.stdout.on('data', look);
      void end.then(({ code }) => fail(new Error(`ended with ${code} before it was ready:\n${stdout}${stderr}`)));
      look();
    }),
  };
}

function environment(own: Record<string, string>): NodeJS.ProcessEnv {
  const { DATABASE_URL, REDIS_URL, npm_lifecycle_event, ...inherited } = process.env;
  return { ...inherited, NODE_OPTIONS: '', NODE_ENV: 'development', PORT: String(port), TANDEM_DATA_DIR: join(folder, 'data'), DEMO: 'off', ...own };
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<unknown> {
  return new Promise((done) => { child.once('exit', done); child.kill(signal); });
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address() as { port: number };
      probe.close(() => done(free));
    });
  });
}

type Holders = Record<'supervisor' | 'api' | 'worker', { pid: number }>;
const holders = () => JSON.parse(readFileSync(join(folder, 'data/processes.json'), 'utf8')) as Holders;
const postmaster = () => Number(readFileSync(join(folder, 'data/postgres/data/postmaster.pid'), 'utf8').split('\n')[0]);

async function typename(): Promise<unknown> {
  const answer = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: '{ __typename }' }),
  });
  return (await answer.json() as { data?: { __typename: string } }).data?.__typename;
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!await holds()) await new Promise((done) => setTimeout(done, 50));
}

describe('one command', () => {
  let run: Run;

  test('starts everything and says when it is ready', async () => {
    run = start();
    await run.ready();
    expect(await typename()).toBe('Query');
    expect(Object.values(holders()).map(({ pid }) => isAlive(pid))).toEqual([true, true, true]);
  });

  test('refuses to run twice on one data folder, and the first run goes on', async () => {
    expect(await start({ PORT: String(await freePort()) }).end).toEqual({
      code: 1, stderr: `Tandem already runs on the data folder ${join(folder, 'data')} (process ${run.process.pid}): stop that one, or name another folder with TANDEM_DATA_DIR.\n`,
    });
    expect(await typename()).toBe('Query');
  });

  test('starts a killed api and a killed database again', async () => {
    const { api } = holders();
    process.kill(api.pid, 'SIGKILL');
    const database = postmaster();
    process.kill(database, 'SIGKILL');
    await until(() => run.output().includes('The api process ended (SIGKILL)') && run.output().includes('PostgreSQL ended unexpectedly; it is started again.'));
    await until(() => fetch(`http://127.0.0.1:${port}/readyz`).then(({ ok }) => ok, () => false));
    expect(holders().api.pid).not.toBe(api.pid);
    expect(postmaster()).not.toBe(database);
    expect(await typename()).toBe('Query');
  });

  test('after kill -9 of the supervisor nothing of it stays, and the next start recovers', async () => {
    const before = holders();
    process.kill(run.process.pid!, 'SIGKILL');
    run = start();
    await run.ready();
    expect([before.api.pid, before.worker.pid].map(isAlive)).toEqual([false, false]);
    expect(run.output()).toContain('PostgreSQL had outlived the last run and is taken over.');
    expect(await typename()).toBe('Query');
  });

  const stopsBy = async (signal: NodeJS.Signals) => {
    const processes = [...Object.values(holders()).map(({ pid }) => pid), postmaster()];
    run.process.kill(signal);
    expect((await run.end).code).toBe(0);
    expect(processes.map(isAlive)).toEqual([false, false, false, false]);
    expect(existsSync(join(folder, 'data/processes.json'))).toBe(false);
  };

  test('SIGTERM stops everything', () => stopsBy('SIGTERM'));

  test('Ctrl-C stops everything', async () => {
    run = start();
    await run.ready();
    await stopsBy('SIGINT');
  });

  test('stops when the npm that started it is killed', async () => {
    const npm = spawn('sh', ['-c', `"${process.execPath}" --import "${loader}" "${sourceScript('server/start.js')}" & wait`], {
      env: environment({ npm_lifecycle_event: 'start' }), stdio: ['ignore', 'pipe', 'ignore'],
    });
    let stdout = '';
    npm.stdout.on('data', (chunk) => { stdout += String(chunk); });
    await until(() => stdout.includes('\nready '));
    const processes = [...Object.values(holders()).map(({ pid }) => pid), postmaster()];
    npm.kill('SIGKILL');
    await until(() => !processes.some(isAlive));
    expect(existsSync(join(folder, 'data/processes.json'))).toBe(false);
  });

});

describe('what cannot start says why in one sentence', () => {
  test('a taken port', async () => {
    const taken = createServer();
    await new Promise<void>((done) => taken.listen(port, '127.0.0.1', done));
    expect(await start().end).toEqual({ code: 1, stderr: `Port ${port} is taken by another program: stop it, or choose another port, for example PORT=${port + 1} npm start.\n` });
    taken.close();
  });

  test('a data folder that cannot be written', async () => {
    writeFileSync(join(folder, 'file'), '');
    const data = join(folder, 'file/data');
    expect(await start({ TANDEM_DATA_DIR: data }).end).toEqual({ code: 1, stderr: `The data folder ${data} cannot be written (ENOTDIR): make it writable, or name another one with TANDEM_DATA_DIR.\n` });
  });

  test('a broken variable', async () => {
    expect(await start({ PORT: 'http' }).end).toEqual({ code: 1, stderr: 'PORT must be a whole number from 1 to 65535, but it is "http".\n' });
  });

  test('a given database that does not answer', async () => {
    const closed = await freePort();
    const data = join(folder, 'unused');
    expect(await start({ DATABASE_URL: `postgres://who:secret@127.0.0.1:${closed}/tandem`, TANDEM_DATA_DIR: data }).end).toEqual({
      code: 1,
      stderr: `The PostgreSQL server of DATABASE_URL (postgres://who:***@127.0.0.1:${closed}/tandem) does not answer: connect ECONNREFUSED 127.0.0.1:${closed}. Start it or correct the variable; without DATABASE_URL Tandem brings its own.\n`,
    });
    expect(existsSync(join(data, 'postgres'))).toBe(false);
  });

  test('a given Redis that does not answer', async () => {
    const closed = await freePort();
    const { code, stderr } = await start({ REDIS_URL: `redis://127.0.0.1:${closed}` }).end;
    expect({ code, lines: stderr.split('\n').length }).toEqual({ code: 1, lines: 2 });
    expect(stderr).toContain(`The Redis server of REDIS_URL (redis://127.0.0.1:${closed}) does not answer: connect ECONNREFUSED`);
  });
});

test('a given database is migrated and used, and none is brought', async () => {
  const { url, drop } = await createTestDatabase({ migrated: false });
  const data = join(folder, 'given');
  const run = start({ DATABASE_URL: url, TANDEM_DATA_DIR: data });
  await run.ready();
  expect(existsSync(join(data, 'postgres'))).toBe(false);
  run.process.kill('SIGTERM');
  expect((await run.end).code).toBe(0);
  await drop();
});
