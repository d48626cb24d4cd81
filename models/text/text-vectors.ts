import { ArtefactError, makeArtefact } from '../artefact.js';
import type { Artefact } from '../artefact.js';
import { float32Table, tableBytes } from '../artefact-pack.js';
import { DatasetError } from '../dataset.js';
import { requireBetween, withDefaults } from '../trainer.js';
import type { Params, Report } from '../trainer.js';
import { fitLsa, project } from './lsa.js';
import { READER_DEFAULTS, TextReader } from './reader.js';
import type { ReaderParams } from './reader.js';
import { fitStaticVectors, halvesOf, STATIC_DEFAULTS } from './static-vectors.js';

/** The vector of a text: [contrastive static part | latent semantic part], each of length 1, for search, neighbours and features. */
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

export const VECTORS_NAME = 'text-vectors';
export const VECTOR_DEFAULTS: VectorParams = { ...READER_DEFAULTS, hanGrams: 2, wordGrams: 1, maxFeatures: 1 << 17, ...STATIC_DEFAULTS, rank: 128, power: 0.5 };

/** Texts to learn from; `titles` beside them make better pairs than the halves of each text. */
export interface VectorTexts {
  readonly texts: readonly string[];
  readonly titles: readonly string[] | null;
}

interface Part {
  /** [features, width]. */
  readonly table: Float32Array;
  readonly width: number;
}

export class TextVectors {
  /** Length of a vector. */
  readonly width: number;

  constructor(private readonly reader: TextReader, readonly parts: readonly Part[]) {
    this.width = parts.reduce((sum, part) => sum + part.width, 0);
  }

  /** [texts, width]; a part is zero for a text without a known gram. */
  async vectors(texts: readonly string[], report?: Report): Promise<Float32Array> {
    const x = await this.reader.read(texts, report);
    const all = new Float32Array(texts.length * this.width);
    let from = 0;
    for (const { table, width } of this.parts) {
      const own = project(x, table, width);
      for (let row = 0; row < texts.length; row++) all.set(own.subarray(row * width, (row + 1) * width), row * this.width + from);
      from += width;
    }
    return all;
  }

  files(): Map<string, Uint8Array> {
    return new Map([...this.reader.files(), ...this.parts.map(({ table }, at): [string, Uint8Array] => [`part${at}.bin`, tableBytes(table)])]);
  }

  close(): void {
    // Only arrays: the garbage collector frees them.
  }
}

/** Deterministic for a seed. Throws ParamsError, and DatasetError for fewer than two texts. */
export async function learnVectors({ texts, titles }: VectorTexts, given: Params, seed: number, report: Report): Promise<TextVectors> {
  const params = withDefaults(VECTORS_NAME, VECTOR_DEFAULTS, given);
  requireBetween('width + rank', params.width + params.rank, 2, 2048);
  requireBetween('power', params.power, 0, 1);
  if (texts.length < 2) throw new DatasetError(`vectors cannot be learnt from ${texts.length} texts; give at least two`);
  if (titles && titles.length !== texts.length) throw new RangeError(`${titles.length} titles for ${texts.length} texts`);
  const whole = titles ? texts.map((text, at) => `${titles[at]}\n${text}`) : texts;
  const reader = await TextReader.fit(whole, params, (share, message) => report(0.1 * share, message));
  const parts: Part[] = [];
  if (params.width > 0) {
    const sides = titles ? [titles, texts] : [0, 1].map((half) => texts.map((text) => halvesOf(text)[half]));
    const [left, right] = [await reader.read(sides[0]), await reader.read(sides[1])];
    const table = await fitStaticVectors(left, right, { ...params, seed, report: (share, message) => report(0.1 + 0.6 * share, message) });
    parts.push({ table, width: params.width });
  }
  if (params.rank > 0) {
    const lsa = await fitLsa(await reader.read(whole), params.rank, { seed, power: params.power, report: (share, message) => report(0.7 + 0.3 * share, message) });
    parts.push({ table: lsa.projection, width: lsa.rank });
  }
  return new TextVectors(reader, parts);
}

export interface VectorFacts {
  readonly window: { readonly fromMs: number; readonly toMs: number };
  readonly snapshotId: string;
  readonly codeRevision: string;
}

const GOLDEN_TEXTS = 3;
const GOLDEN_TOLERANCE = 1e-5;

export async function fitVectors(data: VectorTexts & VectorFacts, given: Params, seed: number, report: Report): Promise<Artefact> {
  const model = await learnVectors(data, given, seed, report);
  const inputs = data.texts.slice(0, GOLDEN_TEXTS);
  const golden = { inputs, outputs: [...await model.vectors(inputs)] };
  const { window: dataWindow, snapshotId, codeRevision } = data;
  // A rank above the number of texts is cut: the card says what the tables have.
  const rank = withDefaults(VECTORS_NAME, VECTOR_DEFAULTS, given).rank > 0 ? (model.parts.at(-1) as Part).width : 0;
  const params = { ...withDefaults(VECTORS_NAME, VECTOR_DEFAULTS, given), rank };
  return makeArtefact({ model: VECTORS_NAME, params, seed, dataWindow, snapshotId, codeRevision, golden }, model.files());
}

/** Throws ArtefactError where tables do not fit or the golden texts get other vectors. */
export async function loadVectors({ card, files }: Artefact): Promise<TextVectors> {
  const params = withDefaults(VECTORS_NAME, VECTOR_DEFAULTS, card.params);
  const reader = TextReader.load(files, params);
  const parts = [params.width, params.rank].filter((width) => width > 0).map((width, at) => ({ width, table: float32Table(files, `part${at}.bin`) }));
  if (parts.some(({ table, width }) => table.length !== reader.featureCount * width)) {
    throw new ArtefactError('MODEL', `The tables of the model ${card.model} do not fit together; retrain.`);
  }
  const model = new TextVectors(reader, parts);
  const answers = await model.vectors(card.golden.inputs as string[]);
  const golden = card.golden.outputs as number[];
  if (answers.length !== golden.length || answers.some((value, at) => Math.abs(value - golden[at]) > GOLDEN_TOLERANCE)) {
    throw new ArtefactError('GOLDEN', `The model ${card.model} no longer gives the vectors it was published with; retrain it with this build.`);
  }
  return model;
}

/** Vectors of the texts of one corpus, learnt from it: features of contents [texts, width]. */
export async function textVectors(texts: readonly string[], given: Params, seed: number, report: Report): Promise<{ vectors: Float32Array; width: number }> {
  const model = await learnVectors({ texts, titles: null }, given, seed, report);
  return { vectors: await model.vectors(texts), width: model.width };
}
