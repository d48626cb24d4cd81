import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { linkHash } from '../audit/chain.js';
import { DomainError } from '../platform/errors.js';
import { consentBytes } from './seal.js';

const hex = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits');
const base64 = z.string().regex(/^[A-Za-z0-9+/]{86}==$/, 'must be 64 bytes in base64');
const proofShape = z.strictObject({
  format: z.literal('tandem-contract-proof-1'),
  contractVersionId: z.uuid(),
  content: z.strictObject({
    code: z.string(), number: z.number().int(), parties: z.record(z.string(), z.unknown()), title: z.string(), startsAt: z.iso.datetime(), endsAt: z.iso.datetime(), clauses: z.array(z.record(z.string(), z.unknown())),
  }),
  contentHash: hex,
  /** In the order in which they were made. */
  signatures: z.array(z.strictObject({ party: z.enum(['platform', 'partner']), place: z.number().int().optional(), title: z.string().optional(), signerId: z.uuid(), signerName: z.string(), signedAt: z.iso.datetime(), signature: base64 })).min(2).max(10),
  /** The entries of the audit log that these signatures made, in the same order. */
  audit: z.array(z.strictObject({
    entry: z.strictObject({ seq: z.string().regex(/^\d+$/), id: z.string(), at: z.iso.datetime(), actor: z.string(), action: z.string(), noun: z.string(), nounId: z.string(), detail: z.record(z.string(), z.unknown()) }),
    prevHash: hex, hash: hex,
  })).min(2).max(10),
  files: z.array(z.strictObject({ locale: z.enum(['zh', 'en']), sha256: hex, seal: base64 })),
  /** The platform's Ed25519 key for contracts, as it stands in /.well-known/jwks.json. */
  publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'must be 32 bytes in base64url'),
});
export type ContractProof = z.infer<typeof proofShape>;

export interface ProvenContract {
  readonly code: string;
  readonly contentHash: string;
  readonly signers: readonly string[];
  readonly publicKey: string;
  /** The language of the file that was given along. */
  readonly file: 'zh' | 'en' | null;
}

/**
 * Checks a proof with nothing but itself, and a file with the proof; throws BAD_INPUT that says which part does not hold. What is left to
 * trust is publicKey: compare it with what the platform publishes.
 */
export function verifyContract(input: unknown, file: Buffer | null = null): ProvenContract {
  const parsed = proofShape.safeParse(input);
  if (!parsed.success) throw fault(`This is no proof of a contract: ${parsed.error.issues[0].path.join('.')} ${parsed.error.issues[0].message}.`);
  const { contractVersionId, content, contentHash, signatures, audit, files, publicKey: x } = parsed.data;
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  if (createHash('sha256').update(canonicalize(content)!).digest('hex') !== contentHash) throw fault('The text does not have this hash.');
  checkSignatories(content.clauses, signatures);
  if (audit.length !== signatures.length) throw fault('There is not one audit entry for each signature.');
  for (const [index, { party, place = null, signerId, signedAt, signature }] of signatures.entries()) {
    const consent = consentBytes({ contractVersionId, party, place, signerId, contentHash: Buffer.from(contentHash, 'hex'), signedAt: new Date(signedAt) });
    if (!verify(null, consent, publicKey, Buffer.from(signature, 'base64'))) throw fault(`The signature of the ${party} does not hold.`);
    if (index > 0 && signatures[index - 1].signedAt > signedAt) throw fault('The signatures are not in their order.');
    const { entry, prevHash, hash } = audit[index];
    const isSigning = entry.action === 'contractSign' && entry.detail.versionId === contractVersionId && entry.detail.party === party && (entry.detail.place ?? null) === place && entry.detail.contentHash === contentHash && entry.actor === `account:${signerId}`;
    if (!isSigning) throw fault(`The audit entry ${entry.seq} is not that of the ${party}'s signature.`);
    if (linkHash(Buffer.from(prevHash, 'hex'), { ...entry, seq: BigInt(entry.seq), at: new Date(entry.at) }).toString('hex') !== hash) throw fault(`The audit entry ${entry.seq} does not have this hash.`);
  }
  if (audit.some(({ entry }, index) => index > 0 && BigInt(audit[index - 1].entry.seq) >= BigInt(entry.seq))) throw fault('The audit entries are not in their order.');
  for (const { locale, sha256, seal } of files) {
    if (!verify(null, fileBytes(contentHash, locale, Buffer.from(sha256, 'hex')), publicKey, Buffer.from(seal, 'base64'))) throw fault(`The seal of the ${locale} file does not hold.`);
  }
  return { code: content.code, contentHash, signers: signatures.map(({ signerName, title }) => (title === undefined ? signerName : `${signerName} (${title})`)), publicKey: x, file: file && fileOf(files, file) };
}

/** Everybody whom the text names has signed, in the order that it names; where it names nobody, each side once. Each is another person. */
function checkSignatories(clauses: ContractProof['content']['clauses'], signatures: ContractProof['signatures']): void {
  const clause = clauses.find(({ kind }) => kind === 'signing') as { ordered: boolean; signatories: { party: string; title: string }[] } | undefined;
  const wanted = clause?.signatories.map(({ party, title }, index) => ({ party, title, place: index + 1 })) ?? ['platform', 'partner'].map((party) => ({ party, title: undefined, place: undefined }));
  const isOf = (one: (typeof wanted)[number]) => signatures.filter(({ party, place, title }) => party === one.party && place === one.place && title === one.title).length === 1;
  const missing = wanted.find((one) => !isOf(one));
  if (missing || signatures.length !== wanted.length) throw fault(clause ? `The ${missing?.title ?? 'list of signatories'} of the text has not signed once.` : 'Both sides have to sign.');
  if (new Set(signatures.map(({ signerId }) => signerId)).size !== signatures.length) throw fault('Each signatory has to be another person.');
  if (clause?.ordered && signatures.some(({ place }, index) => place !== index + 1)) throw fault('The signatories have not signed in the order of the text.');
}

/** What the seal of a file covers: whose text it is, in which language, and its bytes. */
export function fileBytes(contentHash: string, locale: string, sha256: Buffer): Buffer {
  return Buffer.from(canonicalize({ contentHash, locale, sha256: sha256.toString('hex') })!);
}

export function publicKeyText(key: KeyObject): string {
  return key.export({ format: 'jwk' }).x!;
}

function fileOf(files: ContractProof['files'], file: Buffer): 'zh' | 'en' {
  const sha256 = createHash('sha256').update(file).digest('hex');
  const known = files.find((one) => one.sha256 === sha256);
  if (!known) throw fault('The file is not the one that was sealed.');
  return known.locale;
}

const fault = (message: string) => new DomainError('BAD_INPUT', {}, message);
