import { AD_WIDTH, CONTENT_WIDTH } from '../features/spec.js';
import { Random } from '../random.js';
import { sigmoid } from '../ranker/ad-ranker.js';
import { adFeatures, TASTE } from './catalogue.js';
import { biasFor, placeEffect } from './world.js';
import type { World } from './world.js';

/** Standard deviations, over pages and ads, of the parts of an ad's true logit. */
export const AD_EFFECTS = { content: 0.3, ad: 0.3, own: 0.2, cross: 0.8, reader: 0.25 } as const;

const SAMPLE = 4000;

/**
 * How readers truly answer to ads: z = θ_cᵀc + θ_aᵀa + b_ad + cᵀWã + tᵀTã + place + b, ã = a less its mean over the ads, t the
 * reader's taste, which no model sees but through what he read. The additive parts, which M0 has, are small beside cᵀWã.
 */
export class AdResponse {
  readonly ads: Float32Array;
  readonly adKeys: Uint32Array;
  /** By content: θ_cᵀc, and by content and ad: the rest without the reader. */
  private readonly pages: Float32Array;
  /** [ads, 16]: Tã. */
  private readonly tastes: Float32Array;
  private readonly bias: number;

  constructor(readonly world: World, readonly adCount: number, clickRate = world.params.clickRate) {
    const { params: { seed, readers }, catalogue } = world;
    const random = new Random(seed + 11);
    this.ads = adFeatures(adCount, seed + 10);
    this.adKeys = Uint32Array.from({ length: adCount }, (_, ad) => 1000 + ad);
    const centred = centredRows(this.ads, AD_WIDTH);
    const normals = (count: number): Float32Array => Float32Array.from({ length: count }, () => random.normal());
    const adPart = add(scaledTo(products(this.ads, AD_WIDTH, normals(AD_WIDTH), 1), AD_EFFECTS.ad), scaledTo(normals(adCount), AD_EFFECTS.own));
    const contentPart = scaledTo(products(catalogue.features, CONTENT_WIDTH, normals(CONTENT_WIDTH), 1), AD_EFFECTS.content);
    // c less its mean, times W [100, 5], times ã: without a mean over ads or over contents.
    const factors = products(centredRows(catalogue.features, CONTENT_WIDTH), CONTENT_WIDTH, normals(CONTENT_WIDTH * AD_WIDTH), AD_WIDTH);
    const crosses = scaledTo(outer(factors, centred, AD_WIDTH), AD_EFFECTS.cross);
    this.pages = crosses.map((cross, at) => cross + contentPart[Math.floor(at / adCount)] + adPart[at % adCount]);
    this.tastes = this.tasteWeights(centred, normals(TASTE * AD_WIDTH));
    const sample = new Random(seed + 12);
    this.bias = biasFor(Float64Array.from({ length: SAMPLE }, () => {
      const reader = sample.below(readers);
      return this.effect(reader, world.show(reader, sample), sample.below(adCount));
    }), clickRate);
  }

  /** z in the first place, without b. */
  private effect(reader: number, content: number, ad: number): number {
    const { tastes } = this.world.people;
    let sum = this.pages[content * this.adCount + ad];
    for (let at = 0; at < TASTE; at++) sum += tastes[reader * TASTE + at] * this.tastes[ad * TASTE + at];
    return sum;
  }

  probability(reader: number, content: number, ad: number, place = 0): number {
    return sigmoid(this.effect(reader, content, ad) + this.bias + placeEffect(place));
  }

  /** T ã_ad [ads, 16], scaled so that tᵀTã spreads as asked over readers and ads. */
  private tasteWeights(centred: Float32Array, t: Float32Array): Float32Array {
    const { people } = this.world;
    const weights = new Float32Array(this.adCount * TASTE);
    for (let ad = 0; ad < this.adCount; ad++) {
      for (let at = 0; at < TASTE; at++) {
        for (let feature = 0; feature < AD_WIDTH; feature++) weights[ad * TASTE + at] += t[at * AD_WIDTH + feature] * centred[ad * AD_WIDTH + feature];
      }
    }
    const readers = Math.min(people.count, 2000);
    const effects = outer(people.tastes.subarray(0, readers * TASTE), weights, TASTE);
    const scale = AD_EFFECTS.reader / deviationOf(effects);
    return weights.map((weight) => weight * scale);
  }
}

/** rows [n, width] times matrix [width, columns] → [n, columns]. */
function products(rows: Float32Array, width: number, matrix: Float32Array, columns: number): Float32Array {
  const result = new Float32Array((rows.length / width) * columns);
  for (let row = 0; row < rows.length / width; row++) {
    for (let at = 0; at < width; at++) {
      const value = rows[row * width + at];
      for (let column = 0; column < columns; column++) result[row * columns + column] += value * matrix[at * columns + column];
    }
  }
  return result;
}

/** left [n, width] times right [m, width] transposed → [n, m]. */
function outer(left: Float32Array, right: Float32Array, width: number): Float32Array {
  const [n, m] = [left.length / width, right.length / width];
  const result = new Float32Array(n * m);
  for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) for (let at = 0; at < width; at++) result[i * m + j] += left[i * width + at] * right[j * width + at];
  return result;
}

function centredRows(rows: Float32Array, width: number): Float32Array {
  const count = rows.length / width;
  const mean = new Float64Array(width);
  rows.forEach((value, at) => {
    mean[at % width] += value / count;
  });
  return rows.map((value, at) => value - mean[at % width]);
}

function deviationOf(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

function scaledTo(values: Float32Array, deviation: number): Float32Array {
  const scale = deviation / Math.max(1e-12, deviationOf(values));
  return values.map((value) => value * scale);
}

const add = (a: Float32Array, b: Float32Array): Float32Array => a.map((value, at) => value + b[at]);
