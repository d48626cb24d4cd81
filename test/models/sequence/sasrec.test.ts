import { describe, expect, jest, test } from '@jest/globals';
import { ArtefactError } from '../../../models/artefact.js';
import type { Dataset } from '../../../models/dataset.js';
import type { FeedTensor } from '../../../models/onnx/session.js';
import { sgd } from '../../../models/onnx/optimiser.js';
import { TrainingSession } from '../../../models/onnx/training-session.js';
import { emptyBatch, fillBatch } from '../../../models/sequence/packing.js';
import { sasrec } from '../../../models/sequence/sasrec.js';
import { fitSasrec, rankOf } from '../../../models/sequence/sasrec-fit.js';
import { sasrecParameters, trainingGraph } from '../../../models/sequence/sasrec-graph.js';
import type { SasrecBatchShape } from '../../../models/sequence/sasrec-graph.js';
import { SasrecModel } from '../../../models/sequence/sasrec-model.js';
import type { SasrecShape } from '../../../models/sequence/sasrec-shape.js';
import { parameterShapes } from '../../../models/sequence/sasrec-shape.js';
import { SasrecRuntimeModel, SasrecScorer } from '../../../models/sequence/sasrec-session.js';
import { ParamsError, silent, SizeError } from '../../../models/trainer.js';
import { plantedDataset, tableOf } from '../planted.js';

const SHAPE: SasrecShape = { itemCount: 11, width: 8, inner: 12, blocks: 2, heads: 2, length: 5 };

function valuesOf(shape: SasrecShape, seed: number): Record<string, Float32Array> {
  return Object.fromEntries(Object.entries(sasrecParameters(shape, seed)).map(([name, { data }]) => [name, data]));
}

const HISTORIES = {
  offsets: Int32Array.of(0, 1, 1, 4, 11),
  items: Int32Array.of(3, 0, 7, 2, 1, 2, 3, 4, 5, 6, 10),
  weights: new Float32Array(11).fill(1),
};

const SEQUENCES = [Int32Array.of(1, 2, 3), Int32Array.of(4, 5, 6, 7), Int32Array.of(8, 9)];

/** The loss over these rows of sequences, for each draw of negatives; a rate of 0 moves nothing. */
async function lossesOf(rows: number[][], batch: Pick<SasrecBatchShape, 'rows'>, draws: readonly (readonly number[])[] = [[]]): Promise<number[]> {
  const { length } = SHAPE;
  const full = { negatives: draws[0].length, dropout: 0, temperature: 0.7, ...batch };
  const session = await TrainingSession.open({
    name: 'loss', parameters: sasrecParameters(SHAPE, 3), optimiser: sgd(), build: (graph, parameters) => trainingGraph(graph, parameters, SHAPE, full),
  });
  const packed = emptyBatch(full.rows, length);
  fillBatch(packed, SEQUENCES, rows, length);
  const window = [full.rows, length];
  const feeds: Record<string, FeedTensor> = {
    items_in: { dtype: 'int32', shape: window, data: packed.items }, places_in: { dtype: 'int32', shape: window, data: packed.places },
    targets: { dtype: 'int32', shape: window, data: packed.targets }, weights: { dtype: 'float32', shape: window, data: packed.weights },
    mask: { dtype: 'float32', shape: [full.rows, 1, length, length], data: packed.mask },
  };
  const losses: number[] = [];
  for (const draw of draws) {
    const negatives: FeedTensor = { dtype: 'int32', shape: [draw.length], data: Int32Array.from(draw) };
    losses.push((await session.step(draw.length > 0 ? { ...feeds, negatives } : feeds, 0)).loss);
  }
  await session.dispose();
  return losses;
}

describe('what SASRec minimises', () => {
  test('equals −ln softmax of the model’s own scores, averaged over all places, whatever shares a row', async () => {
    const model = new SasrecModel({ itemKeys: new Int32Array(11), shape: SHAPE, temperature: 0.7, values: valuesOf(SHAPE, 3) });
    const scores = new Float32Array(11);
    const losses = SEQUENCES.flatMap((sequence) => Array.from(sequence.subarray(1), (target, place) => {
      model.scoreInto(sequence.subarray(0, place + 1), new Float32Array(0), scores);
      return Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0)) - scores[target];
    }));
    const expected = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    for (const [rows, count] of [[[[0], [1], [2]], 3], [[[0, 1], [2]], 4], [[[1, 0], [2]], 2]] as const) {
      const [loss] = await lossesOf(rows.map((row) => [...row]), { rows: count });
      expect(loss).toBeCloseTo(expected, 5);
    }
  });

  test('with every item sampled once, the sampled softmax is the whole one', async () => {
    const [whole] = await lossesOf([[0, 1], [2]], { rows: 2 });
    const [sampled] = await lossesOf([[0, 1], [2]], { rows: 2 }, [Array.from({ length: 11 }, (_, item) => 10 - item)]);
    expect(sampled).toBeCloseTo(whole, 5);
  });

  test('one uniform sample estimates the whole sum: e^loss is right on average over all draws', async () => {
    const [whole] = await lossesOf([[2]], { rows: 1 });
    const single = await lossesOf([[2]], { rows: 1 }, Array.from({ length: 11 }, (_, item) => [item]));
    expect(single.reduce((sum, loss) => sum + Math.exp(loss), 0) / 11 / Math.exp(whole)).toBeCloseTo(1, 5);
  });
});

describe('scores', () => {
  test('onnxruntime equals TypeScript for no, one, some and more items than the window', async () => {
    const parts = { itemKeys: new Int32Array(11), shape: SHAPE, temperature: 0.5, values: valuesOf(SHAPE, 5) };
    const [plain, runtime] = [new SasrecModel(parts), new SasrecRuntimeModel(parts)];
    const [expected, actual] = [new Float32Array(44), new Float32Array(60).fill(7)];
    await plain.scoreBatch(HISTORIES, expected);
    await runtime.scoreBatch(HISTORIES, actual);
    expected.forEach((value, at) => expect(Math.abs(actual[at] - value)).toBeLessThan(1e-5 * Math.max(1, Math.abs(value))));
    expect([...expected.subarray(11, 22)]).toEqual(new Array(11).fill(0));
    expect([...actual.subarray(44)]).toEqual(new Array(16).fill(7));
    runtime.close();
  });

  test('only the last items within the window count, and their order does', () => {
    const model = new SasrecModel({ itemKeys: new Int32Array(11), shape: SHAPE, temperature: 1, values: valuesOf(SHAPE, 5) });
    const of = (...items: number[]): number[] => {
      const scores = new Float32Array(11);
      model.scoreInto(Int32Array.from(items), new Float32Array(0), scores);
      return [...scores];
    };
    expect(of(9, 8, 1, 2, 3, 4, 5)).toEqual(of(1, 2, 3, 4, 5));
    expect(of(2, 1, 3)).not.toEqual(of(1, 2, 3));
  });

  test('a list has no seen item, and none for an empty history', () => {
    const model = new SasrecModel({ itemKeys: new Int32Array(11), shape: SHAPE, temperature: 1, values: valuesOf(SHAPE, 5) });
    const [one, none, some] = model.predict({ ...HISTORIES, k: 20 });
    expect([...one.items].sort((a, b) => a - b)).toEqual([0, 1, 2, 4, 5, 6, 7, 8, 9, 10]);
    expect(none.items).toEqual(new Int32Array(0));
    expect(some.items).toHaveLength(8);
    expect([...some.scores]).toEqual([...some.scores].sort((a, b) => b - a));
  });
});

/** Every reader walks round the ring of items from a place of his own: the next item is known from the last. */
function ringDataset(items: number): Dataset {
  const rows = Array.from({ length: 60 }, (_, reader) => Array.from({ length: 7 }, (__, step): [number, number, number, number] =>
    [reader, (reader * 3 + step) % items, 1, step + 1])).flat();
  return { ...plantedDataset(), itemKeys: Int32Array.from({ length: items }, (_, item) => 100 + item), interactions: tableOf(60, items, rows) };
}

const TINY = { width: 16, inner: 16, blocks: 1, heads: 2, length: 8, rows: 4, dropout: 0.1, epochs: 30, patience: 30, rate: 0.02 };

describe('the trainer', () => {
  test.each([0, 6])('learns what follows what, with %d negatives', async (negatives) => {
    const items = 10;
    const model = await sasrec.learn(ringDataset(items), { ...sasrec.defaults, ...TINY, negatives }, 1, silent);
    const lists = await model.predict({
      offsets: Int32Array.from({ length: items + 1 }, (_, at) => 2 * at), k: 1,
      items: Int32Array.from({ length: 2 * items }, (_, at) => (Math.floor(at / 2) + (at % 2)) % items), weights: new Float32Array(2 * items).fill(1),
    });
    const right = lists.filter((list, first) => list.items[0] === (first + 2) % items).length;
    expect(right).toBe(items);
    model.close();
  }, 30_000);

  test('same seed, same bytes; another seed, other bytes; the loaded model answers alike', async () => {
    const params = { ...sasrec.defaults, ...TINY, epochs: 2 };
    const [one, two, other] = [await sasrec.fit(ringDataset(20), params, 1, silent), await sasrec.fit(ringDataset(20), params, 1, silent), await sasrec.fit(ringDataset(20), params, 2, silent)];
    expect(one.card).toEqual(two.card);
    expect(Buffer.compare(one.files.get('parameters.bin')!, two.files.get('parameters.bin')!)).toBe(0);
    expect(other.card.files['parameters.bin']).not.toBe(one.card.files['parameters.bin']);
    const [learnt, loaded] = [await sasrec.learn(ringDataset(20), params, 1, silent), sasrec.load(one)];
    const batch = { offsets: Int32Array.of(0, 3), items: Int32Array.of(4, 5, 6), weights: new Float32Array(3).fill(1), k: 5 };
    expect(await loaded.predict(batch)).toEqual(await learnt.predict(batch));
    expect(loaded.itemKeys[0]).toBe(100);
  });

  test('a changed parameter or a missing one is refused', async () => {
    const params = { ...sasrec.defaults, ...TINY, epochs: 1 };
    const artefact = await sasrec.fit(ringDataset(20), params, 1, silent);
    const bytes = artefact.files.get('parameters.bin')!;
    const changed = new Float32Array(bytes.slice().buffer);
    changed[changed.length - 20] += 0.5;
    const withParameters = (parameters: Float32Array) => ({ ...artefact, files: new Map([...artefact.files, ['parameters.bin', new Uint8Array(parameters.buffer, parameters.byteOffset, parameters.byteLength)]]) });
    expect(() => sasrec.load(withParameters(changed))).toThrow(ArtefactError);
    expect(() => sasrec.load(withParameters(changed.slice(0, -4)))).toThrow('it is not a SASRec of this shape');
  });

  test('ends early and keeps the best epoch; a report that rejects ends it at once', async () => {
    const histories = { offsets: Int32Array.of(0, 4, 8), items: Int32Array.of(1, 2, 3, 4, 5, 6, 7, 8), weights: new Float32Array(8).fill(1) };
    const fit = { shape: SHAPE, batch: { rows: 1, negatives: 0, dropout: 0, temperature: 1 }, rate: 1e-6, weightDecay: 0, epochs: 50, patience: 2, validationReaders: 9, seed: 1 };
    const { validation, losses } = await fitSasrec(histories, fit, silent);
    expect([validation.length, losses.length]).toEqual([3, 3]);
    expect(new Set(validation).size).toBe(1);
    const all = await fitSasrec(histories, { ...fit, epochs: 4, validationReaders: 0 }, silent);
    expect([all.validation.length, all.losses.length]).toEqual([0, 4]);
    await expect(fitSasrec(histories, fit, () => Promise.reject(new Error('cancelled')))).rejects.toThrow('cancelled');
  });

  test('a second session that does not open leaves no first one open', async () => {
    const opened = jest.spyOn(SasrecScorer, 'open').mockRejectedValue(new Error('no memory left'));
    const disposed = jest.spyOn(TrainingSession.prototype, 'dispose');
    const fit = { shape: SHAPE, batch: { rows: 1, negatives: 0, dropout: 0, temperature: 1 }, rate: 0.01, weightDecay: 0, epochs: 1, patience: 1, validationReaders: 0, seed: 1 };
    await expect(fitSasrec(HISTORIES, fit, silent)).rejects.toThrow('no memory left');
    expect(disposed).toHaveBeenCalledTimes(1);
    const model = new SasrecRuntimeModel({ itemKeys: new Int32Array(11), shape: SHAPE, temperature: 1, values: valuesOf(SHAPE, 5) });
    await expect(model.scoreBatch(HISTORIES, new Float32Array(44))).rejects.toThrow('no memory left');
    const unhandled: unknown[] = [];
    const note = (error: unknown): void => void unhandled.push(error);
    process.on('unhandledRejection', note);
    model.close();
    await new Promise((resolve) => setTimeout(resolve, 10));
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
    opened.mockRestore();
    disposed.mockRestore();
  });

  test('what an artefact holds are the parameters that are learnt, in their order', () => {
    const shapes = Object.entries(sasrecParameters(SHAPE, 1)).map(([name, { shape }]) => [name, shape]);
    expect(Object.entries(parameterShapes(SHAPE))).toEqual(shapes);
  });

  test('a model that scores all items alike, or with no numbers, ranks the right one last', () => {
    expect(rankOf(Float32Array.of(0.5, 2, -Infinity, 1), 3)).toBe(2);
    expect(rankOf(new Float32Array(5), 0)).toBe(5);
    expect(rankOf(new Float32Array(5).fill(NaN), 2)).toBe(5);
    expect(rankOf(Float32Array.of(1, NaN, 0), 0)).toBe(2);
  });

  test.each<[string, Record<string, number>, typeof ParamsError, RegExp]>([
    ['an unknown name', { depth: 1 }, ParamsError, /no parameter 'depth'/],
    ['heads that do not divide the width', { heads: 3 }, ParamsError, /width 16 must be a multiple of heads 3/],
    ['half a block', { blocks: 1.5 }, ParamsError, /blocks must be a whole number/],
    ['a dropout of one', { dropout: 1 }, ParamsError, /dropout must lie between 0 and 0.9/],
    ['a step beyond the limit', { rows: 4096, length: 1000, negatives: 0 }, SizeError, /set negatives to at most 65/],
  ])('refuses %s', async (_, params, type, message) => {
    const fit = sasrec.learn(ringDataset(80), { ...sasrec.defaults, ...TINY, ...params }, 1, silent);
    await expect(fit).rejects.toThrow(type);
    await expect(fit).rejects.toThrow(message);
  });
});
