import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fork } from 'node:child_process';
import { isAlive } from '../../../server/platform/process-liveness.js';
import { SupervisedProcess } from '../../../server/platform/supervised-process.js';
import { loader, parentWatch } from '../../support/source-process.js';

let folder: string;
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'tandem-supervised-')); });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function script(name: string, source: string): string {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(path, source);
  return path;
}

/** Collects what a supervised process says, and lets a test wait for a word. */
function observe(path: string) {
  const said: string[] = [];
  const pids: number[] = [];
  const waiting: { word: string; count: number; done: () => void }[] = [];
  const heard = (line: string) => {
    said.push(line);
    for (const one of waiting) if (said.filter((other) => other.includes(one.word)).length >= one.count) one.done();
  };
  const child = new SupervisedProcess({
    name: 'sample', script: path, env: process.env, execArgv: ['--import', loader], onLine: heard, onTrouble: heard, onStart: (pid) => pids.push(pid),
  });
  const until = (word: string, count = 1) => new Promise<void>((done) => {
    waiting.push({ word, count, done });
    if (said.filter((other) => other.includes(word)).length >= count) done();
  });
  return { child, said, pids, until };
}

const patient = 'setInterval(() => {}, 1000); process.once("SIGTERM", () => { console.log("asked"); process.exit(0); }); console.log("up");';

test('is asked to stop as by SIGTERM, once, and not started again', async () => {
  const { child, said, pids, until } = observe(script('patient', patient));
  child.start();
  await until('up');
  await child.stop();
  expect(said).toEqual(['up', 'asked']);
  expect(isAlive(pids[0])).toBe(false);
});

test('is started again when it is killed, and says so', async () => {
  const { child, said, pids, until } = observe(script('killed', patient));
  child.start();
  await until('up');
  process.kill(pids[0], 'SIGKILL');
  await until('up', 2);
  expect(said).toEqual(['up', 'The sample process ended (SIGKILL); it is started again in 0.5 s.', 'up']);
  expect(child.failures).toBe(1);
  await child.stop();
  expect(pids).toHaveLength(2);
});

test('waits twice as long after the next failure, and a stop ends the waiting', async () => {
  const { child, said, pids, until } = observe(script('failing', 'process.exitCode = 3;'));
  child.start();
  await until('in 1 s.');
  await child.stop();
  expect(said).toEqual(['The sample process ended (code 3); it is started again in 0.5 s.', 'The sample process ended (code 3); it is started again in 1 s.']);
  expect(pids).toHaveLength(2);
});

test('is killed when it does not listen', async () => {
  const { child, pids, until } = observe(script('deaf', 'setInterval(() => {}, 1000); process.on("SIGTERM", () => {}); process.removeAllListeners("disconnect"); console.log("up");'));
  child.start();
  await until('up');
  await child.stop();
  expect(isAlive(pids[0])).toBe(false);
}, 15_000);

test('ends when its parent is killed', async () => {
  const path = script('orphan', patient);
  const parent = fork(script('parent', `
    import { fork } from 'node:child_process';
    const child = fork(${JSON.stringify(path)}, [], { execArgv: ['--import', ${JSON.stringify(loader)}, '--import', ${JSON.stringify(parentWatch)}], stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
    child.stdout.on('data', () => process.send(child.pid));
  `), [], { execArgv: [] });
  const pid = await new Promise<number>((done) => parent.once('message', (message) => done(message as number)));
  parent.kill('SIGKILL');
  while (isAlive(pid)) await new Promise((done) => setTimeout(done, 20));
});
