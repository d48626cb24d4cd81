import type { EntityManager } from 'typeorm';
import { ContractBreach } from '../../schema/contract-breach.js';
import type { ContractVersion } from '../../schema/contract-version.js';
import { Partner } from '../../schema/partner.js';
import type { Audit } from '../audit/audit.js';
import type { Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import { holdVersion, positionOf, stopSuccessors, writeVersion, type ClockMove, type HeldVersion } from './contract-rows.js';
import { bindingActions, dueContractMoves, noticeEnd, openMoves, type ContractAction, type ContractPosition } from './contract-states.js';
import { cureDays } from './contract-terms.js';
import { closedStates } from './partner-states.js';
import { checkedReason } from './reasons.js';
import { otherSide, type Side } from './sides.js';

/** A move of a version that the caller has seen at `expectedVersion`. */
export interface VersionChange {
  versionId: string;
  expectedVersion: number;
}

export interface Outcome {
  values?: Partial<ContractVersion>;
  detail?: Record<string, unknown>;
  /** Runs after the version was written, before the audit entry. */
  after?: () => Promise<void>;
}

const DAY_MS = 86_400_000;

/**
 * A contract in force: it rests and goes on, is given notice, and is ended for a breach that was not cured in its time. Errors as
 * in Contracts. What lowers exposure needs one side, nobody's approval, and works beside any negotiation.
 */
export class ContractLife {
  constructor(protected readonly audit: Audit, protected readonly clock: Clock, protected readonly newId: NewId) {}

  suspend(tx: EntityManager, input: VersionChange & { reason: string }, actor: Actor): Promise<string> {
    return this.move(tx, 'contractSuspend', input, actor, async ({ contract, version, side }) => {
      const reason = checkedReason(input.reason);
      await tx.query('INSERT INTO contract_rests (contract_version_id, partner_id, party, starts_at) VALUES ($1, $2, $3, $4)', [version.id, contract.partnerId, side, this.clock()]);
      return { values: { reason, suspendedBy: side } };
    });
  }

  resume(tx: EntityManager, input: VersionChange, actor: Actor): Promise<string> {
    return this.move(tx, 'contractResume', input, actor, async ({ version }) => ({ values: { suspendedBy: null, reason: version.noticeEndsAt ? version.reason : null } }));
  }

  /** Termination for convenience: after the days of the termination clause. What was signed but has not begun never begins. */
  giveNotice(tx: EntityManager, input: VersionChange & { reason: string }, actor: Actor): Promise<string> {
    return this.move(tx, 'contractGiveNotice', input, actor, async ({ version, side }) => {
      const reason = checkedReason(input.reason);
      await this.tell(tx, await stopSuccessors(tx, version, this.clock()), actor);
      return { values: { reason, noticeBy: side, noticeEndsAt: noticeEnd(version, this.clock()), supersededAt: null } };
    });
  }

  /** Says that the other side broke the contract. It may cure it until the days of the clause, or of the termination clause, are over. */
  reportBreach(tx: EntityManager, input: VersionChange & { clauseKey: string | null; reason: string }, actor: Actor): Promise<string> {
    return this.move(tx, 'contractReportBreach', input, actor, async ({ contract, version, side, breaches }) => {
      const [description, reportedAt, clauseKey] = [checkedReason(input.reason), this.clock(), input.clauseKey];
      if (clauseKey !== null && !version.clauses.some(({ key }) => key === clauseKey)) throw new DomainError('BAD_INPUT', { path: ['clauseKey'] }, 'The contract has no such clause.');
      const cureUntil = new Date(reportedAt.getTime() + cureDays(version.clauses, clauseKey) * DAY_MS);
      const number = breaches.length + 1;
      await tx.insert(ContractBreach, { id: this.newId(), contractVersionId: version.id, number, partnerId: contract.partnerId, party: otherSide(side), clauseKey, description, reportedAt, cureUntil, curedAt: null });
      return { detail: { breach: number, clauseKey, description, cureUntil: cureUntil.toISOString() } };
    });
  }

  /** Only who reported it can say that it is cured; late is allowed too. */
  confirmCure(tx: EntityManager, input: VersionChange & { breach: number | null }, actor: Actor): Promise<string> {
    return this.move(tx, 'contractConfirmCure', input, actor, async ({ version, side, breaches }) => {
      const breach = input.breach ?? breaches.find(({ party, curedAt }) => party === otherSide(side) && curedAt === null)!.number;
      const { affected } = await tx.createQueryBuilder().update(ContractBreach).set({ curedAt: this.clock() })
        .where('contractVersionId = :id AND number = :breach AND party = :party AND curedAt IS NULL', { id: version.id, breach, party: otherSide(side) }).execute();
      if (affected !== 1) throw new DomainError('BAD_INPUT', { path: ['breach'] }, 'This side has no such report open.');
      return { detail: { breach } };
    });
  }

  /** For cause: at once, by the side whose report was not cured in its time. */
  terminate(tx: EntityManager, input: VersionChange & { reason: string }, actor: Actor): Promise<string> {
    return this.move(tx, 'contractTerminate', input, actor, async ({ version }) => {
      const reason = checkedReason(input.reason);
      await this.tell(tx, await stopSuccessors(tx, version, this.clock()), actor);
      return { values: { reason, noticeBy: null, noticeEndsAt: this.clock(), supersededAt: null, suspendedBy: null } };
    });
  }

  protected async move(
    tx: EntityManager, action: ContractAction, { versionId, expectedVersion }: VersionChange, actor: Actor,
    decide: (held: HeldVersion) => Promise<Outcome>, hash?: string,
  ): Promise<string> {
    const held = await holdVersion(tx, versionId, actor);
    const { contract, version, side } = held;
    if (hash !== undefined && hash !== version.contentHash) throw new DomainError('HASH_MISMATCH', { contentHash: version.contentHash });
    if (version.version !== expectedVersion) throw new DomainError('CONFLICT', { currentVersion: version.version });
    const now = this.clock();
    const from = version.state;
    // What the clock has ended stays ended, even before the job has written it down.
    const [due] = dueContractMoves(version, now).slice(-1);
    if (due) throw new DomainError('ILLEGAL_TRANSITION', { from: due.to, allowed: [] });
    const position = positionOf(version, held, now);
    const move = openMoves(position, side).find((one) => one.action === action);
    if (!move) throw new DomainError('ILLEGAL_TRANSITION', { from, allowed: reachable(position, side) });
    if (bindingActions.includes(action)) requireOpen(await tx.findOneByOrFail(Partner, { id: contract.partnerId }));
    const { values, detail, after } = await decide(held);
    await writeVersion(tx, version, { ...values, state: move.to }, now);
    await after?.();
    await this.audit.append(tx, {
      actor, action, noun: 'Contract', nounId: contract.id,
      detail: { versionId, number: version.number, from, to: version.state, ...(values?.reason ? { reason: values.reason } : {}), ...detail },
    });
    return versionId;
  }

  /** What followed for other versions. */
  protected async tell(tx: EntityManager, moves: readonly ClockMove[], actor: Actor): Promise<void> {
    for (const { version, action, detail } of moves) {
      await this.audit.append(tx, { actor, action, noun: 'Contract', nounId: version.contractId, detail: { versionId: version.id, number: version.number, ...detail } });
    }
  }
}

export function requireOpen({ state }: Pick<Partner, 'state'>): void {
  if (closedStates.includes(state)) throw new DomainError('BAD_INPUT', { path: ['partnerId'], state }, 'No contract is made with a partner in this state.');
}

export function reachable(position: ContractPosition, side: Side): string[] {
  return [...new Set(openMoves(position, side).map(({ to }) => to))];
}
