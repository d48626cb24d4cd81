import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from '@jest/globals';
import { UnrecoverableError } from 'bullmq';
import { ComputePool } from '../../../workers/compute/pool.js';
import type { RunningJob } from '../../../workers/processor.js';
import { testJob } from '../drive-run.js';
import { until } from '../worker-process.js';

const entry = fileURLToPath(new URL('./busy-child.mjs', import.meta.url));
const pool = new ComputePool(process.env, entry);
afterEach(() => pool.close());

const run = (runId: string, job: RunningJob = testJob(), on = pool) =>
  on.run({ kind: 'task', name: 'fit-model', payload: { runId }, id: job.id, attempt: job.attempt, lastAttempt: job.lastAttempt }, job);
const isAlive = (pid: number) => { try { process.kill(pid, 0); return true; } catch { return false; } };

test('jobs of one run share a child; the next run gets a new process', async () => {
  const first = await run('a') as number;
  expect(await run('a')).toBe(first);
  const second = await run('b') as number;
  expect(second).not.toBe(first);
  await until(() => !isAlive(first));
  await pool.close();
  expect(isAlive(second)).toBe(false);
});

test('a child that works is kept, however long ago its first task ended; one without work leaves', async () => {
  const brief = new ComputePool(process.env, entry, 300);
  try {
    const pid = await run('a', testJob(), brief) as number;
    // Idle nearly all the time, and never for as long as an idle child is kept.
    for (const endMs = performance.now() + 900; performance.now() < endMs; ) {
      await new Promise((done) => setTimeout(done, 20));
      expect(await run('a', testJob(), brief)).toBe(pid);
    }
    await until(() => !isAlive(pid));
  } finally {
    await brief.close();
  }
});

test('a child that does not listen is killed when its job is cancelled', async () => {
  const abort = new AbortController();
  let pid = 0;
  const running = run('deaf', { ...testJob('job', abort.signal), report: (_progress, message) => { pid = Number(message); } });
  running.catch(() => {});
  await until(() => pid > 0);
  expect(isAlive(pid)).toBe(true);
  abort.abort('somebody cancelled it');
  await expect(running).rejects.toBe('somebody cancelled it');
  await until(() => !isAlive(pid));
});

test('a dead child fails its job, and the next job gets another child', async () => {
  await expect(run('dies')).rejects.toThrow('The child process ended (7) before the job was done.');
  expect(await run('fine')).toEqual(expect.any(Number));
});

test('what a child refuses for good is not tried again, what it stumbles over is', async () => {
  await expect(run('refuses')).rejects.toBeInstanceOf(UnrecoverableError);
  const stumble = await run('stumbles').catch((error: Error) => error) as Error;
  expect(stumble.message).toBe('not now');
  expect(stumble).not.toBeInstanceOf(UnrecoverableError);
});
