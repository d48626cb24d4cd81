import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

export interface ChainedEntry {
  readonly seq: bigint;
  readonly id: string;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly noun: string;
  readonly nounId: string;
  readonly detail: Record<string, unknown>;
}

/** What the first entry follows on. */
export const genesis = Buffer.alloc(32);

/** SHA-256(previous hash ‖ RFC 8785 form of the entry): 32 bytes. */
export function linkHash(previous: Buffer, entry: ChainedEntry): Buffer {
  const { seq, at, ...rest } = entry;
  return createHash('sha256').update(previous).update(canonicalize({ ...rest, seq: String(seq), at: at.toISOString() })!).digest();
}

/** The detail as jsonb will give it back: no undefined, dates and bigints as text. */
export function plainDetail(detail: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(detail, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))) as Record<string, unknown>;
}
