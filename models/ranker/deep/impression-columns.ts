import { DatasetError } from '../../dataset.js';
import type { Dataset, ImpressionTable } from '../../dataset.js';
import { AD_WIDTH, CONTENT_WIDTH } from '../../features/spec.js';
import type { PairBatch } from '../ad-ranker.js';
import { impressionsOf } from '../impressions.js';
import type { FieldTable } from './field-table.js';
import { HEADS, UNKNOWN } from './ranking-table.js';
import type { FieldColumn, Head, RankingTable } from './ranking-table.js';

/** The columns of an impression: the fields ad and slot, where they were logged, and the numbers c ⊕ a ⊕ u. */
const named = (prefix: string, count: number): string[] => Array.from({ length: count }, (_, at) => `${prefix}${at}`);
const CONTENT_NAMES = named('content.', CONTENT_WIDTH);
const AD_NAMES = named('ad.', AD_WIDTH);
export const PROFILE_NAMES = named('profile.', CONTENT_WIDTH);

/** Keys are 32 bits without a sign and ids are not negative; 0, a content that nobody paid for, is no ad. */
const adIdOf = (key: number): number => (key === 0 ? -1 : key & 0x7fffffff);

/** What a ranker learns from in this dataset: its ranking table, or else its impressions of ads. */
export function rankingOf(dataset: Dataset, model: string): RankingTable {
  const { ranking, impressions } = dataset;
  if (!ranking) return impressionRanking(impressionsOf(dataset, model));
  // Who holds impressions back for a test and forgets the other table would test on what was learnt.
  if (impressions && impressions.rowCount !== ranking.rowCount) {
    throw new DatasetError(`${impressions.rowCount} impressions and a ranking table of ${ranking.rowCount} rows: cut both at the same rows, or leave one out`);
  }
  return ranking;
}

export function impressionRanking(table: ImpressionTable): RankingTable {
  const { rowCount, featureCount, features, weights, timesMs, adKeys, slots, profiles } = table;
  const fields: FieldColumn[] = [];
  if (adKeys) fields.push({ name: 'ad', kind: 'id', ids: Int32Array.from(adKeys, adIdOf) });
  if (slots) fields.push({ name: 'slot', kind: 'id', ids: Int32Array.from(slots) });
  return {
    rowCount, fields,
    numberNames: [...CONTENT_NAMES, ...AD_NAMES, ...(profiles ? PROFILE_NAMES : [])],
    numbers: profiles ? beside(features, featureCount, profiles, CONTENT_WIDTH, rowCount) : features,
    labels: trainedLabels(table), weights,
    // Without times the table is newest first.
    timesMs: timesMs ?? Float64Array.from({ length: rowCount }, (_, row) => -row),
  };
}

/** With fewer rows of either label a head learns its noise, and pulls the factors that it shares with the others. */
export const LEAST_LABELS = 30;

/** How many rows of a head are known, how many of them are positive, and whether it is learnt. */
export interface HeadCount {
  readonly head: Head;
  readonly known: number;
  readonly positives: number;
  readonly isTrained: boolean;
}

/** Of every head that the log has a column for, the click first, which is always learnt. */
export function headCounts({ labels, outcomes }: ImpressionTable): HeadCount[] {
  return HEADS.flatMap((head) => {
    const own = head === 'click' ? labels : outcomes?.[head];
    if (!own) return [];
    const positives = own.reduce((sum, label) => sum + Number(label === 1), 0);
    const known = own.reduce((sum, label) => sum + Number(label !== UNKNOWN), 0);
    return [{ head, known, positives, isTrained: head === 'click' || (positives >= LEAST_LABELS && known - positives >= LEAST_LABELS) }];
  });
}

function trainedLabels(table: ImpressionTable): Partial<Record<Head, Uint8Array>> {
  const trained = headCounts(table).filter(({ isTrained }) => isTrained);
  return Object.fromEntries(trained.map(({ head }) => [head, head === 'click' ? table.labels : table.outcomes![head]!]));
}

function beside(left: Float32Array, leftWidth: number, right: Float32Array, rightWidth: number, rowCount: number): Float32Array {
  const joined = new Float32Array(rowCount * (leftWidth + rightWidth));
  for (let row = 0; row < rowCount; row++) {
    joined.set(left.subarray(row * leftWidth, (row + 1) * leftWidth), row * (leftWidth + rightWidth));
    joined.set(right.subarray(row * rightWidth, (row + 1) * rightWidth), row * (leftWidth + rightWidth) + leftWidth);
  }
  return joined;
}

/**
 * The P·A pairs of a request in the columns that the model was fitted on, content by content: in the slot `place`, with
 * every column that a request does not know empty (an id) or at its mean (a number).
 */
export function pairRows(fieldTable: FieldTable, batch: PairBatch, place = 0): Pick<RankingTable, 'rowCount' | 'fields' | 'numbers' | 'numberNames'> {
  const { contents, ads, adKeys, profile } = batch;
  const adCount = ads.length / AD_WIDTH;
  const rowCount = (contents.length / CONTENT_WIDTH) * adCount;
  if (!Number.isInteger(rowCount) || !Number.isInteger(adCount) || (profile && profile.length !== CONTENT_WIDTH)) {
    throw new RangeError(`${contents.length} content features, ${ads.length} ad features and a profile of ${profile?.length ?? CONTENT_WIDTH}: give multiples of ${CONTENT_WIDTH} and ${AD_WIDTH}, and ${CONTENT_WIDTH}`);
  }
  const idsOf = (name: string, row: number): number => (name === 'ad' ? adIdOf(adKeys?.[row % adCount] ?? 0) : name === 'slot' ? place : -1);
  const fields = fieldTable.fields.map(({ name, kind, pool }): FieldColumn => (kind === 'id'
    ? { name, kind, ids: Int32Array.from({ length: rowCount }, (_, row) => idsOf(name, row)) }
    : { name, kind, pool, offsets: new Int32Array(rowCount + 1), ids: new Int32Array(0) }));
  const width = fieldTable.numberNames.length;
  const start = { content: fieldTable.numberNames.indexOf(CONTENT_NAMES[0]), ad: fieldTable.numberNames.indexOf(AD_NAMES[0]), profile: fieldTable.numberNames.indexOf(PROFILE_NAMES[0]) };
  const numbers = new Float32Array(rowCount * width);
  for (let row = 0; row < rowCount; row++) {
    const [content, ad] = [Math.floor(row / adCount), row % adCount];
    numbers.set(fieldTable.means, row * width);
    if (start.content >= 0) numbers.set(contents.subarray(content * CONTENT_WIDTH, (content + 1) * CONTENT_WIDTH), row * width + start.content);
    if (start.ad >= 0) numbers.set(ads.subarray(ad * AD_WIDTH, (ad + 1) * AD_WIDTH), row * width + start.ad);
    if (start.profile >= 0) numbers.set(profile ?? new Float32Array(CONTENT_WIDTH), row * width + start.profile);
  }
  return { rowCount, fields, numbers, numberNames: fieldTable.numberNames };
}
