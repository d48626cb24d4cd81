import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/**
 * The feature spec is data: training, serving and the artefact's card read this one table, which is the only place
 * where the two sides could begin to differ. Change it and its hash changes, and artefacts fitted on the old one are
 * refused until the next retrain.
 */
export type NumberField = 'priceMinor' | 'reads' | 'bidMinor' | 'budgetLeftShare' | 'partnerOwned';

export type Feature =
  | { readonly name: string; readonly op: 'oneHot'; readonly values: readonly string[] }
  /** ln(1 + age in days) / ln(1 + scaleDays): 0 when new, 1 at scaleDays. */
  | { readonly name: string; readonly op: 'logAge'; readonly scaleDays: number }
  /** ln(1 + x) / ln(1 + scale). */
  | { readonly name: string; readonly op: 'log'; readonly field: NumberField; readonly scale: number }
  /** 1 where the number is zero. */
  | { readonly name: string; readonly op: 'isZero'; readonly field: NumberField }
  | { readonly name: string; readonly op: 'number'; readonly field: NumberField }
  /** (clicks + priorClicks) / (impressions + priorImpressions), times `scale` to bring it near one. */
  | {
      readonly name: string;
      readonly op: 'smoothedRate';
      readonly priorClicks: number;
      readonly priorImpressions: number;
      readonly scale: number;
    }
  /** Share of Han characters among the letters of the text: 1 for Chinese, 0 for English. */
  | { readonly name: string; readonly op: 'hanShare' }
  /** Signed hashing of Han character n-grams and Latin word n-grams, L2-normalised; width dims. */
  | {
      readonly name: string;
      readonly op: 'hashedNgrams';
      readonly width: number;
      readonly hanGrams: readonly number[];
      readonly latinGrams: readonly number[];
    };

export const FEATURE_SPEC = {
  version: 1,
  content: [
    { name: 'kind', op: 'oneHot', values: ['article', 'audio', 'video', 'course', 'column', 'lesson'] },
    { name: 'age', op: 'logAge', scaleDays: 365 },
    { name: 'price', op: 'log', field: 'priceMinor', scale: 100_000 },
    { name: 'free', op: 'isZero', field: 'priceMinor' },
    { name: 'reads', op: 'log', field: 'reads', scale: 10_000 },
    { name: 'clickRate', op: 'smoothedRate', priorClicks: 1, priorImpressions: 30, scale: 10 },
    { name: 'hanShare', op: 'hanShare' },
    { name: 'text', op: 'hashedNgrams', width: 88, hanGrams: [1, 2], latinGrams: [1, 2] },
  ],
  ad: [
    { name: 'bid', op: 'log', field: 'bidMinor', scale: 10_000 },
    { name: 'clickRate', op: 'smoothedRate', priorClicks: 1, priorImpressions: 100, scale: 10 },
    { name: 'age', op: 'logAge', scaleDays: 90 },
    { name: 'budgetLeft', op: 'number', field: 'budgetLeftShare' },
    { name: 'partnerOwned', op: 'number', field: 'partnerOwned' },
  ],
} as const satisfies { version: number; content: readonly Feature[]; ad: readonly Feature[] };

function featureWidth(feature: Feature): number {
  if (feature.op === 'oneHot') return feature.values.length;
  return feature.op === 'hashedNgrams' ? feature.width : 1;
}

function widthOf(features: readonly Feature[]): number {
  return features.reduce((sum, feature) => sum + featureWidth(feature), 0);
}

/** 100 and 5, the founding document's sizes. */
export const CONTENT_WIDTH = widthOf(FEATURE_SPEC.content);
export const AD_WIDTH = widthOf(FEATURE_SPEC.ad);

export const FEATURE_SPEC_HASH = createHash('sha256').update(canonicalize(FEATURE_SPEC) as string).digest('hex');
