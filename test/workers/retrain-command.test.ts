import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { modelChoices } from '../../server/model-run/model-choices.js';
import { Command } from 'commander';
import { addRetrainCommand } from '../../workers/retrain-command.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { loader, sourceScript } from '../support/source-process.js';
import { plantPlatform } from './planted-platform.js';

jest.setTimeout(90_000);

let db: TestDatabase;
const folder = mkdtempSync(join(tmpdir(), 'tandem-command-'));
const before = { ...process.env };
beforeAll(async () => {
  db = await openTestDatabase();
  // Children of the worker run our sources too.
  Object.assign(process.env, { NODE_ENV: 'test', DATABASE_URL: db.url, TANDEM_DATA_DIR: folder, NODE_OPTIONS: `--no-warnings --import ${loader}` });
  delete process.env.REDIS_URL;
  await plantPlatform(db.database);
});
afterAll(async () => {
  for (const name of ['NODE_ENV', 'DATABASE_URL', 'TANDEM_DATA_DIR', 'NODE_OPTIONS', 'REDIS_URL']) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
  rmSync(folder, { recursive: true });
  await db.close();
});

/** As `npm run tandem -- …` runs it, in a process of its own. */
async function tandem(...args: string[]): Promise<Outcome> {
  const child = spawn(process.execPath, ['--no-warnings', '--import', loader, sourceScript('workers/tandem.ts'), ...args], { env: process.env });
  let [out, err] = ['', ''];
  child.stdout.on('data', (piece) => { out += piece; });
  child.stderr.on('data', (piece) => { err += piece; });
  const [code] = await once(child, 'close') as [number];
  return { code, out, err };
}

interface Outcome { code: number; out: string; err: string }

/** The same command in this process: much faster. */
async function command(...args: string[]): Promise<Outcome> {
  const [out, err]: string[][] = [[], []];
  const spies = [
    jest.spyOn(console, 'log').mockImplementation((line) => { out.push(String(line)); }), jest.spyOn(console, 'error').mockImplementation((line) => { err.push(String(line)); }),
    jest.spyOn(console, 'table').mockImplementation((rows) => { out.push(JSON.stringify(rows)); }),
  ];
  const program = new Command('tandem').exitOverride().configureOutput({ writeErr: (line) => err.push(line) });
  addRetrainCommand(program);
  for (const each of program.commands) each.exitOverride().configureOutput({ writeErr: (line) => err.push(line) });
  try {
    await program.parseAsync(args, { from: 'user' });
    return { code: Number(process.exitCode ?? 0), out: out.join('\n'), err: err.join('\n') };
  } catch (error) {
    return { code: 1, out: out.join('\n'), err: [...err, (error as Error).message].join('\n') };
  } finally {
    process.exitCode = undefined;
    for (const spy of spies) spy.mockRestore();
  }
}

test('retrain --wait works without a worker: 0 for a new champion, 3 for a rejection, 1 for a mistake', async () => {
  const good = await tandem('retrain', '--model', 'ease', '--wait', '--json');
  expect(good).toMatchObject({ code: 0 });
  expect(JSON.parse(good.out)).toMatchObject({ started: true, state: 'champion', model: 'ease', readers: 260, contents: 60, failure: null, metrics: { gate: { promote: true } } });
  expect(good.err.trim().split('\n').map((line) => line.split(': ')[1]).at(-1)).toBe('champion');

  const worse = await command('retrain', '--model', 'popularity', '--wait', '--json');
  expect(worse).toMatchObject({ code: 3 });
  expect(JSON.parse(worse.out)).toMatchObject({ state: 'rejected', reason: expect.stringContaining('the lower bound must be above') });

  const mistake = await command('retrain', '--model', 'oracle');
  expect(mistake).toMatchObject({ code: 1, out: '', err: expect.stringContaining(`There is no model oracle; there are ${Object.keys(modelChoices).join(', ')}.`) });
  expect(await db.database.query('SELECT state FROM model_runs ORDER BY id')).toEqual([{ state: 'champion' }, { state: 'rejected' }]);
});

test('retrain without --wait starts one run and says so', async () => {
  const [first, second] = [await command('retrain', '--json'), await command('retrain', '--json')];
  expect([first.code, second.code]).toEqual([0, 0]);
  expect(JSON.parse(first.out)).toMatchObject({ started: true, state: 'queued', model: 'auto' });
  expect(JSON.parse(second.out)).toMatchObject({ started: false, code: JSON.parse(first.out).code });
  expect(second.err).toContain('is under way already.');
});
