import { ArtefactError } from '../artefact.js';
import type { ArtefactFiles } from '../artefact.js';
import { float32Table, tableBytes } from '../artefact-pack.js';
import { Pace } from '../pace.js';
import type { SparseRows } from '../sparse.js';
import { withDefaults } from '../trainer.js';
import type { Params, Report } from '../trainer.js';
import { checkLabelled } from './labelled-texts.js';
import type { LabelledTexts, Pairs } from './labelled-texts.js';
import { fitLinear, predictLinear } from './linear.js';
import type { LinearModel } from './linear.js';
import { asStored, linearFiles, loadLinear } from './linear-files.js';
import { setsOf } from './pair-features.js';
import { secondsOf, SIMILARITY_DEFAULTS } from './pair-similarity.js';
import type { SimilarityParams } from './pair-similarity.js';
import { segmenter } from './segment.js';
import type { Segment } from './segment.js';
import type { StoredModel } from './tuned-model.js';

export const PAIR_WORDS_NAME = 'text-pair-words';
/** A mark of fewer pairs cannot be learnt from. */
const FEWEST_PAIRS = 3;

/** The marks of a pair, in no order of the two: each character and word with whether both texts have it or one only. */
function marksOf(first: string, second: string, segment: Segment): string[] {
  const [a, b] = [setsOf(first, segment), setsOf(second, segment)];
  return a.flatMap((grams, kind) => [...new Set([...grams, ...b[kind]])].map((gram) => `${kind}${grams.has(gram) && b[kind].has(gram) ? '=' : '≠'}${gram}`));
}

/** x_pm = ln(N / df(m)) / ln N for each known mark of a pair: 1 for one that a single pair of N has. */
export class MarkReader {
  private readonly columns: ReadonlyMap<string, number>;

  constructor(readonly marks: readonly string[], readonly rarity: Float32Array, private readonly segment: Segment) {
    this.columns = new Map(marks.map((mark, column) => [mark, column]));
  }

  static count(pairs: Pairs, segment: Segment): MarkReader {
    const frequencies = new Map<string, number>();
    const seconds = secondsOf(pairs);
    pairs.texts.forEach((text, row) => {
      for (const mark of marksOf(text, seconds[row], segment)) frequencies.set(mark, (frequencies.get(mark) ?? 0) + 1);
    });
    const marks = [...frequencies.keys()].filter((mark) => frequencies.get(mark)! >= FEWEST_PAIRS).sort();
    const most = Math.log(pairs.texts.length) || 1;
    return new MarkReader(marks, Float32Array.from(marks, (mark) => 1 - Math.log(frequencies.get(mark)!) / most), segment);
  }

  /** [pairs, marks]. */
  read(pairs: Pairs): SparseRows {
    const seconds = secondsOf(pairs);
    const offsets = new Int32Array(pairs.texts.length + 1);
    const columns = pairs.texts.flatMap((text, row) => {
      const own = marksOf(text, seconds[row], this.segment).flatMap((mark) => this.columns.get(mark) ?? []).sort((a, b) => a - b);
      offsets[row + 1] = offsets[row] + own.length;
      return own;
    });
    return { rowCount: pairs.texts.length, columnCount: this.marks.length, offsets, columns: Int32Array.from(columns), values: Float32Array.from(columns, (column) => this.rarity[column]) };
  }
}

/** Whether two short texts mean the same, by which words they share and in which they differ: logistic regression of their marks. */
export class PairWords implements StoredModel {
  readonly name = PAIR_WORDS_NAME;

  constructor(readonly labelNames: readonly string[], readonly params: SimilarityParams, private readonly reader: MarkReader, private readonly linear: LinearModel) {}

  probabilities(pairs: Pairs): Promise<Float64Array> {
    return Promise.resolve(predictLinear(this.linear, this.reader.read(pairs)));
  }

  files(): Map<string, Uint8Array> {
    const { marks, rarity } = this.reader;
    return new Map([['marks.json', new TextEncoder().encode(JSON.stringify(marks))], ['rarity.bin', tableBytes(rarity)], ...linearFiles(this.linear)]);
  }

  /** Throws ArtefactError where tables do not fit. */
  static load(files: ArtefactFiles, given: Params, labelNames: readonly string[]): PairWords {
    const params = withDefaults(PAIR_WORDS_NAME, SIMILARITY_DEFAULTS, given);
    const marks = JSON.parse(new TextDecoder().decode(files.get('marks.json')) || 'null') as string[] | null;
    const rarity = float32Table(files, 'rarity.bin');
    if (rarity.length !== marks?.length) throw new ArtefactError('MODEL', 'The tables of the model do not fit together; tune it again.');
    const reader = new MarkReader(marks, rarity, segmenterOf(params));
    return new PairWords(labelNames, params, reader, loadLinear(files, { classCount: labelNames.length, featureCount: marks.length, link: 'softmax' }));
  }

  close(): void {
    // Only arrays: the garbage collector frees them.
  }
}

const segmenterOf = ({ icu }: SimilarityParams): Segment => segmenter(icu === 1 ? 'icu' : 'jieba');

/** `weights` of the pairs, such as the trust in a guessed label. Throws DatasetError. */
export async function learnPairWords(data: LabelledTexts, params: SimilarityParams, weights: Float64Array, report: Report): Promise<PairWords> {
  checkLabelled(data);
  const reader = MarkReader.count(data, segmenterOf(params));
  const options = { lambda: 1 / (params.cost * data.texts.length), rowWeights: weights, tolerance: 1e-4 };
  const linear = await fitLinear(reader.read(data), data.labels, data.labelNames.length, options, new Pace(report));
  return new PairWords(data.labelNames, params, reader, asStored(linear));
}
