import { createHash } from 'node:crypto';
import { ArtefactError, makeArtefact } from '../artefact.js';
import type { Artefact, Card } from '../artefact.js';
import { readCheckpoint, readHead, writeCheckpoint } from './bert/checkpoint.js';
import { SequenceClassifier } from './bert/sequence-classifier.js';
import type { Pairs } from './bert/sequence-classifier.js';
import { CLASSIFIER_NAME, loadClassifier } from './classifier.js';
import { joined } from './classifier-trainer.js';

/** A model of `tandem finetune` as a folder: its files and card.json, which names the sha256 of each and golden answers. */
export interface TunedModel {
  readonly labelNames: readonly string[];
  /** [texts, labels], rows sum to 1. */
  probabilities(pairs: Pairs): Promise<ArrayLike<number>>;
  close(): Promise<void> | void;
}

export const ENCODER_NAME = 'text-encoder';
const CARD = 'card.json';
const GOLDEN_TEXTS = 5;
/** float32 products in another order or on another processor. */
const GOLDEN_TOLERANCE = 1e-4;

export type CardFacts = Pick<Card, 'params' | 'seed' | 'dataWindow' | 'snapshotId' | 'codeRevision'>;

/** A checkpoint with the head inside, the golden answers of the first texts on the card. */
export async function encoderArtefact(model: SequenceClassifier, examples: Pairs, facts: CardFacts): Promise<Artefact> {
  const { head_weight: weight, head_bias: bias } = model.head;
  const files = writeCheckpoint(model.checkpoint, { weight, bias, labels: model.labelNames });
  files.set('labels.json', new TextEncoder().encode(JSON.stringify(model.labelNames)));
  const inputs = { texts: examples.texts.slice(0, GOLDEN_TEXTS), seconds: examples.seconds?.slice(0, GOLDEN_TEXTS) ?? null };
  const golden = { inputs, outputs: [...await model.probabilities(inputs)] };
  return makeArtefact({ model: ENCODER_NAME, ...facts, params: { ...facts.params, maxLength: model.maxLength }, golden }, files);
}

/** What lies in the folder: the artefact's files and its card. */
export function tunedFolder({ card, files }: Artefact): Map<string, Uint8Array> {
  return new Map([...files, [CARD, new TextEncoder().encode(`${JSON.stringify(card, null, 2)}\n`)]]);
}

/** Throws ArtefactError where a file is missing, changed or answers differently. The card is not signed. */
export async function openTuned(folder: ReadonlyMap<string, Uint8Array>): Promise<TunedModel> {
  const bytes = folder.get(CARD);
  if (!bytes) throw new ArtefactError('NOT_AN_ARTEFACT', 'card.json is missing; the folder holds no model of finetune');
  const card = JSON.parse(new TextDecoder().decode(bytes)) as Card;
  const files = new Map(Object.entries(card.files).map(([name, digest]) => {
    const own = folder.get(name);
    if (!own) throw new ArtefactError('FILE_SET', `The file ${name} is missing; tune the model again.`);
    if (createHash('sha256').update(own).digest('hex') !== digest) throw new ArtefactError('DIGEST', `The file ${name} was changed; restore it or tune the model again.`);
    return [name, own] as const;
  }));
  return card.model === CLASSIFIER_NAME ? openLinear({ card, files }) : openEncoder({ card, files });
}

async function openLinear(artefact: Artefact): Promise<TunedModel> {
  const model = await loadClassifier(artefact);
  return { labelNames: model.labelNames, probabilities: (pairs) => model.probabilities(joined(pairs)), close: () => model.close() };
}

async function openEncoder({ card, files }: Artefact): Promise<TunedModel> {
  if (card.model !== ENCODER_NAME) throw new ArtefactError('MODEL', `This build has no model ${card.model}; tune it again.`);
  const labels = JSON.parse(new TextDecoder().decode(files.get('labels.json') ?? new Uint8Array())) as string[];
  const checkpoint = readCheckpoint(files);
  const head = readHead(files, checkpoint.config.width, labels.length);
  const model = await SequenceClassifier.open(checkpoint, head, labels, card.params.maxLength);
  const answers = await model.probabilities(card.golden.inputs as unknown as Pairs);
  const golden = card.golden.outputs as number[];
  if (answers.length !== golden.length || answers.some((value, at) => Math.abs(value - golden[at]) > GOLDEN_TOLERANCE)) {
    await model.close();
    throw new ArtefactError('GOLDEN', `The model ${card.model} no longer gives the answers it was made with; tune it again.`);
  }
  return model;
}
