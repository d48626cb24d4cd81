import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataDirLock } from '../../../server/platform/data-dir-lock.js';

let folder: string;
let children: ChildProcess[] = [];

beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'tandem-lock-')); });
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
  rmSync(folder, { recursive: true, force: true });
});

/** A process that runs for a minute and whose command line holds `mark`. */
async function running(mark: string): Promise<{ pid: number; ended: Promise<unknown> }> {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000); console.log("up")', mark], { stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  await new Promise((done) => child.stdout!.once('data', done));
  return { pid: child.pid!, ended: new Promise((done) => child.once('exit', (_, signal) => done(signal))) };
}

const remember = (holders: Record<string, { pid: number; program: string }>) => writeFileSync(join(folder, 'processes.json'), JSON.stringify(holders));
const file = () => JSON.parse(readFileSync(join(folder, 'processes.json'), 'utf8')) as unknown;

test('names the processes of a run', async () => {
  const lock = await DataDirLock.take(folder, 'server/start');
  lock.enter('api', 123, '/x/main.js');
  expect(file()).toEqual({ supervisor: { pid: process.pid, program: 'server/start' }, api: { pid: 123, program: '/x/main.js' } });
});

test('a second run on the folder is refused, and the first one keeps it', async () => {
  const first = await running('server/start.js');
  remember({ supervisor: { pid: first.pid, program: 'server/start' } });
  await expect(DataDirLock.take(folder, 'server/start')).rejects.toThrow(`Tandem already runs on the data folder ${folder} (process ${first.pid})`);
  expect(file()).toEqual({ supervisor: { pid: first.pid, program: 'server/start' } });
});

test('a run that is just stopping is waited for', async () => {
  const first = await running('server/start.js');
  remember({ supervisor: { pid: first.pid, program: 'server/start' }, stopping: { pid: first.pid, program: '' } });
  const taken = DataDirLock.take(folder, 'server/start');
  setTimeout(() => children[0].kill('SIGKILL'), 1_200);
  await taken;
  expect(file()).toEqual({ supervisor: { pid: process.pid, program: 'server/start' } });
});

test('a number that now belongs to another program holds nothing', async () => {
  const stranger = await running('something-else');
  remember({ supervisor: { pid: stranger.pid, program: 'server/start' }, api: { pid: stranger.pid, program: 'server/main.js' } });
  await DataDirLock.take(folder, 'server/start');
  expect(children[0].exitCode).toBe(null);
  expect(children[0].signalCode).toBe(null);
});

test('children of a dead supervisor that do not end are ended', async () => {
  const orphan = await running('server/main.js');
  remember({ supervisor: { pid: 2 ** 22 + 1, program: 'server/start' }, api: { pid: orphan.pid, program: 'server/main.js' } });
  await DataDirLock.take(folder, 'server/start', 200);
  expect(await orphan.ended).toBe('SIGKILL');
});
