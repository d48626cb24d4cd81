import { generateKeyPairSync } from 'node:crypto';
import type { ContentTable, Dataset, ImpressionTable, InteractionTable } from '../../models/dataset.js';
import { AD_WIDTH, CONTENT_WIDTH } from '../../models/features/spec.js';
import { Random } from '../../models/random.js';
import type { Split } from '../../models/splits.js';

/** Data with a known truth: readers belong to groups and read mostly items of their group. */
export const KEYS = generateKeyPairSync('ed25519');
export const FOREIGN_KEYS = generateKeyPairSync('ed25519');

export function tableOf(
  readerCount: number,
  itemCount: number,
  rows: readonly (readonly [reader: number, item: number, weight?: number, timeMs?: number])[],
): InteractionTable {
  return {
    readerCount,
    itemCount,
    readers: Int32Array.from(rows, ([reader]) => reader),
    items: Int32Array.from(rows, ([, item]) => item),
    weights: Float32Array.from(rows, ([, , weight]) => weight ?? 1),
    timesMs: Float64Array.from(rows, ([, , , timeMs]) => timeMs ?? 0),
  };
}

export interface PlantedShape {
  readonly readers: number;
  readonly items: number;
  readonly groups: number;
  readonly perReader: number;
}

/** Item i belongs to group i mod groups. Nine reads in ten stay in the reader's group; the last two are the test. */
export function plantedSplit(shape: PlantedShape, seed: number): Split {
  const random = new Random(seed);
  const train: [number, number][] = [];
  const test: [number, number][] = [];
  const perGroup = Math.floor(shape.items / shape.groups);
  for (let reader = 0; reader < shape.readers; reader++) {
    const read = new Set<number>();
    while (read.size < shape.perReader) {
      const group = random.unit() < 0.9 ? reader % shape.groups : random.below(shape.groups);
      read.add(group + shape.groups * random.below(perGroup));
    }
    [...read].forEach((item, at) => (at < shape.perReader - 2 ? train : test).push([reader, item]));
  }
  return { train: tableOf(shape.readers, shape.items, train), test: tableOf(shape.readers, shape.items, test) };
}

export const SMALL: PlantedShape = { readers: 300, items: 120, groups: 6, perReader: 12 };

const SUBJECTS = ['投资 基金 风险', '烘焙 面包 发酵', 'piano theory chords', '摄影 构图 光线', 'rust systems memory', '瑜伽 呼吸 冥想'];

/** Texts of two words of the item's group and one of its own, and its group as an attribute. */
export function plantedContents(shape: PlantedShape = SMALL): ContentTable {
  const groupOf = (item: number): number => item % shape.groups;
  const items = Array.from({ length: shape.items }, (_, item) => item);
  return {
    texts: items.map((item) => `${SUBJECTS[groupOf(item) % SUBJECTS.length].split(' ').slice(item % 2, 2 + (item % 2)).join('，')} 第${item}课`),
    attributes: {
      rowCount: shape.items,
      columnCount: shape.groups,
      offsets: Int32Array.from({ length: shape.items + 1 }, (_, item) => item),
      columns: Int32Array.from(items, groupOf),
      values: new Float32Array(shape.items).fill(1),
    },
    createdMs: null,
  };
}

/** Content numbers are 1000 + 7 × index, so that a mix-up of the two kinds of number shows. */
export function plantedDataset(shape: PlantedShape = SMALL, seed = 1): Dataset {
  return {
    snapshotId: 'snapshot-1',
    codeRevision: 'test',
    window: { fromMs: 0, toMs: 0 },
    itemKeys: Int32Array.from({ length: shape.items }, (_, item) => 1000 + 7 * item),
    interactions: plantedSplit(shape, seed).train,
    impressions: null,
    contents: null,
  };
}

/** Clicks drawn from a logistic truth over random features. */
export function plantedImpressions(rows: number, seed: number): ImpressionTable {
  const width = CONTENT_WIDTH + AD_WIDTH;
  const random = new Random(seed);
  const truth = Float64Array.from({ length: width }, () => random.normal() * 0.4);
  const features = Float32Array.from({ length: rows * width }, () => (random.unit() < 0.3 ? random.normal() : 0));
  const labels = Uint8Array.from({ length: rows }, (_, row) => {
    let z = -0.5;
    for (let at = 0; at < width; at++) z += truth[at] * features[row * width + at];
    return random.unit() < 1 / (1 + Math.exp(-z)) ? 1 : 0;
  });
  const weights = Float32Array.from({ length: rows }, () => 0.5 + random.unit());
  return { rowCount: rows, featureCount: width, features, labels, weights };
}
