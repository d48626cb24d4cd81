import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { plainClauses, type Clause } from '../../schema/clause.js';
import type { ContractParties } from '../../schema/contract-version.js';

/** Everything that both sides consent to, and nothing else. */
export interface ContractContent {
  code: string;
  number: number;
  parties: ContractParties;
  title: string;
  startsAt: Date;
  endsAt: Date;
  clauses: readonly Clause[];
}

/** SHA-256 over the RFC 8785 JSON of the content: equal exactly when both sides mean the same. 32 bytes. */
export function contentHashOf({ code, number, parties, title, startsAt, endsAt, clauses }: ContractContent): Buffer {
  const text = canonicalize({
    code, number, parties, title, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), clauses: plainClauses(clauses),
  })!;
  return createHash('sha256').update(text).digest();
}
