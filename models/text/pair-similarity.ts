import { ArtefactError } from '../artefact.js';
import type { ArtefactFiles } from '../artefact.js';
import { float64Table, tableBytes } from '../artefact-pack.js';
import { DatasetError } from '../dataset.js';
import { requireBetween, withDefaults } from '../trainer.js';
import type { Params, Report } from '../trainer.js';
import { checkLabelled } from './labelled-texts.js';
import type { LabelledTexts, Pairs } from './labelled-texts.js';
import { balancedWeights, fitLinear, predictLinear } from './linear.js';
import type { LinearModel } from './linear.js';
import { asStored, linearFiles, loadLinear } from './linear-files.js';
import { asSparse } from './lsa.js';
import { LEXICAL_FEATURES, lexicalFeatures, Rarities, rowProducts } from './pair-features.js';
import { READER_DEFAULTS, TextReader } from './reader.js';
import { segmenter } from './segment.js';
import type { Segment } from './segment.js';
import type { StoredModel } from './tuned-model.js';

export interface SimilarityParams extends Readonly<Record<string, number>> {
  /** Inverse strength of the L2 penalty, per pair. */
  readonly cost: number;
  /** 1: words are cut by ICU instead of jieba. */
  readonly icu: number;
}

export const SIMILARITY_DEFAULTS: SimilarityParams = { cost: 0.3, icu: 0 };
export const SIMILARITY_NAME = 'text-pair-similarity';

/** TF-IDF cosines over characters, characters with pairs of them, and words. */
const READERS = [{ hanGrams: 1, wordGrams: 0 }, { hanGrams: 2, wordGrams: 0 }, { hanGrams: 0, latinGrams: 0, wordGrams: 1 }];
const WIDTH = LEXICAL_FEATURES.length + READERS.length;
const readerParams = (at: number, icu: number) => ({ ...READER_DEFAULTS, ...READERS[at], icu, minDocuments: 1 });

/** Everything that was learnt from the texts without their labels. */
interface Corpus {
  readonly segment: Segment;
  readonly rarities: Rarities;
  readonly readers: readonly TextReader[];
}

/** The other texts of pairs; refuses single texts. */
export function secondsOf({ seconds }: Pairs): readonly string[] {
  if (!seconds) throw new DatasetError('this model compares two texts; give sentence1 and sentence2, or use another model');
  return seconds;
}

/** [pairs, WIDTH]. */
async function featuresOf(pairs: Pairs, { segment, rarities, readers }: Corpus): Promise<Float32Array> {
  const { texts } = pairs;
  const seconds = secondsOf(pairs);
  const features = new Float32Array(texts.length * WIDTH);
  texts.forEach((text, row) => features.set(lexicalFeatures(text, seconds[row], segment, rarities), row * WIDTH));
  for (const [at, reader] of readers.entries()) {
    const cosines = rowProducts(await reader.read(texts), await reader.read(seconds));
    cosines.forEach((cosine, row) => (features[row * WIDTH + LEXICAL_FEATURES.length + at] = cosine));
  }
  return features;
}

/** Means and deviations of the features, [2, WIDTH]. */
function standardOf(features: Float32Array): Float64Array {
  const rows = features.length / WIDTH;
  const standard = new Float64Array(2 * WIDTH);
  features.forEach((value, at) => (standard[at % WIDTH] += value / rows));
  features.forEach((value, at) => (standard[WIDTH + (at % WIDTH)] += (value - standard[at % WIDTH]) ** 2 / rows));
  return standard.map((value, at) => (at < WIDTH ? value : Math.sqrt(value) || 1));
}

const standardised = (features: Float32Array, standard: Float64Array): Float32Array =>
  features.map((value, at) => (value - standard[at % WIDTH]) / standard[WIDTH + (at % WIDTH)]);

/** Whether two short texts mean the same: what they share, standardised, into logistic regression. Few labels are enough. */
export class PairSimilarity implements StoredModel {
  readonly name = SIMILARITY_NAME;

  private constructor(
    readonly labelNames: readonly string[], readonly params: SimilarityParams,
    private readonly corpus: Corpus, private readonly standard: Float64Array, private readonly linear: LinearModel,
  ) {}

  static async learn(data: LabelledTexts, given: Params, report: Report): Promise<PairSimilarity> {
    const params = withDefaults(SIMILARITY_NAME, SIMILARITY_DEFAULTS, given);
    requireBetween('cost', params.cost, 1e-5, 1e4);
    requireBetween('icu', params.icu, 0, 1);
    checkLabelled(data);
    const { texts, labels, labelNames, unlabelled } = data;
    const segment = segmenter(params.icu === 1 ? 'icu' : 'jieba');
    const all = [...texts, ...secondsOf(data), ...unlabelled?.texts ?? [], ...unlabelled?.seconds ?? []];
    const readers: TextReader[] = [];
    for (const at of READERS.keys()) {
      readers.push(await TextReader.fit(all, readerParams(at, params.icu), (share, message) => report((at + share) / (READERS.length + 1), message)));
    }
    const corpus: Corpus = { segment, rarities: Rarities.count(all, segment), readers };
    const features = await featuresOf(data, corpus);
    const standard = standardOf(features);
    // Shares of a few hundred labels are chance, and under a strong penalty they would move the boundary.
    const options = { lambda: 1 / (params.cost * texts.length), classWeights: balancedWeights(labels, labelNames.length) };
    const linear = await fitLinear(asSparse(standardised(features, standard), WIDTH), labels, labelNames.length, options);
    return new PairSimilarity(labelNames, params, corpus, standard, asStored(linear));
  }

  async probabilities(pairs: Pairs): Promise<Float64Array> {
    return predictLinear(this.linear, asSparse(standardised(await featuresOf(pairs, this.corpus), this.standard), WIDTH));
  }

  files(): Map<string, Uint8Array> {
    return new Map([
      ...this.corpus.readers.flatMap((reader, at) => reader.files(`reader${at}-`)), ['rarities.json', this.corpus.rarities.encode()],
      ['standard.bin', tableBytes(this.standard)], ...linearFiles(this.linear),
    ]);
  }

  /** Throws ArtefactError where tables do not fit. */
  static load(files: ArtefactFiles, given: Params, labelNames: readonly string[]): PairSimilarity {
    const params = withDefaults(SIMILARITY_NAME, SIMILARITY_DEFAULTS, given);
    const rarities = files.get('rarities.json');
    const standard = float64Table(files, 'standard.bin');
    if (!rarities || standard.length !== 2 * WIDTH) throw new ArtefactError('MODEL', 'The tables of the model do not fit together; tune it again.');
    const corpus: Corpus = {
      segment: segmenter(params.icu === 1 ? 'icu' : 'jieba'), rarities: Rarities.decode(rarities),
      readers: READERS.map((_, at) => TextReader.load(files, readerParams(at, params.icu), `reader${at}-`)),
    };
    return new PairSimilarity(labelNames, params, corpus, standard, loadLinear(files, { classCount: labelNames.length, featureCount: WIDTH, link: 'softmax' }));
  }

  close(): void {
    // Only arrays: the garbage collector frees them.
  }
}
