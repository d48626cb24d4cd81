import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Command } from 'commander';
import { addEvaluateCommand } from '../../workers/evaluate-command.js';
import { TrialPool } from '../../workers/evaluate/trial-pool.js';
import { loader, sourceScript } from '../support/source-process.js';

jest.setTimeout(90_000);

const folder = mkdtempSync(join(tmpdir(), 'tandem-evaluate-'));
const execArgv = ['--no-warnings', '--import', loader];

beforeAll(() => {
  const lines = (perReader: (reader: number) => number[]) => Array.from({ length: 40 }, (_, reader) => [reader, ...perReader(reader)].join(' ')).join('\n');
  writeFileSync(join(folder, 'train.txt'), lines((reader) => [0, 1, 2, 3].map((step) => (reader % 2) * 10 + (reader + step) % 10)));
  writeFileSync(join(folder, 'test.txt'), lines((reader) => [(reader % 2) * 10 + (reader + 4) % 10]));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Outcome { code: number; out: string; err: string }

async function evaluate(...args: string[]): Promise<Outcome> {
  const [out, err]: string[][] = [[], []];
  const spies = [
    jest.spyOn(console, 'log').mockImplementation((line) => { out.push(String(line)); }), jest.spyOn(console, 'error').mockImplementation((line) => { err.push(String(line)); }),
    jest.spyOn(console, 'table').mockImplementation((rows) => { out.push(JSON.stringify(rows)); }),
  ];
  const program = new Command('tandem').exitOverride();
  addEvaluateCommand(program);
  for (const each of program.commands) each.exitOverride().configureOutput({ writeErr: (line) => err.push(line) });
  try {
    await program.parseAsync(['evaluate', '--data', folder, ...args], { from: 'user' });
    return { code: Number(process.exitCode ?? 0), out: out.join('\n'), err: err.join('\n') };
  } catch (error) {
    return { code: 1, out: out.join('\n'), err: [...err, (error as Error).message].join('\n') };
  } finally {
    process.exitCode = undefined;
    for (const spy of spies) spy.mockRestore();
  }
}

test('the split of the folder is followed, the baselines stand beside', async () => {
  const { code, out } = await evaluate('--model', 'ease', '--params', '{"lambda": 5}', '--k', '5', '--json');
  expect(code).toBe(0);
  const { rows, protocol, k, gemmGflops } = JSON.parse(out);
  expect({ protocol, k }).toEqual({ protocol: 'published-split', k: 5 });
  expect(gemmGflops).toBeGreaterThan(0);
  expect(rows.map(({ model, role, readers, items, protocol: how }: Record<string, unknown>) => [model, role, readers, items, how])).toEqual([
    ['ease', 'model', 40, 20, 'leaderboard'], ['popularity', 'baseline', 40, 20, 'honest'], ['item-knn', 'baseline', 40, 20, 'leaderboard'],
  ]);
  expect(rows[0].params).toMatchObject({ lambda: 5, neighbours: 0 });
  expect(rows[0]['recall@5']).toBeGreaterThan(rows[1]['recall@5']);
  for (const row of rows) {
    expect(row).toEqual(expect.objectContaining({ 'ndcg@5': expect.any(Number), precision: expect.any(Number), f1: expect.any(Number), seconds: expect.any(Number), peakMemoryBytes: expect.any(Number) }));
  }
});

test('tuned in children, with all trials in the JSON and on the chart', async () => {
  const out = join(folder, 'out');
  const child = spawn(process.execPath, [...execArgv, sourceScript('workers/tandem.ts'), 'evaluate', '--data', folder, '--model', 'graph-filter', '--baselines', 'popularity',
    '--tune', '5', '--jobs', '2', '--k', '5', '--out', out]);
  const run = { out: '', err: '' };
  child.stdout.on('data', (piece) => { run.out += piece; });
  child.stderr.on('data', (piece) => { run.err += piece; });
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(run.err).toContain('evaluation.html');
  expect(run.out).toContain('trials of graph-filter (on rows held out of train):');
  const { reports: [{ rows }] } = JSON.parse(readFileSync(join(out, 'evaluation.json'), 'utf8'));
  expect(rows[0].protocol).toBe('honest');
  expect(rows[0].trials.map(({ number, value, error }: Record<string, unknown>) => [number, typeof value, error])).toEqual([1, 2, 3, 4, 5].map((number) => [number, 'number', null]));
  const best = rows[0].trials.reduce((one: { value: number }, other: { value: number }) => (other.value > one.value ? other : one));
  expect(rows[0].params).toMatchObject(best.params);
  expect(readFileSync(join(out, 'evaluation.html'), 'utf8')).toContain('graph-filter · alpha');
});

describe('a pool of trials', () => {
  test('gives the same outcomes whatever its size; a refusal or a broken folder is an outcome', async () => {
    const jobs = [0.3, 0.5, 7].map((alpha) => ({ params: { alpha }, share: 1 }));
    const request = { folder, protocol: 'published-split', model: 'graph-filter', seed: 1, folds: 0 };
    const values = await Promise.all([1, 3].map(async (size) => {
      const pool = new TrialPool(size, undefined, execArgv);
      try {
        return (await pool.run(request, jobs)).map(({ value, error }) => ({ value, error }));
      } finally {
        pool.close();
      }
    }));
    expect(values[0]).toEqual(values[1]);
    expect(values[0][2]).toEqual({ value: null, error: 'parameter alpha must lie between 0 and 1, not 7' });
    const pool = new TrialPool(1, undefined, execArgv);
    const [lost] = await pool.run({ ...request, folder: join(folder, 'nowhere') }, [jobs[0]]);
    pool.close();
    expect([lost.value, lost.error]).toEqual([null, expect.stringContaining('cannot read the folder')]);
  });

  test('a child that dies is a failed trial', async () => {
    const entry = join(folder, 'dies.mjs');
    writeFileSync(entry, "process.on('message', () => process.exit(9));\n");
    const pool = new TrialPool(1, entry);
    const [dead, next] = await pool.run({ folder, protocol: 'published-split', model: 'ease', seed: 1, folds: 0 }, [{ params: {}, share: 1 }, { params: {}, share: 1 }]);
    pool.close();
    expect([dead.error, next.error]).toEqual(['the trial ended with exit code 9', 'the trial ended with exit code 9']);
  });
});

test.each<[string, string[], string]>([
  ['a folder that is not there', ['--data', join(folder, 'nowhere'), '--model', 'ease'], 'cannot read the folder'],
  ['a model for something else', ['--model', 'm0'], 'the model m0 cannot be measured on ranking; there are popularity'],
  ['no model', [], 'say which model to measure: --model popularity'],
  ['params that are no JSON', ['--model', 'ease', '--params', 'x'], 'JSON object'],
  ['another search', ['--model', 'ease', '--tune', '3', '--search', 'grid'], 'It must be tpe or halving.'],
  ['no trials', ['--model', 'ease', '--tune', '0'], 'It must be a whole number above 0.'],
  ['one fold', ['--model', 'ease', '--folds', '1'], 'It must be a whole number from 2 to 20.'],
  ['a protocol of other files', ['--model', 'ease', '--protocol', 'clicks'], 'the protocol clicks cannot measure'],
])('one sentence for %s', async (_, args, message) => {
  const { code, out, err } = await evaluate(...args);
  expect([code, out]).toEqual([1, '']);
  expect(err).toContain(message);
});
