import type { EntityManager } from 'typeorm';
import { StatementDispute } from '../../schema/statement-dispute.js';
import { Statement, type StatementState } from '../../schema/statement.js';
import { StatementLine } from '../../schema/statement-line.js';
import type { Audit } from '../audit/audit.js';
import { checkedReason } from '../partner/reasons.js';
import { maySeePartner, sideOf, type Side } from '../partner/sides.js';
import { type Actor, actorAccountId } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import type { Postings } from './postings.js';
import { lockSettlement } from './statement-windows.js';

export interface StatementChange { readonly id: string; readonly expectedVersion: number }

/** What each side may do with a statement, as mutation names. */
export function openStatementActions(state: StatementState, side: Side | null, hasOpenDispute: boolean): string[] {
  if (side === 'partner') {
    if (state === 'issued') return ['statementAcknowledge', 'statementDispute'];
    if (state === 'disputed') return hasOpenDispute ? ['statementDispute'] : ['statementAcknowledge', 'statementDispute'];
  }
  if (side === 'platform') {
    if (state === 'disputed' && hasOpenDispute) return ['disputeDecide'];
    if (state === 'acknowledged') return ['payoutPropose'];
  }
  return [];
}

/** The partner's answer to a statement. An issued statement never changes: what a dispute corrects is a line of the next one. */
export class Disputes {
  constructor(private readonly database: Database, private readonly postings: Postings, private readonly audit: Audit, private readonly clock: Clock, private readonly newId: NewId) {}

  acknowledge(change: StatementChange, actor: Actor): Promise<Statement> {
    return this.answer('statementAcknowledge', change, actor, async () => 'acknowledged');
  }

  dispute({ lineNumber, reason, ...change }: StatementChange & { lineNumber: number; reason: string }, actor: Actor): Promise<Statement> {
    return this.answer('statementDispute', change, actor, async (tx, statement) => {
      if (!await tx.existsBy(StatementLine, { statementId: statement.id, number: lineNumber })) throw new DomainError('BAD_INPUT', { path: ['lineNumber'] }, 'The statement has no such line.');
      if (await tx.existsBy(StatementDispute, { statementId: statement.id, lineNumber, state: 'open' })) throw new DomainError('ALREADY_EXISTS', { path: ['lineNumber'] }, 'This line is disputed already.');
      const { partnerId, id: statementId } = statement;
      await tx.query(
        `INSERT INTO statement_disputes (id, partner_id, statement_id, line_number, reason, opened_by, opened_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [this.newId(), partnerId, statementId, lineNumber, checkedReason(reason), actorAccountId(actor), this.clock()]);
      return 'disputed';
    });
  }

  /** Without an adjustment the line stands; with one, in favour of the partner above zero, the open window gets it. */
  decide({ id, expectedVersion, decision, adjustmentMinor }: StatementChange & { decision: string; adjustmentMinor: bigint | null }, actor: Actor): Promise<StatementDispute> {
    return this.database.transaction(async (tx) => {
      await lockSettlement(tx);
      const dispute = await tx.findOneBy(StatementDispute, { id });
      if (!dispute || !maySeePartner(actor, dispute.partnerId)) throw new DomainError('NOT_FOUND');
      if (sideOf(actor, dispute.partnerId) !== 'platform') throw new DomainError('FORBIDDEN');
      if (dispute.version !== expectedVersion) throw new DomainError('CONFLICT', { currentVersion: dispute.version });
      if (dispute.state !== 'open') throw new DomainError('ILLEGAL_TRANSITION', { from: dispute.state, allowed: [] });
      const written = { state: adjustmentMinor === null ? 'upheld' as const : 'adjusted' as const, decision: checkedReason(decision), adjustmentMinor, decidedAt: this.clock(), version: dispute.version + 1 };
      await tx.update(StatementDispute, { id }, written);
      await tx.query('UPDATE statement_disputes SET decided_by = $2 WHERE id = $1', [id, actorAccountId(actor)]);
      const { currency, partnerId } = await tx.findOneByOrFail(Statement, { id: dispute.statementId });
      if (adjustmentMinor) await this.postings.post(tx, { partnerId, currency, amountMinor: adjustmentMinor, source: 'adjustment', key: id });
      await this.audit.append(tx, {
        actor, action: 'disputeDecide', noun: 'Statement', nounId: dispute.statementId, detail: { disputeId: id, lineNumber: dispute.lineNumber, state: written.state, adjustmentMinor: adjustmentMinor === null ? null : String(adjustmentMinor), decision: written.decision },
      });
      return Object.assign(dispute, written);
    });
  }

  private answer(action: string, { id, expectedVersion }: StatementChange, actor: Actor, decide: (tx: EntityManager, statement: Statement) => Promise<StatementState>): Promise<Statement> {
    return this.database.transaction(async (tx) => {
      const statement = await tx.findOne(Statement, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!statement || !maySeePartner(actor, statement.partnerId)) throw new DomainError('NOT_FOUND');
      const side = sideOf(actor, statement.partnerId);
      if (side !== 'partner') throw new DomainError('FORBIDDEN');
      if (statement.version !== expectedVersion) throw new DomainError('CONFLICT', { currentVersion: statement.version });
      const hasOpen = await tx.existsBy(StatementDispute, { statementId: id, state: 'open' });
      const allowed = openStatementActions(statement.state, side, hasOpen);
      if (!allowed.includes(action)) throw new DomainError('ILLEGAL_TRANSITION', { from: statement.state, allowed });
      const written = { state: await decide(tx, statement), version: statement.version + 1 };
      await tx.update(Statement, { id }, written);
      await this.audit.append(tx, { actor, action, noun: 'Statement', nounId: id, detail: { code: statement.code, from: statement.state, to: written.state } });
      return Object.assign(statement, written);
    });
  }
}
