import { createHash, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import canonicalize from 'canonicalize';
import { FEATURE_SPEC_HASH } from './features/spec.js';

/**
 * What a trainer leaves behind: named files and a card that says what they are. Sealing adds the card as RFC 8785
 * canonical JSON and an Ed25519 signature over exactly those bytes; the card holds the sha256 of every file, so one
 * signature covers all. Nothing in it depends on the clock: same seed and data give the same bytes.
 */
export const ARTEFACT_FORMAT = 1;
const CARD_FILE = 'card.json';
const SIGNATURE_FILE = 'card.sig';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export interface MetricValue {
  readonly value: number;
  /** Ends of the 95 % bootstrap interval. */
  readonly low: number;
  readonly high: number;
}

export interface Card {
  readonly formatVersion: number;
  readonly model: string;
  readonly featureSpecHash: string;
  readonly params: Readonly<Record<string, number>>;
  readonly seed: number;
  readonly dataWindow: { readonly fromMs: number; readonly toMs: number };
  readonly snapshotId: string;
  readonly codeRevision: string;
  readonly metrics: Readonly<Record<string, MetricValue>>;
  /** Of a network with several heads: what was learnt, with the rows that it was learnt from. */
  readonly heads?: Readonly<Record<string, { readonly known: number; readonly positives: number }>>;
  /** File name → sha256 in hex. */
  readonly files: Readonly<Record<string, string>>;
  /** Inputs with the outputs that the trainer saw; every load repeats them. */
  readonly golden: { readonly inputs: JsonValue; readonly outputs: JsonValue };
}

export type ArtefactFiles = ReadonlyMap<string, Uint8Array>;

export interface Artefact {
  readonly card: Card;
  readonly files: ArtefactFiles;
}

export type ArtefactErrorCode =
  | 'NOT_AN_ARTEFACT'
  | 'FORMAT_VERSION'
  | 'FEATURE_SPEC'
  | 'SIGNATURE'
  | 'DIGEST'
  | 'FILE_SET'
  | 'MODEL'
  | 'GOLDEN';

/** `message` says what is wrong and what to do. */
export class ArtefactError extends Error {
  override readonly name = 'ArtefactError';

  constructor(readonly code: ArtefactErrorCode, message: string) {
    super(message);
  }
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const canonicalBytes = (value: unknown): Uint8Array => new TextEncoder().encode(canonicalize(value) as string);

export function makeArtefact(
  card: Omit<Card, 'formatVersion' | 'featureSpecHash' | 'files' | 'metrics'>,
  files: ArtefactFiles,
): Artefact {
  const digests = Object.fromEntries([...files].map(([name, bytes]) => [name, sha256(bytes)]));
  return {
    card: { ...card, formatVersion: ARTEFACT_FORMAT, featureSpecHash: FEATURE_SPEC_HASH, metrics: {}, files: digests },
    files,
  };
}

/** The artefact with the metrics of its evaluation on the card; sealing comes after. */
export function withMetrics(artefact: Artefact, metrics: Card['metrics']): Artefact {
  return { card: { ...artefact.card, metrics }, files: artefact.files };
}

/** The files, the canonical card and the 64-byte signature, ready to be stored. */
export function sealArtefact(artefact: Artefact, privateKey: KeyObject): Map<string, Uint8Array> {
  const card = canonicalBytes(artefact.card);
  return new Map([
    ...artefact.files,
    [CARD_FILE, card],
    [SIGNATURE_FILE, new Uint8Array(sign(null, card, privateKey))],
  ]);
}

/** Verifies a sealed artefact. Throws ArtefactError for a foreign key, version or feature spec, or a changed byte. */
export function openArtefact(sealed: ArtefactFiles, publicKey: KeyObject): Artefact {
  const cardBytes = sealed.get(CARD_FILE);
  const signature = sealed.get(SIGNATURE_FILE);
  if (!cardBytes || !signature) {
    throw new ArtefactError('NOT_AN_ARTEFACT', `${CARD_FILE} or ${SIGNATURE_FILE} is missing; store all files of the run again.`);
  }
  if (!verify(null, cardBytes, publicKey, signature)) {
    throw new ArtefactError('SIGNATURE', 'The card was not signed by this platform’s key, or it was changed; retrain, or restore the artefact from a copy made with this key.');
  }
  const card = JSON.parse(new TextDecoder().decode(cardBytes)) as Card;
  if (card.formatVersion !== ARTEFACT_FORMAT) {
    throw new ArtefactError('FORMAT_VERSION', `The artefact has format ${card.formatVersion} and this build reads ${ARTEFACT_FORMAT}; retrain the model ${card.model}.`);
  }
  if (card.featureSpecHash !== FEATURE_SPEC_HASH) {
    throw new ArtefactError('FEATURE_SPEC', `The model ${card.model} was fitted on another feature spec; retrain it with this build, or run the build that made it.`);
  }
  return { card, files: checkFiles(card, sealed) };
}

function checkFiles(card: Card, sealed: ArtefactFiles): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const [name, digest] of Object.entries(card.files)) {
    const bytes = sealed.get(name);
    if (!bytes) throw new ArtefactError('FILE_SET', `The file ${name} is missing; store all files of the run again.`);
    if (sha256(bytes) !== digest) {
      throw new ArtefactError('DIGEST', `The file ${name} was changed after it was signed; restore it from a copy or retrain.`);
    }
    files.set(name, bytes);
  }
  const foreign = [...sealed.keys()].find((name) => !files.has(name) && name !== CARD_FILE && name !== SIGNATURE_FILE);
  if (foreign !== undefined) {
    throw new ArtefactError('FILE_SET', `The file ${foreign} is not on the signed card; remove it.`);
  }
  return files;
}
