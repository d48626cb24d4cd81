import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { Command } from 'commander';
import { initEncoder } from '../../models/text/bert/encoder.js';
import { writeCheckpoint } from '../../models/text/bert/checkpoint.js';
import { buildVocabulary } from '../../models/text/bert/vocabulary.js';
import { WordPiece } from '../../models/text/bert/wordpiece.js';
import { addClassifyCommand } from '../../workers/classify-command.js';
import { addFinetuneCommand } from '../../workers/finetune-command.js';
import { plantedReviews } from '../models/text/planted-texts.js';
import { loader, sourceScript } from '../support/source-process.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'classify-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = 0;
});

async function tandem(...words: string[]): Promise<Record<string, unknown>[]> {
  const said = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  said.mockClear();
  const program = new Command().exitOverride();
  addFinetuneCommand(program);
  addClassifyCommand(program);
  await program.parseAsync(words, { from: 'user' });
  return said.mock.calls.map(([line]) => JSON.parse(String(line)) as Record<string, unknown>);
}

function write(name: string, lines: readonly string[]): string {
  writeFileSync(join(folder, name), lines.join('\n'));
  return join(folder, name);
}

const reviews = (count: number, seed: number): { text: string; label: string }[] => {
  const { texts, labels, labelNames } = plantedReviews(count, seed);
  return texts.map((text, at) => ({ text, label: labelNames[labels[at]] }));
};
const json = (rows: readonly unknown[]): string[] => rows.map((row) => JSON.stringify(row));
const tuned = async (name: string, rows: readonly unknown[], ...options: string[]): Promise<string> => {
  await tandem('finetune', '--data', write(`${name}.jsonl`, json(rows)), '--out', join(folder, name), '--json', ...options);
  return join(folder, name);
};

function checkpoint(): string {
  const tokeniser = new WordPiece(buildVocabulary(plantedReviews(100, 1).texts, 300, { lowerCase: true }), { lowerCase: true });
  const config = { vocabularySize: tokeniser.size, width: 32, layers: 1, heads: 2, inner: 64, maxPositions: 40, segments: 2, normEpsilon: 1e-12, preNorm: false, pooling: 'cls' as const };
  mkdirSync(join(folder, 'checkpoint'));
  for (const [name, bytes] of writeCheckpoint({ config, tokeniser, parameters: initEncoder(config, 5) }, null)) writeFileSync(join(folder, 'checkpoint', name), bytes);
  return join(folder, 'checkpoint');
}

test.each<[string, () => string[], number]>([
  ['linear', () => ['--method', 'linear'], 20],
  ['vectors', () => ['--method', 'vectors', '--unlabelled', write('more.jsonl', json(reviews(200, 4).map(({ text }) => ({ text }))))], 19],
  ['full', () => ['--epochs', '4', '--max-length', '40'], 19],
  // Adapters of a random encoder learn little: that it answers is what is tested.
  ['lora', () => ['--method', 'lora', '--model', checkpoint(), '--epochs', '1', '--max-length', '40', '--rank', '2'], 0],
])('a model by %s answers every text in order, by file and by output, whatever the batch', async (method, options, right) => {
  const model = await tuned(method, reviews(120, 1), ...options());
  const asked = reviews(20, 9);
  const data = write('asked.jsonl', json(asked.map(({ text }) => ({ text }))));
  const answers = await tandem('classify', '--model', model, '--data', data, '--batch', '7');
  expect(answers.map(({ line }) => line)).toEqual(asked.map((_, at) => at + 1));
  expect(answers.filter(({ label }, at) => label === asked[at].label).length).toBeGreaterThanOrEqual(right);
  expect(answers.every(({ probability }) => Number(probability) >= 0.5 && Number(probability) <= 1)).toBe(true);
  await tandem('classify', '--model', model, '--data', data, '--out', join(folder, 'answers.jsonl'));
  const written = readFileSync(join(folder, 'answers.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as { probability: number });
  written.forEach(({ probability }, at) => expect(probability).toBeCloseTo(Number(answers[at].probability), 4));
}, 30_000);

test('pairs; lines that cannot be used are answered in their place', async () => {
  const pairs = Array.from({ length: 60 }, (_, at) => ({ sentence1: '怎么开发票', sentence2: at % 2 ? '如何开发票' : '直播在哪里看', label: at % 2 }));
  const model = await tuned('pairs', pairs, '--method', 'pairs', '--unlabelled', write('free.jsonl', json(pairs.map(({ sentence1, sentence2 }) => ({ sentence1, sentence2 })))));
  const data = write('asked.jsonl', ['\uFEFF{"sentence1":"如何开发票","sentence2":"怎么开发票","label":1}', '', '{"text":"怎么开发票"}', 'x', '{"sentence1":"怎么看","sentence2":"直播在哪里看","label":1}']);
  expect(await tandem('classify', '--model', model, '--data', data)).toEqual([
    { line: 1, label: '1', probability: expect.any(Number), given: '1' }, { line: 3, error: 'the model compares two texts: give sentence1 and sentence2' },
    { line: 4, error: 'the line is not JSON' }, { line: 5, label: '0', probability: expect.any(Number), given: '1' },
  ]);
  expect(process.exitCode).toBe(1);
  expect(jest.mocked(console.error).mock.calls.at(-1)?.[0]).toBe('2 texts answered, 2 lines could not be used; 1 of 2 given labels agree (0.5000)');
});

test('tables to learn from and to answer; a broken one is refused', async () => {
  const model = join(folder, 'table');
  const table = write('reviews.csv', ['\uFEFFlabel,review', ...reviews(60, 1).map(({ text, label }) => `${label},"${text}"`)]);
  await tandem('finetune', '--data', table, '--out', model, '--json', '--method', 'linear');
  const [first] = reviews(1, 3);
  expect(await tandem('classify', '--model', model, '--data', write('asked.csv', ['label,review', `${first.label},"${first.text}"`, '好,']))).toEqual([
    { line: 2, label: first.label, probability: expect.any(Number), given: first.label }, { line: 3, error: 'the text is empty or no text' },
  ]);
  await expect(tandem('classify', '--model', model, '--data', write('broken.csv', ['label,review', '好,"a']))).rejects.toThrow('mend the table');
});

test('a reader that goes away early, as head does, is no failure', async () => {
  const model = await tuned('early', reviews(60, 1), '--method', 'linear');
  const data = write('many.jsonl', json(Array.from({ length: 300 }, () => reviews(20, 2)).flat()));
  const child = spawn(process.execPath, ['--no-warnings', '--import', loader, sourceScript('workers/tandem.ts'), 'classify', '--model', model, '--data', data, '--batch', '10']);
  let said = '';
  child.stderr.on('data', (piece) => { said += piece; });
  child.stdout.once('data', () => child.stdout.destroy());
  expect([await once(child, 'close'), said]).toEqual([[0, null], '']);
}, 30_000);

test('folders that are no model, foreign or changed ones, are refused with what to do', async () => {
  const model = await tuned('own', reviews(60, 1), '--method', 'linear');
  const data = write('asked.jsonl', json(reviews(3, 2)));
  const refusal = (message: string) => expect(tandem('classify', '--model', model, '--data', data)).rejects.toThrow(message);
  await expect(tandem('classify', '--model', join(folder, 'none'), '--data', data)).rejects.toThrow('There is no folder');
  await expect(tandem('classify', '--model', model, '--data', join(folder, 'none.jsonl'))).rejects.toThrow('There is no file');
  const original = new Map(readdirSync(model).map((name) => [name, readFileSync(join(model, name))]));
  const card = JSON.parse(String(original.get('card.json'))) as Record<string, unknown> & { golden: { outputs: number[] } };
  const withCard = async (text: string, message: string): Promise<void> => {
    writeFileSync(join(model, 'card.json'), text);
    await refusal(message);
  };
  await withCard('{', 'card.json is not JSON');
  await withCard('null', 'no folder that finetune has written');
  await withCard(JSON.stringify({ ...card, golden: { inputs: [1], outputs: [1] } }), 'no folder that finetune has written');
  await withCard(JSON.stringify({ ...card, model: 'ease' }), 'no text model ease');
  await withCard(JSON.stringify({ ...card, formatVersion: 99 }), 'format 99');
  await withCard(JSON.stringify({ ...card, golden: { ...card.golden, outputs: card.golden.outputs.map((value) => 1 - value) } }), 'no longer gives the answers');
  await withCard(JSON.stringify({ ...card, files: { ...(card.files as object), '../asked.jsonl': '0' } }), '../asked.jsonl is missing');
  writeFileSync(join(model, 'card.json'), original.get('card.json') as Buffer);
  const weights = Buffer.from(original.get('weights.bin') as Buffer);
  weights[0] ^= 1;
  writeFileSync(join(model, 'weights.bin'), weights);
  await refusal('weights.bin was changed; restore it');
  rmSync(join(model, 'weights.bin'));
  await refusal('weights.bin is missing');
  rmSync(join(model, 'card.json'));
  await refusal('card.json is missing');
});
