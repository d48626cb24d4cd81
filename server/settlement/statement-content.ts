import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { leafHash, merkleRoot } from './merkle.js';
import type { ComputedLine } from './statement-lines.js';

/** What a statement says, and nothing else. */
export interface StatementHead {
  readonly code: string;
  readonly partnerId: string;
  readonly currency: string;
  readonly number: number;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly timeZone: string;
  readonly openingMinor: bigint;
  readonly closingMinor: bigint;
  readonly lineCount: number;
  readonly merkleRoot: Buffer;
}

/** A line as JSON: the leaf of the tree. */
export function plainLine(line: ComputedLine): Record<string, string | number | null> {
  return {
    number: line.number, kind: line.kind, sourceId: line.sourceId, contractVersionId: line.contractVersionId, clauseKey: line.clauseKey, occurredAt: line.occurredAt.toISOString(),
    grossMinor: String(line.grossMinor), taxMinor: String(line.taxMinor), feeMinor: String(line.feeMinor), baseMinor: String(line.baseMinor),
    belowMinor: String(line.belowMinor), amountMinor: String(line.amountMinor),
  };
}

export function plainHead(head: StatementHead): Record<string, string | number> {
  return {
    ...head, startsAt: head.startsAt.toISOString(), endsAt: head.endsAt.toISOString(), openingMinor: String(head.openingMinor), closingMinor: String(head.closingMinor), merkleRoot: head.merkleRoot.toString('hex'),
  };
}

export function lineLeaf(plain: Record<string, string | number | null>): Buffer {
  return leafHash(canonicalize(plain)!);
}

/** SHA-256 over the RFC 8785 JSON of the head, which holds the root over all lines. 32 bytes. */
export function headHash(plain: Record<string, string | number>): Buffer {
  return createHash('sha256').update(canonicalize(plain)!).digest();
}

/** Head and hash of a computed statement. */
export function sealStatement(head: Omit<StatementHead, 'closingMinor' | 'lineCount' | 'merkleRoot'>, lines: readonly ComputedLine[]): { head: StatementHead; hash: Buffer } {
  const complete: StatementHead = {
    ...head,
    closingMinor: lines.reduce((sum, { amountMinor }) => sum + amountMinor, head.openingMinor),
    lineCount: lines.length,
    merkleRoot: merkleRoot(lines.map((line) => lineLeaf(plainLine(line)))),
  };
  return { head: complete, hash: headHash(plainHead(complete)) };
}
