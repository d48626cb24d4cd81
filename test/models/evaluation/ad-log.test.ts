import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ImpressionTable } from '../../../models/dataset.js';
import { IMPRESSIONS_FILE } from '../../../models/evaluation/folders/impressions.js';
import { protocolsOf } from '../../../models/evaluation/protocols.js';
import { runEvaluation } from '../../../models/evaluation/run.js';
import { subjectOf } from '../../../models/evaluation/subjects.js';
import type { Task } from '../../../models/evaluation/tasks.js';
import { decodeImpressions, encodeImpressions } from '../../../models/ranker/impression-file.js';
import { simulateLog } from '../../../models/simulator/judge.js';
import { WORLD_DEFAULTS } from '../../../models/simulator/world.js';
import { silent } from '../../../models/trainer.js';

let folder: string;
let table: ImpressionTable;
let task: Task;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ad-log-'));
  table = simulateLog({ ...WORLD_DEFAULTS, readers: 300, seed: 2, ads: 8, days: 6 }).dataset.impressions!;
  await writeFile(join(folder, IMPRESSIONS_FILE), encodeImpressions(table));
  const { listing, protocols } = await protocolsOf(folder);
  expect(protocols.map(({ name }) => name)).toEqual(['ad-clicks']);
  task = await protocols[0].load(listing, 1);
});
afterAll(() => rm(folder, { recursive: true }));

test('a log of impressions comes back as it was written, outcomes included', () => {
  expect(decodeImpressions(encodeImpressions(table))).toEqual(table);
  const outcomes = { dwell: table.labels, buy: new Uint8Array(table.rowCount) };
  expect(decodeImpressions(encodeImpressions({ ...table, outcomes })).outcomes).toEqual(outcomes);
  expect(() => decodeImpressions(new Uint8Array(40))).toThrow(expect.objectContaining({ name: 'DatasetError' }));
});

test('rankers of ads are measured by the names of the registry, with popularity and M0 beside them', async () => {
  const { rows, refused } = await runEvaluation(task, { models: ['m1', 'm2'], params: {}, seed: 1, seeds: 1, folds: 0, heldOut: false, tuning: null, report: silent });
  expect(refused).toEqual([]);
  expect(rows.map(({ model, role }) => [model, role])).toEqual([['m1', 'model'], ['m2', 'model'], ['popularity', 'baseline'], ['m0', 'baseline']]);
  const of = (model: string) => rows.find((row) => row.model === model)!;
  for (const row of rows) {
    expect(row.tested).toBe(table.rowCount - Math.floor(table.rowCount * 0.9));
    expect(row.figures.auc.low).toBeLessThanOrEqual(row.figures.auc.value);
    expect(row.figures.normalisedEntropy.value).toBeGreaterThan(0.7);
  }
  expect(of('m1').figures.auc.value).toBeGreaterThan(of('m0').figures.auc.value + 0.05);
  expect(of('m1').figures.logLoss.value).toBeLessThan(of('m0').figures.logLoss.value);
  expect(of('m1').difference!.low).toBeGreaterThan(0);
  expect(of('popularity').figures.auc.value).toBeGreaterThan(0.5);
});

test('tuning looks at the validation part alone, a network in ONNX is measured like the others', async () => {
  const fm = subjectOf(task, 'fm');
  const objective = await fm.objective({ epochs: 2 }, { seed: 1, share: 1, folds: 0 });
  const heldOut = await fm.measure({ epochs: 2 }, { seed: 1, heldOut: true });
  expect(heldOut.figures.auc.value).toBeCloseTo(objective, 9);
});

test('what cannot be measured says so', async () => {
  expect(() => subjectOf(task, 'ease')).toThrow('the model ease cannot be measured on ads; there are popularity, m0, m1, m2, fm, deepfm, dcn');
  expect(() => subjectOf(task, 'm9')).toThrow("there is no model 'm9'");
  const broken = await mkdtemp(join(tmpdir(), 'ad-log-'));
  try {
    await writeFile(join(broken, IMPRESSIONS_FILE), encodeImpressions(table).subarray(0, 5000));
    const { listing, protocols } = await protocolsOf(broken);
    await expect(protocols[0].load(listing, 1)).rejects.toThrow(/^cannot read impressions.bin in .*these are no logged impressions/);
  } finally {
    await rm(broken, { recursive: true });
  }
});
