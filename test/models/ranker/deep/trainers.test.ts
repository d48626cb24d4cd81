import { describe, expect, jest, test } from '@jest/globals';
import { openArtefact, sealArtefact } from '../../../../models/artefact.js';
import type { Artefact } from '../../../../models/artefact.js';
import type { Dataset } from '../../../../models/dataset.js';
import { AD_WIDTH, CONTENT_WIDTH } from '../../../../models/features/spec.js';
import { auc, calibrationError, logLoss } from '../../../../models/metrics/classification.js';
import { Session } from '../../../../models/onnx/session.js';
import { silent } from '../../../../models/trainer.js';
import { loadAdRanker } from '../../../../models/ranker/load-ad-ranker.js';
import { m0 } from '../../../../models/ranker/m0.js';
import { rowWidth } from '../../../../models/ranker/deep/architecture.js';
import { BatchRows, fixedRows } from '../../../../models/ranker/deep/batch-rows.js';
import { dcn } from '../../../../models/ranker/deep/dcn.js';
import { deepfm } from '../../../../models/ranker/deep/deepfm.js';
import type { DeepTrainer } from '../../../../models/ranker/deep/deep-trainer.js';
import { encodeRows } from '../../../../models/ranker/deep/field-table.js';
import { fm } from '../../../../models/ranker/deep/fm.js';
import { rankingRows, UNKNOWN } from '../../../../models/ranker/deep/ranking-table.js';
import { Random } from '../../../../models/random.js';
import { FOREIGN_KEYS, KEYS, plantedDataset, plantedImpressions } from '../../planted.js';
import { randomRanking } from './planted-ranking.js';

// Some seconds on a free core; more where many suites share it.
jest.setTimeout(60_000);

const ranking = randomRanking(400, 21);
const dataset: Dataset = { ...plantedDataset(), ranking };
const quick = { epochs: 2, hidden0: 12, hidden1: 6, batch: 64, admitAfter: 2 };
const trainers = [['fm', fm], ['deepfm', deepfm], ['dcn', dcn]] as unknown as [string, DeepTrainer][];
const paramsOf = (trainer: DeepTrainer, params: Record<string, number> = quick): never =>
  Object.fromEntries(Object.entries(params).filter(([name]) => name in trainer.defaults)) as never;
const sealed = (artefact: Artefact): Map<string, Uint8Array> => sealArtefact(artefact, KEYS.privateKey);

describe.each(trainers)('%s', (_name, trainer) => {
  test('same seed and data give the same bytes; another seed gives others', async () => {
    const [a, b] = [await trainer.fit(dataset, paramsOf(trainer), 5, silent), await trainer.fit(dataset, paramsOf(trainer), 5, silent)];
    expect(a.card).toEqual(b.card);
    expect(sealed(a)).toEqual(sealed(b));
    expect((await trainer.fit(dataset, paramsOf(trainer), 6, silent)).card.files).not.toEqual(a.card.files);
  });

  test('the artefact answers as the model did, in TypeScript and in onnxruntime, with heads, unseen ids and empty lists', async () => {
    const artefact = await trainer.fit(dataset, paramsOf(trainer), 5, silent);
    const model = trainer.load(openArtefact(sealed(artefact), KEYS.publicKey));
    const learnt = await trainer.learn(dataset, paramsOf(trainer), 5, silent);
    const fresh = randomRanking(50, 22);
    const reader = fresh.fields[0].ids as Int32Array;
    reader.fill(999, 0, 10); // never seen
    expect(model.probabilities(fresh)).toEqual(learnt.probabilities(fresh));
    expect((loadAdRanker(artefact) as typeof model).probabilities(fresh)).toEqual(model.probabilities(fresh));
    const { architecture, fieldTable, rows, heads } = model.parts;
    expect(heads).toEqual(['click', 'buy']);
    const encoded = encodeRows(fieldTable, fresh);
    const width = rowWidth(architecture);
    const leaf = new Float32Array(50 * 4 * width);
    new BatchRows(fieldTable, width).gather(fixedRows(rows, width), encoded, Int32Array.from({ length: 50 }, (_, row) => row), leaf);
    const session = await Session.open(artefact.files.get('model.onnx')!);
    const { probabilities } = await session.run({
      rows: { dtype: 'float32', data: leaf, shape: [50, 4, width] }, numbers: { dtype: 'float32', data: encoded.numbers, shape: [50, 3] },
    });
    await session.dispose();
    const plain = new (model.constructor as new (parts: unknown) => typeof model)({ ...model.parts, calibrations: [{ kind: 'none' }, { kind: 'none' }] });
    plain.probabilities(fresh).forEach((p, at) => expect(Math.abs(p - Number(probabilities[at]))).toBeLessThan(1e-5));
  });

  test('refuses a flipped byte, a foreign key and answers that changed', async () => {
    const artefact = await trainer.fit(dataset, paramsOf(trainer), 5, silent);
    for (const name of ['rows.bin', 'parameters.bin', 'network.json', 'model.onnx', 'ids.bin']) {
      const files = sealed(artefact);
      const bytes = files.get(name)!.slice();
      bytes[bytes.length >> 1] ^= 1;
      files.set(name, bytes);
      expect(() => openArtefact(files, KEYS.publicKey)).toThrow(`${name} was changed`);
    }
    expect(() => openArtefact(sealed(artefact), FOREIGN_KEYS.publicKey)).toThrow('not signed');
    const rows = artefact.files.get('rows.bin')!;
    const halved = { ...artefact, files: new Map([...artefact.files, ['rows.bin', rows.slice(0, rows.length - 4 * rowWidth(trainer.load(artefact).parts.architecture))]]) };
    expect(() => trainer.load(halved)).toThrow('do not fit together');
    const moved = artefact.files.get('parameters.bin')!.map((byte, at) => (at % 4 === 3 ? byte ^ 1 : byte));
    expect(() => trainer.load({ ...artefact, files: new Map([...artefact.files, ['parameters.bin', moved]]) })).toThrow('no longer gives the answers');
  });
});

describe('learning', () => {
  test('the score is Σ w_k p_k', async () => {
    const model = await fm.learn(dataset, { ...fm.defaults, ...paramsOf(fm as DeepTrainer) as object, clickWeight: 2, buyWeight: 0.5 } as never, 5, silent);
    const p = model.probabilities(ranking);
    model.scores(ranking).forEach((score, row) => expect(score).toBeCloseTo(2 * p[2 * row] + 0.5 * p[2 * row + 1], 12));
  });

  test('an id is admitted after `admitAfter` rows, and every other id answers as one that was never seen', async () => {
    const table = rankingRows(ranking, Array.from(ranking.labels.click!.keys()));
    const rare = table.fields[0].ids as Int32Array;
    rare.fill(500, 0, 4); // four times
    const model = await fm.learn({ ...dataset, ranking: table }, { ...fm.defaults, epochs: 1, heldOut: 0, admitAfter: 5 }, 1, silent);
    expect(model.parts.fieldTable.fields[0].ids).not.toContain(500);
    const one = rankingRows(table, [0]);
    const other = { ...one, fields: [{ ...one.fields[0], ids: Int32Array.of(77_777) }, ...one.fields.slice(1)] } as typeof one;
    expect(model.probabilities(other)).toEqual(model.probabilities(one));
    const admitted = await fm.learn({ ...dataset, ranking: table }, { ...fm.defaults, epochs: 1, heldOut: 0, admitAfter: 4 }, 1, silent);
    expect(admitted.parts.fieldTable.fields[0].ids).toContain(500);
    expect(admitted.probabilities(other)).not.toEqual(admitted.probabilities(one));
  });

  test('the last tenth by time calibrates; where its labels are unknown all rows are learnt from', async () => {
    const open = await fm.learn(dataset, { ...fm.defaults, epochs: 2 }, 1, silent);
    expect(open.parts.calibrations.map(({ kind }) => kind)).toEqual(['platt', 'platt']);
    const isotonic = await fm.learn(dataset, { ...fm.defaults, epochs: 2, calibration: 2 }, 1, silent);
    expect(isotonic.parts.calibrations.map(({ kind }) => kind)).toEqual(['isotonic', 'isotonic']);
    expect(isotonic.parts.rows).toEqual(open.parts.rows);
    const late = (labels: Uint8Array): Uint8Array => labels.map((label, row) => (row >= 360 ? UNKNOWN : label));
    const table = { ...ranking, labels: { click: late(ranking.labels.click!), buy: late(ranking.labels.buy!) } };
    const blind = await fm.learn({ ...dataset, ranking: table }, { ...fm.defaults, epochs: 2 }, 1, silent);
    expect(blind.parts.calibrations.map(({ kind }) => kind)).toEqual(['none', 'none']);
  });

  test('refuses params and tables it cannot learn from', async () => {
    await expect(fm.learn(dataset, { ...fm.defaults, epochs: 0 }, 1, silent)).rejects.toThrow('parameter epochs');
    await expect(deepfm.learn(dataset, { ...deepfm.defaults, hidden1: 0 }, 1, silent)).rejects.toThrow('hidden1');
    await expect(dcn.learn(dataset, { ...dcn.defaults, crossRank: 4000 }, 1, silent)).rejects.toThrow('crossRank');
    await expect(dcn.learn({ ...dataset, ranking: null }, dcn.defaults, 1, silent)).rejects.toThrow('there are none yet');
    await expect(fm.learn({ ...dataset, impressions: plantedImpressions(9, 1) }, fm.defaults, 1, silent)).rejects.toThrow('9 impressions and a ranking table of 400 rows: cut both');
    const sure = { ...ranking, labels: { click: ranking.labels.click!.map(() => 1) } };
    await expect(fm.learn({ ...dataset, ranking: sure }, fm.defaults, 1, silent)).rejects.toThrow('every known label of click is the same');
    const model = await fm.learn(dataset, { ...fm.defaults, epochs: 1 }, 1, silent);
    expect(() => model.probabilities({ ...ranking, fields: ranking.fields.slice(1) })).toThrow('fitted on other columns');
  });
});

describe('ads', () => {
  const width = CONTENT_WIDTH + AD_WIDTH;
  /** Clicks where content feature 0 and ad feature 0 have one sign: M0 cannot say so. */
  function crossedImpressions(rows: number, seed: number): NonNullable<Dataset['impressions']> {
    const table = plantedImpressions(rows, seed);
    const random = new Random(seed + 1);
    const labels = Uint8Array.from({ length: rows }, (_, row) => {
      table.features[row * width] = random.normal();
      table.features[row * width + CONTENT_WIDTH] = random.normal();
      return Number(random.unit() < 1 / (1 + Math.exp(-3 * table.features[row * width] * table.features[row * width + CONTENT_WIDTH])));
    });
    return { ...table, labels };
  }

  test('learns from impressions what M0 cannot, calibrated, and answers for pairs as for rows', async () => {
    const [train, fresh] = [crossedImpressions(4000, 1), crossedImpressions(2000, 2)];
    const own: Dataset = { ...plantedDataset(), impressions: train };
    const ask = (model: { probability(content: Float32Array, ad: Float32Array): number }): number[] => Array.from({ length: fresh.rowCount }, (_, row) =>
      model.probability(fresh.features.subarray(row * width, row * width + CONTENT_WIDTH), fresh.features.subarray(row * width + CONTENT_WIDTH, (row + 1) * width)));
    const model = await fm.learn(own, { ...fm.defaults, epochs: 8, batch: 128, learningRate: 0.01, decay: 0.2 }, 3, silent);
    const p = ask(model);
    expect(auc(ask(await m0.learn(own, m0.defaults, 1, silent)), fresh.labels)).toBeLessThan(0.56);
    expect(auc(p, fresh.labels)).toBeGreaterThan(0.72);
    expect(logLoss(p, fresh.labels)).toBeLessThan(0.65);
    expect(calibrationError(p, fresh.labels)).toBeLessThan(0.05);
    const pairs = model.predict({ contents: fresh.features.slice(0, 2 * CONTENT_WIDTH), ads: fresh.features.slice(width, width + 3 * AD_WIDTH) });
    expect(pairs.length).toBe(6);
    expect(pairs[4]).toBe(Math.fround(model.probability(fresh.features.subarray(CONTENT_WIDTH, 2 * CONTENT_WIDTH), fresh.features.subarray(width + AD_WIDTH, width + 2 * AD_WIDTH))));
  });

  test('an ad’s key and a reader’s profile count where they were logged, and a page is asked about in its first slot', async () => {
    const table = plantedImpressions(600, 4);
    const random = new Random(9);
    const adKeys = Uint32Array.from({ length: 600 }, () => (random.unit() < 0.3 ? 0 : 0xfffffff0 + random.below(4)));
    const slots = Uint8Array.from({ length: 600 }, () => random.below(5));
    const profiles = Float32Array.from({ length: 600 * CONTENT_WIDTH }, () => random.normal());
    const labels = table.labels.map((label, row) => (adKeys[row] === 0xfffffff1 ? 1 : slots[row] > 2 ? 0 : label));
    const model = await fm.learn({ ...plantedDataset(), impressions: { ...table, labels, adKeys, slots, profiles } }, { ...fm.defaults, epochs: 10, rowRate: 0.2, batch: 64 }, 1, silent);
    expect(model.parts.fieldTable.fields.map(({ name }) => name)).toEqual(['ad', 'slot']);
    expect(model.parts.architecture.numbers).toBe(2 * CONTENT_WIDTH + AD_WIDTH);
    const [content, ad] = [table.features.subarray(0, CONTENT_WIDTH), table.features.subarray(CONTENT_WIDTH, width)];
    expect(model.probability(content, ad, { adKey: 0xfffffff1 })).toBeGreaterThan(model.probability(content, ad, { adKey: 0xfffffff2 }));
    expect(model.probability(content, ad, { profile: profiles.slice(0, CONTENT_WIDTH) })).not.toBe(model.probability(content, ad));
    expect(() => model.predict({ contents: new Float32Array(7), ads: new Float32Array(AD_WIDTH) })).toThrow('give multiples of 100 and 5');
  });
});
