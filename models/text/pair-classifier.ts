import type { TextExamples, TextTrainer } from '../evaluation/text-task.js';
import { DatasetError } from '../dataset.js';
import { requireBetween, withDefaults } from '../trainer.js';
import { balancedWeights, fitLinear, predictLinear } from './linear.js';
import { asSparse } from './lsa.js';
import { LEXICAL_FEATURES, lexicalFeatures, Rarities, rowProducts } from './pair-features.js';
import { READER_DEFAULTS, TextReader } from './reader.js';
import { segmenter } from './segment.js';
import type { Segment } from './segment.js';

export interface PairParams extends Readonly<Record<string, number>> {
  /** Inverse strength of the L2 penalty, per pair. */
  readonly cost: number;
  /** 1: words are cut by ICU instead of jieba. */
  readonly icu: number;
}

export const PAIR_DEFAULTS: PairParams = { cost: 0.3, icu: 0 };

/** TF-IDF cosines over characters, characters with pairs of them, and words. */
const READERS = [{ hanGrams: 1, wordGrams: 0 }, { hanGrams: 2, wordGrams: 0 }, { hanGrams: 0, latinGrams: 0, wordGrams: 1 }];
const WIDTH = LEXICAL_FEATURES.length + READERS.length;

type Pairs = Pick<TextExamples, 'texts' | 'seconds'>;

/** Everything that was learnt from the texts without their labels. */
interface Corpus {
  readonly segment: Segment;
  readonly rarities: Rarities;
  readonly readers: readonly TextReader[];
}

/** [pairs, WIDTH]. */
async function featuresOf({ texts, seconds }: Pairs, { segment, rarities, readers }: Corpus): Promise<Float32Array> {
  if (!seconds) throw new DatasetError('this model compares two texts; give sentence1 and sentence2, or use another model');
  const features = new Float32Array(texts.length * WIDTH);
  texts.forEach((text, row) => features.set(lexicalFeatures(text, seconds[row], segment, rarities), row * WIDTH));
  for (const [at, reader] of readers.entries()) {
    const cosines = rowProducts(await reader.read(texts), await reader.read(seconds));
    cosines.forEach((cosine, row) => (features[row * WIDTH + LEXICAL_FEATURES.length + at] = cosine));
  }
  return features;
}

interface Standard {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

function standardOf(features: Float32Array): Standard {
  const rows = features.length / WIDTH;
  const mean = new Float64Array(WIDTH);
  const square = new Float64Array(WIDTH);
  features.forEach((value, at) => (mean[at % WIDTH] += value / rows));
  features.forEach((value, at) => (square[at % WIDTH] += (value - mean[at % WIDTH]) ** 2 / rows));
  return { mean, deviation: square.map((value) => Math.sqrt(value) || 1) };
}

const standardised = (features: Float32Array, { mean, deviation }: Standard): Float32Array =>
  features.map((value, at) => (value - mean[at % WIDTH]) / deviation[at % WIDTH]);

/** Whether two short texts mean the same: what they share, standardised, into logistic regression. Few labels are enough. */
export const textPairs: TextTrainer<PairParams> = {
  name: 'text-pairs',
  defaults: PAIR_DEFAULTS,
  space: { cost: { low: 1e-3, high: 1, scale: 'log' } },
  async learn({ labels, train, unlabelled }, given, _seed, report) {
    const params = withDefaults('text-pairs', PAIR_DEFAULTS, given);
    requireBetween('cost', params.cost, 1e-5, 1e4);
    requireBetween('icu', params.icu, 0, 1);
    const segment = segmenter(params.icu === 1 ? 'icu' : 'jieba');
    const all = [...train.texts, ...train.seconds ?? [], ...unlabelled];
    const readers: TextReader[] = [];
    for (const [at, grams] of READERS.entries()) {
      const scaled = (share: number, message: string) => report((at + share) / (READERS.length + 1), message);
      readers.push(await TextReader.fit(all, { ...READER_DEFAULTS, ...grams, icu: params.icu, minDocuments: 1 }, scaled));
    }
    const corpus: Corpus = { segment, rarities: new Rarities(all, segment), readers };
    const features = await featuresOf(train, corpus);
    const standard = standardOf(features);
    // Shares of a few hundred labels are chance, and under a strong penalty they would move the boundary.
    const options = { lambda: 1 / (params.cost * train.texts.length), classWeights: balancedWeights(train.labels, labels.length) };
    const model = await fitLinear(asSparse(standardised(features, standard), WIDTH), train.labels, labels.length, options);
    return {
      async classify(pairs) {
        const own = standardised(await featuresOf(pairs, corpus), standard);
        return Float32Array.from(predictLinear(model, asSparse(own, WIDTH)));
      },
      close: () => undefined,
    };
  },
};
