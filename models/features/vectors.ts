import { AD_WIDTH, CONTENT_WIDTH, FEATURE_SPEC } from './spec.js';
import type { Feature, NumberField } from './spec.js';
import { hanShare, hashText } from './text-hash.js';

/** What is known of a content when it is shown. Counts come from the same window at training and serving. */
export interface ContentRecord {
  readonly kind: string;
  readonly publishedAtMs: number;
  /** Lowest price in minor units, 0 when free. */
  readonly priceMinor: number;
  readonly reads: number;
  readonly clicks: number;
  readonly impressions: number;
  /** Title and summary. */
  readonly text: string;
}

export interface AdRecord {
  readonly startedAtMs: number;
  readonly bidMinor: number;
  readonly clicks: number;
  readonly impressions: number;
  /** What is left of the budget, 0…1. */
  readonly budgetLeftShare: number;
  /** True for a partner's ad, false for the house's own. */
  readonly partnerOwned: boolean;
}

interface FeatureSource {
  readonly kind: string;
  readonly text: string;
  readonly bornAtMs: number;
  readonly clicks: number;
  readonly impressions: number;
  readonly numbers: Readonly<Partial<Record<NumberField, number>>>;
}

const DAY_MS = 86_400_000;

function numberOf(source: FeatureSource, field: NumberField): number {
  const value = source.numbers[field];
  if (value === undefined || !Number.isFinite(value)) throw new RangeError(`feature field ${field} is ${value}`);
  return value;
}

const logScaled = (value: number, scale: number): number => Math.log1p(Math.max(0, value)) / Math.log1p(scale);

/** Writes one feature at the start of `into` and says how many dims it took. */
function writeFeature(feature: Feature, source: FeatureSource, nowMs: number, into: Float32Array): number {
  switch (feature.op) {
    case 'oneHot': {
      const at = feature.values.indexOf(source.kind);
      if (at >= 0) into[at] = 1; // an unknown kind is all zeros: old models meet new kinds
      return feature.values.length;
    }
    case 'hashedNgrams':
      hashText(source.text, feature, into.subarray(0, feature.width));
      return feature.width;
    case 'logAge':
      into[0] = logScaled((nowMs - source.bornAtMs) / DAY_MS, feature.scaleDays);
      return 1;
    case 'log':
      into[0] = logScaled(numberOf(source, feature.field), feature.scale);
      return 1;
    case 'isZero':
      into[0] = numberOf(source, feature.field) === 0 ? 1 : 0;
      return 1;
    case 'number':
      into[0] = numberOf(source, feature.field);
      return 1;
    case 'smoothedRate':
      into[0] = ((source.clicks + feature.priorClicks) / (source.impressions + feature.priorImpressions)) * feature.scale;
      return 1;
    case 'hanShare':
      into[0] = hanShare(source.text);
      return 1;
  }
}

function vectorOf(features: readonly Feature[], width: number, source: FeatureSource, nowMs: number): Float32Array {
  const vector = new Float32Array(width);
  let offset = 0;
  for (const feature of features) offset += writeFeature(feature, source, nowMs, vector.subarray(offset));
  return vector;
}

/** c ∈ R^100. */
export function contentVector(record: ContentRecord, nowMs: number): Float32Array {
  const { kind, text, publishedAtMs: bornAtMs, clicks, impressions, priceMinor, reads } = record;
  const source = { kind, text, bornAtMs, clicks, impressions, numbers: { priceMinor, reads } };
  return vectorOf(FEATURE_SPEC.content, CONTENT_WIDTH, source, nowMs);
}

/** a ∈ R^5. */
export function adVector(record: AdRecord, nowMs: number): Float32Array {
  const { startedAtMs: bornAtMs, clicks, impressions, bidMinor, budgetLeftShare } = record;
  const numbers = { bidMinor, budgetLeftShare, partnerOwned: record.partnerOwned ? 1 : 0 };
  return vectorOf(FEATURE_SPEC.ad, AD_WIDTH, { kind: '', text: '', bornAtMs, clicks, impressions, numbers }, nowMs);
}
