import type { EntityManager } from 'typeorm';
import type { Clause } from '../../schema/clause.js';
import { ContractVersion } from '../../schema/contract-version.js';
import type { Contract } from '../../schema/contract.js';
import type { Partner } from '../../schema/partner.js';
import type { Audit } from '../audit/audit.js';
import { actorAccountId, type Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import { checkedClauses, type ClauseDraft } from './clauses.js';
import { contentHashOf } from './contract-content.js';
import type { Side } from './sides.js';

/** The text that is negotiated: when it holds and what it settles. */
export interface ContractTerms {
  startsAt: Date;
  endsAt: Date;
  clauses: readonly ClauseDraft[];
}

interface CheckedTerms {
  startsAt: Date;
  endsAt: Date;
  clauses: Clause[];
}

export interface Drafting {
  readonly audit: Audit;
  readonly clock: Clock;
  readonly newId: NewId;
}

const PLATFORM_NAME = 'Tandem';

/** Throws BAD_INPUT with the path of the first fault. */
export function checkedTerms({ startsAt, endsAt, clauses }: ContractTerms, now: Date): CheckedTerms {
  if (!(endsAt > startsAt)) throw new DomainError('BAD_INPUT', { path: ['endsAt'] }, 'A contract ends after it begins.');
  requireAhead({ endsAt }, now);
  return { startsAt, endsAt, clauses: checkedClauses(clauses) };
}

export function requireAhead({ endsAt }: Pick<ContractVersion, 'endsAt'>, now: Date): object {
  if (endsAt <= now) throw new DomainError('BAD_INPUT', { path: ['endsAt'] }, 'The time of this contract is over.');
  return {};
}

/** The columns of a text, with its hash. */
export function hashedText({ code, title }: Contract, { number, parties }: Pick<ContractVersion, 'number' | 'parties'>, terms: CheckedTerms): CheckedTerms & { contentHashBytes: Buffer } {
  return { ...terms, contentHashBytes: contentHashOf({ code, title, number, parties, ...terms }) };
}

interface NewVersion {
  contract: Contract;
  partner: Pick<Partner, 'code' | 'name'>;
  number: number;
  side: Side;
  terms: CheckedTerms;
  actor: Actor;
  action: string;
}

/** Writes a draft of one side and its audit entry; returns its id. */
export async function insertVersion(tx: EntityManager, { audit, clock, newId }: Drafting, { contract, partner, number, side, terms, actor, action }: NewVersion): Promise<string> {
  const now = clock();
  const parties = { platform: { name: PLATFORM_NAME }, partner: { code: partner.code, name: partner.name } };
  const version = tx.create(ContractVersion, {
    id: newId(), contractId: contract.id, number, state: 'draft', parties, draftedBy: side, createdBy: actorAccountId(actor), version: 1, createdAt: now, updatedAt: now,
    ...hashedText(contract, { number, parties }, terms),
  });
  await tx.insert(ContractVersion, version);
  await audit.append(tx, { actor, action, noun: 'Contract', nounId: contract.id, detail: { code: contract.code, versionId: version.id, number, contentHash: version.contentHash } });
  return version.id;
}
