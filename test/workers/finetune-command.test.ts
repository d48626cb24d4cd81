import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Command } from 'commander';
import { writeCheckpoint } from '../../models/text/bert/checkpoint.js';
import { initEncoder } from '../../models/text/bert/encoder.js';
import { buildVocabulary } from '../../models/text/bert/vocabulary.js';
import { WordPiece } from '../../models/text/bert/wordpiece.js';
import { openTuned } from '../../models/text/tuned-model.js';
import { addFinetuneCommand } from '../../workers/finetune-command.js';
import { plantedReviews } from '../models/text/planted-texts.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'finetune-'));
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

function jsonLines(count: number, seed: number, extra: readonly string[] = []): string {
  const { texts, labels, labelNames } = plantedReviews(count, seed);
  return [...texts.map((text, at) => JSON.stringify({ text, label: labelNames[labels[at]] })), ...extra].join('\n');
}

function write(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

interface Answer {
  method: string;
  rejected: number;
  train: number;
  dev: number;
  test: number;
  bestEpoch: number;
  rows: { model: string; accuracy: { value: number } }[];
  epochs: { devAccuracy: number }[];
}

async function finetune(...options: string[]): Promise<Answer> {
  const said = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  const program = new Command().exitOverride();
  addFinetuneCommand(program);
  await program.parseAsync(['finetune', ...options, '--json', '--out', join(folder, 'out')], { from: 'user' });
  return JSON.parse(String(said.mock.calls.at(-1)?.[0])) as Answer;
}

const stored = () => openTuned(new Map(readdirSync(join(folder, 'out')).map((name) => [name, readFileSync(join(folder, 'out', name))])));

test('an encoder from scratch learns a separable set, and its folder answers', async () => {
  const data = write('data.jsonl', jsonLines(120, 1, ['{"text":"x"}', 'nothing', '']));
  const answer = await finetune('--data', data, '--epochs', '4', '--max-length', '40');
  expect(answer).toMatchObject({ method: 'full', rejected: 2, train: 96, dev: 12, test: 12 });
  expect(answer.rows.map(({ model }) => model)).toEqual(['most frequent label', 'linear', 'encoder, from scratch']);
  expect(answer.rows[2].accuracy.value).toBeGreaterThan(0.95);
  expect(answer.rows[0].accuracy.value).toBe(0.5);
  expect(readFileSync(join(folder, 'out', 'rejects.jsonl'), 'utf8')).toContain('"line":121,"reason":"there is no column label"');
  const model = await stored();
  const unseen = plantedReviews(40, 9);
  const probabilities = await model.probabilities({ texts: unseen.texts, seconds: null });
  const names = model.labelNames;
  const right = unseen.texts.filter((_, row) => probabilities[2 * row + names.indexOf(unseen.labelNames[unseen.labels[row]])] > 0.5);
  expect(right.length).toBeGreaterThan(38);
  await model.close();
}, 30_000);

test('adapters beside a checkpoint, with files of dev and test', async () => {
  const tokeniser = new WordPiece(buildVocabulary(plantedReviews(100, 1).texts, 300, { lowerCase: true }), { lowerCase: true });
  const config = { vocabularySize: tokeniser.size, width: 32, layers: 2, heads: 2, inner: 64, maxPositions: 40, segments: 2, normEpsilon: 1e-12, preNorm: false, pooling: 'cls' as const };
  const model = join(folder, 'model');
  mkdirSync(model);
  for (const [name, bytes] of writeCheckpoint({ config, tokeniser, parameters: initEncoder(config, 5) }, null)) writeFileSync(join(model, name), bytes);
  const [data, dev, test_] = [write('data.jsonl', jsonLines(40, 1)), write('dev.jsonl', jsonLines(10, 2)), write('test.jsonl', jsonLines(12, 3))];
  const answer = await finetune('--data', data, '--dev', dev, '--test', test_, '--model', model, '--method', 'lora', '--epochs', '1', '--max-length', '40', '--rank', '2');
  expect(answer).toMatchObject({ method: 'lora', train: 40, dev: 10, test: 12, bestEpoch: 1 });
  expect(answer.rows.map((row) => row.model)).toEqual(['most frequent label', 'linear', 'encoder, lora']);
  await expect(finetune('--data', data, '--model', model, '--max-length', '41')).rejects.toThrow('40 positions');
});

test('the linear method, and pairs', async () => {
  const pairs = Array.from({ length: 60 }, (_, at) => JSON.stringify({ sentence1: '课程好', sentence2: at % 2 ? '好' : '坏', label: at % 2 }));
  const answer = await finetune('--data', write('pairs.jsonl', pairs.join('\n')), '--method', 'linear');
  expect(answer.rows.map(({ model }) => model)).toEqual(['most frequent label', 'linear']);
  expect(answer.rows[1].accuracy.value).toBe(1);
  const model = await stored();
  const probabilities = await model.probabilities({ texts: ['课程好'], seconds: ['坏'] });
  expect(probabilities[0]).toBeGreaterThan(0.5);
  const changed = new Map(readdirSync(join(folder, 'out')).map((name) => [name, new Uint8Array(readFileSync(join(folder, 'out', name)))]));
  (changed.get('idf.bin') as Uint8Array)[0] ^= 1;
  await expect(openTuned(changed)).rejects.toThrow('idf.bin was changed');
  changed.delete('idf.bin');
  await expect(openTuned(changed)).rejects.toThrow('idf.bin is missing');
});

test.each([
  [['{"text":"a","label":"x"}', '{"text":"b","label":"x"}'], "have the label 'x'"],
  [['{"words":"a","label":"x"}'], 'no line can be used'],
  [['{"text":"a","label":"x"}', '{"text":"b","label":"y"}', '{"text":"c","label":"y"}'], "the label 'x' stands on 1"],
])('%j is refused', async (lines, message) => {
  await expect(finetune('--data', write('data.jsonl', lines.join('\n')))).rejects.toThrow(message);
});

test('refusals: no file, a label of test that train lacks, adapters without a model, a folder of other files', async () => {
  const data = write('data.jsonl', jsonLines(40, 1));
  await expect(finetune('--data', join(folder, 'none.jsonl'))).rejects.toThrow('There is no file');
  await expect(finetune('--data', '-')).rejects.toThrow('not the standard input');
  await expect(finetune('--data', data, '--test', write('test.jsonl', '{"text":"a","label":"新"}'))).rejects.toThrow("the label '新'");
  await expect(finetune('--data', data, '--method', 'lora')).rejects.toThrow('--model');
  await expect(finetune('--data', data, '--method', 'pairs')).rejects.toThrow('compares two texts');
  await expect(finetune('--data', data, '--method', 'linear', '--unlabelled', data)).rejects.toThrow('leave --unlabelled out');
  await expect(finetune('--data', data, '--model', join(folder, 'none'))).rejects.toThrow('There is no folder');
  write('out/rejects.jsonl', 'x');
  await expect(finetune('--data', data, '--method', 'linear')).rejects.toThrow('other files');
});
