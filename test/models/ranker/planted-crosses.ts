import type { Dataset, ImpressionTable } from '../../../models/dataset.js';
import { AD_WIDTH, CONTENT_WIDTH } from '../../../models/features/spec.js';
import { Random } from '../../../models/random.js';
import { sigmoid } from '../../../models/ranker/ad-ranker.js';
import { PAIR_WIDTH } from '../../../models/ranker/impressions.js';
import { plantedDataset } from '../planted.js';

/** A world in which which ad is best depends on the page and on the reader: z = −1 + cᵀWa + uᵀTa + bias of the ad + place. */
export interface CrossWorld {
  readonly table: ImpressionTable;
  readonly ads: Float32Array;
  readonly adKeys: Uint32Array;
  truth(content: Float32Array, ad: number, profile: Float32Array, place: number): number;
}

export const AD_COUNT = 6;

export function crossWorld(rows: number, seed: number): CrossWorld {
  const random = new Random(seed);
  const normals = (count: number, scale: number): Float32Array => Float32Array.from({ length: count }, () => scale * random.normal());
  const w = normals(CONTENT_WIDTH * AD_WIDTH, 0.5);
  const t = normals(CONTENT_WIDTH * AD_WIDTH, 0.4);
  const ads = normals(AD_COUNT * AD_WIDTH, 1);
  const biases = normals(AD_COUNT, 0.5);
  const vector = (): Float32Array => Float32Array.from({ length: CONTENT_WIDTH }, () => (random.unit() < 0.15 ? random.normal() : 0));
  const form = (matrix: Float32Array, x: Float32Array, ad: number): number => {
    let sum = 0;
    for (let i = 0; i < CONTENT_WIDTH; i++) for (let j = 0; j < AD_WIDTH; j++) sum += x[i] * matrix[i * AD_WIDTH + j] * ads[ad * AD_WIDTH + j];
    return sum;
  };
  const truth = (content: Float32Array, ad: number, profile: Float32Array, place: number): number =>
    sigmoid(-1 + 0.5 * form(w, content, ad) + 0.5 * form(t, profile, ad) + biases[ad] - 0.4 * place);
  const features = new Float32Array(rows * PAIR_WIDTH);
  const profiles = new Float32Array(rows * CONTENT_WIDTH);
  const [labels, slots, adKeys, timesMs] = [new Uint8Array(rows), new Uint8Array(rows), new Uint32Array(rows), new Float64Array(rows)];
  const readers = Array.from({ length: 40 }, vector);
  const pages = Array.from({ length: 60 }, vector);
  for (let row = 0; row < rows; row++) {
    const [content, profile, ad, place] = [pages[random.below(60)], readers[random.below(40)], random.below(AD_COUNT), random.below(3)];
    features.set(content, row * PAIR_WIDTH);
    features.set(ads.subarray(ad * AD_WIDTH, (ad + 1) * AD_WIDTH), row * PAIR_WIDTH + CONTENT_WIDTH);
    profiles.set(profile, row * CONTENT_WIDTH);
    [slots[row], adKeys[row], timesMs[row]] = [place, 100 + ad, 1e6 * row];
    labels[row] = random.unit() < truth(content, ad, profile, place) ? 1 : 0;
  }
  const table = { rowCount: rows, featureCount: PAIR_WIDTH, features, labels, weights: new Float32Array(rows).fill(1), timesMs, adKeys, slots, profiles };
  return { table, ads, adKeys: Uint32Array.from({ length: AD_COUNT }, (_, ad) => 100 + ad), truth };
}

export const datasetOf = (impressions: ImpressionTable | null): Dataset => ({ ...plantedDataset(), impressions });
