import type { EntityManager } from 'typeorm';
import { clausesOf, type CostBudgetClause } from '../../schema/clause.js';
import type { AccountName } from '../ledger/chart.js';
import type { Ledger } from '../ledger/ledger.js';
import { periodStart } from '../partner/budget-period.js';
import { DomainError } from '../platform/errors.js';
import { between } from './accruals.js';
import { contractPeriodsSql } from './contract-periods.js';

export interface BudgetUse {
  readonly contractId: string;
  readonly clauseKey: string;
  /** The instant whose period is charged, and whose version says how much there is. */
  readonly at: Date;
  /** Of the commitment; the same key reserves once. */
  readonly key: string;
  readonly amountMinor: bigint;
  readonly currency: string;
}

/**
 * A cost-budget clause is an account of each of its periods, filled with the clause's limit. A commitment is a pending transfer out
 * of it, what was spent posts part of that, and the rest comes back: Σ (posted + pending) never exceeds the limit, because the
 * database lets no reserve account go below zero. OVER_LIMIT: there is not so much left.
 */
export class CostBudgets {
  constructor(private readonly ledger: Ledger) {}

  async reserve(tx: EntityManager, { contractId, clauseKey, at, key, amountMinor, currency }: BudgetUse): Promise<boolean> {
    const { clause, versionId, partnerId, zone } = await inForce(tx, contractId, clauseKey, at);
    if (clause.budget.currency !== currency) throw new DomainError('BAD_INPUT', { path: ['currency'] }, `This budget is in ${clause.budget.currency}.`);
    const subject = `${contractId}:${clauseKey}:${periodStart(clause.period, at, zone)}`;
    const reserve: AccountName = { partnerId, kind: 'reserve', currency, subject };
    await this.fill(tx, reserve, `budget:${subject}:${versionId}`, clause.budget.amountMinor);
    return this.ledger.transfer(tx, { key: `commit:${key}`, kind: 'cost_budget', pending: true, legs: [{ from: reserve, to: { ...reserve, kind: 'partner_cost' }, amountMinor }] });
  }

  /** What was really spent, at most what was reserved; the rest is free again. */
  post(tx: EntityManager, { key, amountMinor }: { key: string; amountMinor: bigint }): Promise<boolean> {
    return this.ledger.resolve(tx, { key: `spend:${key}`, pendingKey: `commit:${key}`, amountMinor });
  }

  void(tx: EntityManager, { key }: { key: string }): Promise<boolean> {
    return this.ledger.resolve(tx, { key: `release:${key}`, pendingKey: `commit:${key}`, amountMinor: 0n });
  }

  /** Brings what was granted to the limit of the version; a later version with another limit grants or takes back the difference. */
  private async fill(tx: EntityManager, reserve: AccountName, key: string, limit: bigint): Promise<void> {
    const isFilled = async () => (await tx.query<unknown[]>('SELECT 1 FROM ledger_transfers WHERE key = $1', [key])).length > 0;
    if (await isFilled()) return;
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`budget:${reserve.subject}`]);
    if (await isFilled()) return;
    const grant: AccountName = { ...reserve, kind: 'partner_cost', subject: `granted:${reserve.subject}` };
    const granted = -(await this.ledger.balance(tx, grant)).posted;
    await this.ledger.transfer(tx, { key, kind: 'budget', legs: between(grant, reserve, limit - granted) });
  }
}

async function inForce(tx: EntityManager, contractId: string, clauseKey: string, at: Date): Promise<{ clause: CostBudgetClause; versionId: string; partnerId: string; zone: string }> {
  const [version] = await tx.query<{ id: string; partnerId: string; zone: string; clauses: Parameters<typeof clausesOf>[0] }[]>(
    `WITH ${contractPeriodsSql} SELECT p.id, p.partner_id AS "partnerId", k.time_zone AS zone, p.clauses FROM periods p JOIN partners k ON k.id = p.partner_id WHERE p.contract_id = $1 AND p.period @> $2::timestamptz`, [contractId, at]);
  const clause = version && clausesOf(version.clauses).find((one): one is CostBudgetClause => one.kind === 'cost_budget' && one.key === clauseKey);
  if (!clause) throw new DomainError('NOT_FOUND', { path: ['clauseKey'] }, 'No version with this budget is in force at that time.');
  return { clause, versionId: version.id, partnerId: version.partnerId, zone: version.zone };
}
