import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { ClickTable, ClickTask, ClickTrainer } from '../../../../models/evaluation/click-task.js';
import { auc } from '../../../../models/metrics/classification.js';
import { Random } from '../../../../models/random.js';
import { RowBuilder } from '../../../../models/sparse.js';
import { silent } from '../../../../models/trainer.js';
import type { Params } from '../../../../models/trainer.js';
import { clickEase, clickItemKnn, clickPopularity } from '../../../../models/ranker/deep/click-baselines.js';
import { clickDcnGraph, clickFm, clickFmGraph } from '../../../../models/ranker/deep/click-rankers.js';
import { pairColumns } from '../../../../models/ranker/deep/pair-columns.js';
import type { PairColumns } from '../../../../models/ranker/deep/pair-columns.js';

// Some seconds on a free core; more where many suites share it.
jest.setTimeout(60_000);

const READERS = 100;
const ITEMS = 40;
const GROUPS = 4;

/** Readers take items of their group, whose items share an entity; as many others are drawn. */
function planted(seed: number): { task: ClickTask; test: ClickTable } {
  const random = new Random(seed);
  const rows: [number, number, number][] = [];
  for (let reader = 0; reader < READERS; reader++) {
    const taken = new Set<number>();
    while (taken.size < 6) taken.add((reader % GROUPS) + GROUPS * Math.floor((ITEMS / GROUPS) * random.unit() ** 4));
    const other = new Set<number>();
    while (other.size < 6) {
      const item = random.below(ITEMS);
      if (!taken.has(item)) other.add(item);
    }
    for (const item of taken) rows.push([reader, item, 1]);
    for (const item of other) rows.push([reader, item, 0]);
  }
  const places = rows.map(() => random.unit());
  const part = (from: number, to: number): ClickTable => {
    const own = rows.filter((_, row) => places[row] >= from && places[row] < to);
    return { readers: Int32Array.from(own, ([reader]) => reader), items: Int32Array.from(own, ([, item]) => item), labels: Uint8Array.from(own, ([, , label]) => label) };
  };
  const graph = new RowBuilder(ITEMS, GROUPS + 1);
  for (let item = 0; item < ITEMS; item++) {
    graph.push(item % GROUPS, 1);
    graph.push(GROUPS, 1);
    graph.endRow();
  }
  const contents = { texts: Array.from({ length: ITEMS }, () => ''), attributes: graph.finish(), createdMs: null };
  return { task: { readerCount: READERS, itemCount: ITEMS, train: part(0, 0.6), validation: part(0.6, 0.8), contents }, test: part(0.8, 1) };
}

const { task, test: held } = planted(1);
const quick = { epochs: 8, folds: 2 };

describe('pair columns', () => {
  let columns: PairColumns;
  beforeAll(async () => { columns = await pairColumns(task, 'graph', 3, 7, silent); });

  test('no row’s label is in its own numbers', async () => {
    const { training } = columns;
    const row = task.train.labels.indexOf(1);
    const labels = task.train.labels.slice();
    labels[row] = 0;
    const turned = await pairColumns({ ...task, train: { ...task.train, labels } }, 'graph', 3, 7, silent);
    const width = training.numberNames.length;
    const numbersOf = (table: typeof training, at: number): Float32Array => table.numbers.slice(at * width, (at + 1) * width);
    expect(numbersOf(turned.training, row)).toEqual(numbersOf(training, row));
    // It is in the numbers of the rows of other folds and of pairs that are asked about.
    expect(turned.training.numbers).not.toEqual(training.numbers);
    const pair = { readers: task.train.readers.slice(row, row + 1), items: task.train.items.slice(row, row + 1) };
    expect(turned.of(pair).numbers).not.toEqual(columns.of(pair).numbers);
  });

  test('nothing of validation or test is in them, and the labels of negatives only by their absence', async () => {
    const blind = await pairColumns({ ...task, validation: { ...task.validation, labels: task.validation.labels.map((label) => 1 - label) } }, 'graph', 3, 7, silent);
    expect(blind.training.numbers).toEqual(columns.training.numbers);
    expect(blind.of(held).numbers).toEqual(columns.of(held).numbers);
  });

  test('ids alone are two fields; the graph adds the attributes of the item and what they say of histories', async () => {
    const bare = await pairColumns(task, 'ids', 3, 7, silent);
    expect(bare.training.fields.map(({ name }) => name)).toEqual(['reader', 'item']);
    expect(bare.training.numberNames).toEqual([]);
    const histories = await pairColumns(task, 'histories', 2, 7, silent);
    expect(histories.training.fields.length).toBe(2);
    const added = columns.training.numberNames.filter((name) => !histories.training.numberNames.includes(name));
    expect(added).toEqual(['graphNeighbours', 'graphDegree', 'graphPopularity', 'product2.32', 'cosine2.32']);
    const attributes = columns.training.fields[2];
    expect(attributes.kind === 'list' && [...attributes.ids.subarray(0, 2)]).toEqual([task.train.items[0] % GROUPS, GROUPS]);
  });

  test('popularity, activity and neighbours are what they say', async () => {
    const { numberNames, numbers } = columns.of({ readers: held.readers.slice(0, 1), items: held.items.slice(0, 1) });
    const [reader, item] = [held.readers[0], held.items[0]];
    const of = (name: string): number => numbers[numberNames.indexOf(name)];
    const { train } = task;
    const taken = Array.from(train.labels.keys()).filter((row) => train.labels[row] === 1);
    const readersOf = (wanted: number): Set<number> => new Set(taken.filter((row) => train.items[row] === wanted).map((row) => train.readers[row]));
    const history = taken.filter((row) => train.readers[row] === reader).map((row) => train.items[row]);
    expect(of('popularity')).toBeCloseTo(Math.log1p(readersOf(item).size), 5);
    expect(of('activity')).toBeCloseTo(Math.log1p(history.length), 5);
    const cosine = (other: number): number => [...readersOf(other)].filter((one) => readersOf(item).has(one)).length / Math.sqrt(readersOf(other).size * readersOf(item).size || 1);
    expect(of('nearest')).toBeCloseTo(Math.max(0, ...history.map(cosine)), 5);
    expect(of('neighbours')).toBeCloseTo(history.reduce((sum, other) => sum + cosine(other), 0) / Math.sqrt(history.length + 1), 5);
    expect(of('graphDegree')).toBeCloseTo(Math.log1p(2), 5);
  });
});

describe('click models', () => {
  const ask = async <P extends Params>(trainer: ClickTrainer<P>, params: Partial<P> = {}): Promise<number> => {
    const model = await trainer.learn(task, { ...trainer.defaults, ...params }, 1, silent);
    const p = Array.from(await model.probabilities(held));
    expect(p.every((value) => value >= 0 && value <= 1)).toBe(true);
    await model.close();
    return auc(p, held.labels);
  };

  test('the baselines know something, neighbours more than popularity', async () => {
    const popularity = await ask(clickPopularity);
    expect(popularity).toBeGreaterThan(0.55);
    expect(await ask(clickItemKnn)).toBeGreaterThan(popularity);
    expect(await ask(clickEase, { lambda: 20 })).toBeGreaterThan(popularity);
  });

  test('the graph beats the ids', async () => {
    const ids = await ask(clickFm, quick);
    expect(await ask(clickFmGraph, quick)).toBeGreaterThan(ids);
  });

  test('crosses of the statistics are learnt', async () => {
    expect(await ask(clickDcnGraph, { ...quick, epochs: 20, hidden0: 16, hidden1: 8 })).toBeGreaterThan(0.85);
  });

  test('same seed, same probabilities; refuses one fold', async () => {
    const [a, b] = [await clickFmGraph.learn(task, { ...clickFmGraph.defaults, ...quick, epochs: 1 }, 3, silent), await clickFmGraph.learn(task, { ...clickFmGraph.defaults, ...quick, epochs: 1 }, 3, silent)];
    expect(await a.probabilities(held)).toEqual(await b.probabilities(held));
    await expect(clickFmGraph.learn(task, { ...clickFmGraph.defaults, folds: 1 }, 3, silent)).rejects.toThrow('parameter folds');
  });
});
