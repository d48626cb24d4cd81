import { DatasetError } from '../dataset.js';
import type { Dataset, ImpressionTable } from '../dataset.js';
import { AD_WIDTH, CONTENT_WIDTH } from '../features/spec.js';
import type { AdRanker, PairContext } from './ad-ranker.js';

export const PAIR_WIDTH = CONTENT_WIDTH + AD_WIDTH;

/** The logged impressions, or a DatasetError that says what is missing. `model` names who asks. */
export function impressionsOf(dataset: Pick<Dataset, 'impressions'>, model: string): ImpressionTable {
  const table = dataset.impressions;
  if (!table || table.rowCount === 0) throw new DatasetError(`${model.toUpperCase()} learns from logged ad impressions, and there are none yet`);
  const { rowCount, featureCount, labels, weights } = table;
  if (featureCount !== PAIR_WIDTH || table.features.length !== rowCount * PAIR_WIDTH) {
    throw new DatasetError(`an impression has ${PAIR_WIDTH} features (content ⊕ ad), not ${featureCount}`);
  }
  if (labels.length !== rowCount || weights.length !== rowCount) {
    throw new DatasetError(`${rowCount} impressions, ${labels.length} labels, ${weights.length} weights`);
  }
  checkOptionalColumns(table);
  for (let row = 0; row < rowCount; row++) {
    if (labels[row] > 1) throw new DatasetError(`impression ${row} has the label ${labels[row]}, not 0 or 1`);
    if (!(weights[row] > 0 && weights[row] < Infinity)) throw new DatasetError(`impression ${row} has the weight ${weights[row]}`);
  }
  return table;
}

function checkOptionalColumns({ rowCount, timesMs, adKeys, slots, profiles, outcomes = {} }: ImpressionTable): void {
  const columns = { times: timesMs?.length, 'ad keys': adKeys?.length, slots: slots?.length, ...Object.fromEntries(Object.entries(outcomes).map(([head, labels]) => [`${head} labels`, labels.length])) };
  for (const [name, length] of Object.entries(columns)) {
    if (length !== undefined && length !== rowCount) throw new DatasetError(`${rowCount} impressions, ${length} ${name}`);
  }
  if (profiles && profiles.length !== rowCount * CONTENT_WIDTH) {
    throw new DatasetError(`${rowCount} impressions need profiles of ${rowCount * CONTENT_WIDTH} numbers, not ${profiles.length}`);
  }
}

/** Rows from the oldest to the newest; equal times keep the order of the table. Without times the table is newest first. */
export function oldestFirst({ rowCount, timesMs }: ImpressionTable): Uint32Array {
  const rows = Uint32Array.from({ length: rowCount }, (_, row) => (timesMs ? row : rowCount - 1 - row));
  return timesMs ? rows.sort((a, b) => timesMs[a] - timesMs[b] || a - b) : rows;
}

/** The rows at `places`, in that order. */
export function takeImpressions(table: ImpressionTable, places: ArrayLike<number>): ImpressionTable {
  const { featureCount, features, labels, weights, timesMs, adKeys, slots, profiles, outcomes } = table;
  const rows = Array.from(places);
  const wide = (values: Float32Array, width: number): Float32Array => {
    const taken = new Float32Array(rows.length * width);
    rows.forEach((row, at) => taken.set(values.subarray(row * width, (row + 1) * width), at * width));
    return taken;
  };
  return {
    rowCount: rows.length, featureCount, features: wide(features, featureCount),
    labels: Uint8Array.from(rows, (row) => labels[row]), weights: Float32Array.from(rows, (row) => weights[row]),
    ...(timesMs && { timesMs: Float64Array.from(rows, (row) => timesMs[row]) }),
    ...(adKeys && { adKeys: Uint32Array.from(rows, (row) => adKeys[row]) }),
    ...(slots && { slots: Uint8Array.from(rows, (row) => slots[row]) }),
    ...(profiles && { profiles: wide(profiles, CONTENT_WIDTH) }),
    ...(outcomes && { outcomes: Object.fromEntries(Object.entries(outcomes).map(([head, own]) => [head, Uint8Array.from(rows, (row) => own[row])])) }),
  };
}

/** One showing as its page knew it: who stood where before whom. */
export interface AskedPair {
  readonly content: Float32Array;
  readonly ad: Float32Array;
  readonly context: PairContext;
}

export function askedPair({ features, adKeys, slots, profiles }: ImpressionTable, row: number): AskedPair {
  const start = row * PAIR_WIDTH;
  return {
    content: features.subarray(start, start + CONTENT_WIDTH), ad: features.subarray(start + CONTENT_WIDTH, start + PAIR_WIDTH),
    context: { adKey: adKeys?.[row], place: slots?.[row], profile: profiles?.subarray(row * CONTENT_WIDTH, (row + 1) * CONTENT_WIDTH) },
  };
}

/** Probabilities of a click [rows] as serving would log them, each in its place. */
export function servedProbabilities(model: AdRanker, table: ImpressionTable): Float64Array {
  return Float64Array.from({ length: table.rowCount }, (_, row) => {
    const { content, ad, context } = askedPair(table, row);
    return model.probability(content, ad, context);
  });
}
