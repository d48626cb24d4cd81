import { ArtefactError } from '../artefact.js';
import type { ArtefactFiles } from '../artefact.js';
import { float32Table, tableBytes } from '../artefact-pack.js';
import { DatasetError } from '../dataset.js';
import type { SparseRows } from '../sparse.js';
import { requireBetween } from '../trainer.js';
import type { Report } from '../trainer.js';
import { fitLsa, project } from './lsa.js';
import { TextReader } from './reader.js';
import type { ReaderParams } from './reader.js';
import { fitStaticVectors, halvesOf } from './static-vectors.js';

/** The vector of a text: [contrastive static part | latent semantic part], each of length 1. */
export interface VectorParams extends ReaderParams {
  /** Width of the contrastive part; 0 leaves it out. */
  readonly width: number;
  /** Rank of the latent semantic part; 0 leaves it out. */
  readonly rank: number;
  /** Whitening of its directions: x V S^(−power). */
  readonly power: number;
  readonly epochs: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly temperature: number;
}

export class TextVectors {
  /** Length of a vector. */
  readonly width: number;

  /** Tables [features, width], a part each. */
  private constructor(readonly reader: TextReader, readonly tables: readonly Float32Array[]) {
    this.width = tables.reduce((sum, table) => sum + table.length / reader.featureCount, 0);
  }

  /** Deterministic for a seed. Throws ParamsError, and DatasetError for fewer than two texts. */
  static async learn(texts: readonly string[], params: VectorParams, seed: number, report: Report): Promise<TextVectors> {
    requireBetween('width + rank', params.width + params.rank, 2, 2048);
    requireBetween('power', params.power, 0, 1);
    if (texts.length < 2) throw new DatasetError(`vectors cannot be learnt from ${texts.length} texts; give at least two`);
    const reader = await TextReader.fit(texts, params, (share, message) => report(0.1 * share, message));
    const tables: Float32Array[] = [];
    if (params.width > 0) {
      const [left, right] = [await reader.read(texts.map((text) => halvesOf(text)[0])), await reader.read(texts.map((text) => halvesOf(text)[1]))];
      tables.push(await fitStaticVectors(left, right, { ...params, seed, report: (share, message) => report(0.1 + 0.6 * share, message) }));
    }
    if (params.rank > 0) {
      const { projection } = await fitLsa(await reader.read(texts), params.rank, { seed, power: params.power, report: (share, message) => report(0.7 + 0.3 * share, message) });
      tables.push(projection);
    }
    return new TextVectors(reader, tables);
  }

  /** [rows, width] of TF-IDF rows by `reader`; a part is zero for a text without a known gram. */
  of(x: SparseRows): Float32Array {
    const all = new Float32Array(x.rowCount * this.width);
    let from = 0;
    for (const table of this.tables) {
      const width = table.length / this.reader.featureCount;
      const own = project(x, table, width);
      for (let row = 0; row < x.rowCount; row++) all.set(own.subarray(row * width, (row + 1) * width), row * this.width + from);
      from += width;
    }
    return all;
  }

  files(): [string, Uint8Array][] {
    return [...this.reader.files(), ...this.tables.map((table, at): [string, Uint8Array] => [`vectors${at}.bin`, tableBytes(table)])];
  }

  /** Throws ArtefactError where tables do not fit. A rank above the number of texts was cut: the tables say what there is. */
  static load(files: ArtefactFiles, params: VectorParams): TextVectors {
    const reader = TextReader.load(files, params);
    const most = [params.width, params.rank].filter((width) => width > 0);
    const tables = most.map((_, at) => float32Table(files, `vectors${at}.bin`));
    const widths = tables.map((table) => table.length / reader.featureCount);
    if (widths.some((width, at) => !(Number.isInteger(width) && width > 0 && width <= most[at])) || (params.width > 0 && widths[0] !== params.width)) {
      throw new ArtefactError('MODEL', 'The tables of the vectors do not fit together; tune the model again.');
    }
    return new TextVectors(reader, tables);
  }
}
