import { ArtefactError } from '../artefact.js';
import type { ArtefactFiles } from '../artefact.js';
import { float32Table, int32Table, tableBytes } from '../artefact-pack.js';
import { Pace } from '../pace.js';
import type { SparseRows } from '../sparse.js';
import { requireBetween } from '../trainer.js';
import type { Report } from '../trainer.js';
import { countGrams } from './ngrams.js';
import type { GramSpec } from './ngrams.js';
import { segmenter } from './segment.js';
import type { Segment, SegmenterName } from './segment.js';
import { fitTfidf, transformTfidf } from './tfidf.js';
import type { Tfidf } from './tfidf.js';

/** How texts become sparse rows; numbers, so that a card can hold them. */
export interface ReaderParams extends Readonly<Record<string, number>> {
  /** Windows of 1…hanGrams tokens with a Han character; 0 for none. */
  readonly hanGrams: number;
  /** Windows of 1…latinGrams words without one. */
  readonly latinGrams: number;
  /** Windows of 1…wordGrams segmented words; 0 for none, and then no dictionary is loaded. */
  readonly wordGrams: number;
  /** 1: words are cut by ICU instead of jieba, where jieba has no build. */
  readonly icu: number;
  readonly minDocuments: number;
  readonly maxFeatures: number;
}

export const READER_DEFAULTS: ReaderParams = { hanGrams: 3, latinGrams: 2, wordGrams: 2, icu: 0, minDocuments: 2, maxFeatures: 400_000 };

const upTo = (size: number): number[] => Array.from({ length: size }, (_, at) => at + 1);

export function checkReader(params: ReaderParams): void {
  for (const name of ['hanGrams', 'latinGrams', 'wordGrams'] as const) requireBetween(name, params[name], 0, 5);
  requireBetween('hanGrams + latinGrams + wordGrams', params.hanGrams + params.latinGrams + params.wordGrams, 1, 15);
  requireBetween('icu', params.icu, 0, 1);
  requireBetween('minDocuments', params.minDocuments, 1, 1000);
  requireBetween('maxFeatures', params.maxFeatures, 100, 1 << 22);
}

/** The grams that the params name. */
export function gramSpec({ hanGrams, latinGrams, wordGrams }: ReaderParams): GramSpec {
  return { hanGrams: upTo(hanGrams), latinGrams: upTo(latinGrams), wordGrams: upTo(wordGrams) };
}

/** Texts → TF-IDF rows, with the vocabulary of the texts that it was fitted on. */
export class TextReader {
  readonly spec: GramSpec;
  private readonly segment: Segment | null;

  constructor(params: ReaderParams, readonly tfidf: Tfidf) {
    this.spec = gramSpec(params);
    this.segment = segmentOf(params);
  }

  get featureCount(): number {
    return this.tfidf.hashes.length;
  }

  static async fit(texts: readonly string[], params: ReaderParams, report: Report): Promise<TextReader> {
    checkReader(params);
    const counts = await countGrams(texts, gramSpec(params), segmentOf(params), new Pace(report));
    const { minDocuments, maxFeatures } = params;
    return new TextReader(params, fitTfidf(counts, { minDocuments, maxFeatures, sublinear: true }));
  }

  async read(texts: readonly string[], report?: Report): Promise<SparseRows> {
    return transformTfidf(this.tfidf, await countGrams(texts, this.spec, this.segment, report && new Pace(report)));
  }

  files(prefix = ''): [string, Uint8Array][] {
    const { hashes, idf } = this.tfidf;
    return [[`${prefix}grams.bin`, tableBytes(new Int32Array(hashes.buffer, hashes.byteOffset, hashes.length))], [`${prefix}idf.bin`, tableBytes(idf)]];
  }

  /** `prefix` of the files' names, where a model has several readers. */
  static load(files: ArtefactFiles, params: ReaderParams, prefix = ''): TextReader {
    const grams = int32Table(files, `${prefix}grams.bin`);
    const idf = float32Table(files, `${prefix}idf.bin`);
    if (grams.length !== idf.length) throw new ArtefactError('MODEL', `${grams.length} grams with ${idf.length} weights do not fit together; retrain.`);
    return new TextReader(params, { hashes: new Uint32Array(grams.buffer, grams.byteOffset, grams.length), idf, sublinear: true });
  }
}

function segmentOf(params: ReaderParams): Segment | null {
  if (params.wordGrams === 0) return null;
  const name: SegmenterName = params.icu === 1 ? 'icu' : 'jieba';
  return segmenter(name);
}
