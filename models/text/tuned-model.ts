import { createHash } from 'node:crypto';
import { ARTEFACT_FORMAT, ArtefactError, makeArtefact } from '../artefact.js';
import type { Artefact, ArtefactFiles, Card } from '../artefact.js';
import type { Params } from '../trainer.js';
import { readCheckpoint, readHead, writeCheckpoint } from './bert/checkpoint.js';
import { SequenceClassifier } from './bert/sequence-classifier.js';
import { CLASSIFIER_NAME, TextClassifier } from './classifier.js';
import type { Pairs } from './labelled-texts.js';
import { PAIR_WORDS_NAME, PairWords } from './pair-words.js';
import { PairSimilarity, SIMILARITY_NAME } from './pair-similarity.js';
import { VECTOR_CLASSIFIER_NAME, VectorClassifier } from './vector-classifier.js';

/** A model of `tandem finetune` that answers. */
export interface TunedModel {
  readonly labelNames: readonly string[];
  /** [texts, labels], rows sum to 1. */
  probabilities(pairs: Pairs): Promise<ArrayLike<number>>;
  close(): Promise<void> | void;
}

/** One that was opened from its folder. */
export interface OpenedModel extends TunedModel {
  /** True where it was taught pairs of texts. */
  readonly pairs: boolean;
}

/** One that can be kept as a folder: its files and card.json, which names the sha256 of each and golden answers. */
export interface StoredModel extends TunedModel {
  readonly name: string;
  readonly params: Params;
  files(): Map<string, Uint8Array>;
}

interface Kind {
  load(files: ArtefactFiles, params: Params, labelNames: readonly string[]): TunedModel | Promise<TunedModel>;
  /** Of a golden answer: another build of the runtime rounds e^x differently, and sums float32 products in another order. */
  readonly tolerance: number;
}

export const ENCODER_NAME = 'text-encoder';
const KINDS: Readonly<Record<string, Kind>> = {
  [CLASSIFIER_NAME]: { load: TextClassifier.load, tolerance: 1e-9 },
  [VECTOR_CLASSIFIER_NAME]: { load: VectorClassifier.load, tolerance: 1e-6 },
  [SIMILARITY_NAME]: { load: PairSimilarity.load, tolerance: 1e-9 },
  [PAIR_WORDS_NAME]: { load: PairWords.load, tolerance: 1e-9 },
  [ENCODER_NAME]: { load: loadEncoder, tolerance: 1e-4 },
};
const CARD = 'card.json';
const LABELS = 'labels.json';
const GOLDEN_TEXTS = 5;

export type CardFacts = Pick<Card, 'seed' | 'dataWindow' | 'snapshotId' | 'codeRevision'>;

/** Files and card, with the golden answers to the first of these texts. */
export async function storedArtefact(model: StoredModel, examples: Pairs, facts: CardFacts): Promise<Artefact> {
  const files = model.files().set(LABELS, new TextEncoder().encode(JSON.stringify(model.labelNames)));
  const inputs = { texts: examples.texts.slice(0, GOLDEN_TEXTS), seconds: examples.seconds?.slice(0, GOLDEN_TEXTS) ?? null };
  const golden = { inputs, outputs: Array.from(await model.probabilities(inputs)) };
  return makeArtefact({ model: model.name, ...facts, params: model.params, golden }, files);
}

/** An encoder as a checkpoint with the head inside. */
export function storedEncoder(model: SequenceClassifier, params: Params): StoredModel {
  return {
    name: ENCODER_NAME, params: { ...params, maxLength: model.maxLength }, labelNames: model.labelNames,
    files: () => writeCheckpoint(model.checkpoint, { weight: model.head.head_weight, bias: model.head.head_bias, labels: model.labelNames }),
    probabilities: (pairs) => model.probabilities(pairs),
    close: () => model.close(),
  };
}

async function loadEncoder(files: ArtefactFiles, params: Params, labelNames: readonly string[]): Promise<TunedModel> {
  const checkpoint = readCheckpoint(files);
  return SequenceClassifier.open(checkpoint, readHead(files, checkpoint.config.width, labelNames.length), labelNames, params.maxLength);
}

/** What lies in the folder: the artefact's files and its card. */
export function tunedFolder({ card, files }: Artefact): Map<string, Uint8Array> {
  return new Map([...files, [CARD, new TextEncoder().encode(`${JSON.stringify(card, null, 2)}\n`)]]);
}

/** The card of a folder, and what of it must be read beside. Throws ArtefactError where it is none of finetune's. */
export function readCard(bytes: Uint8Array | undefined): Card {
  if (!bytes) throw new ArtefactError('NOT_AN_ARTEFACT', 'card.json is missing: this is no folder that finetune has written. Name one, or make it with tandem finetune.');
  let card: Partial<Card>;
  try {
    card = JSON.parse(new TextDecoder().decode(bytes)) as Partial<Card>;
  } catch {
    throw new ArtefactError('NOT_AN_ARTEFACT', 'card.json is not JSON; restore it from a copy, or tune the model again.');
  }
  if (![card?.files, card?.params].every((part) => typeof part === 'object' && part !== null) || !isGolden(card.golden)) {
    throw new ArtefactError('NOT_AN_ARTEFACT', 'card.json is no card of a text model: this is no folder that finetune has written. Name one, or make it with tandem finetune.');
  }
  if (card.formatVersion !== ARTEFACT_FORMAT) {
    throw new ArtefactError('FORMAT_VERSION', `The model has format ${card.formatVersion} and this build reads ${ARTEFACT_FORMAT}; tune it again with this build.`);
  }
  if (!Object.hasOwn(KINDS, String(card.model))) throw new ArtefactError('MODEL', `This build has no text model ${card.model}, only ${Object.keys(KINDS).join(', ')}; tune it again.`);
  return card as Card;
}

interface Golden {
  readonly inputs: Pairs;
  readonly outputs: readonly number[];
}

function isGolden(golden: unknown): golden is Golden {
  const { inputs, outputs } = (golden ?? {}) as Partial<Golden>;
  return Array.isArray(inputs?.texts) && Array.isArray(outputs);
}

/** Throws ArtefactError where a file is missing, changed or answers differently. The card is not signed. */
export async function openTuned(folder: ReadonlyMap<string, Uint8Array>): Promise<OpenedModel> {
  const card = readCard(folder.get(CARD));
  const files = new Map(Object.entries(card.files).map(([name, digest]) => {
    const own = folder.get(name);
    if (!own) throw new ArtefactError('FILE_SET', `The file ${name} is missing; restore it from a copy, or tune the model again.`);
    if (createHash('sha256').update(own).digest('hex') !== digest) throw new ArtefactError('DIGEST', `The file ${name} was changed; restore it from a copy, or tune the model again.`);
    return [name, own] as const;
  }));
  const labels = files.get(LABELS);
  if (!labels) throw new ArtefactError('FILE_SET', `The card names no ${LABELS}; tune the model again.`);
  const { load, tolerance } = KINDS[card.model];
  const model = await load(files, card.params, JSON.parse(new TextDecoder().decode(labels)) as string[]);
  const { inputs, outputs } = card.golden as unknown as Golden;
  const answers = await model.probabilities(inputs);
  // Not "> tolerance": an answer that is no number is a wrong one.
  if (answers.length !== outputs.length || outputs.some((value, at) => !(Math.abs(value - answers[at]) <= tolerance))) {
    await model.close();
    throw new ArtefactError('GOLDEN', `The model ${card.model} no longer gives the answers it was made with; tune it again with this build.`);
  }
  const { labelNames } = model;
  return { labelNames, pairs: inputs.seconds !== null, probabilities: (pairs) => model.probabilities(pairs), close: () => model.close() };
}
