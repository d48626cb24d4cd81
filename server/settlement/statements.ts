import type { EntityManager } from 'typeorm';
import { Statement } from '../../schema/statement.js';
import type { Audit } from '../audit/audit.js';
import type { AccountName } from '../ledger/chart.js';
import type { Leg, Ledger } from '../ledger/ledger.js';
import type { Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import { between, revenueOf } from './accruals.js';
import { contractPeriodsSql } from './contract-periods.js';
import { plainHead, sealStatement } from './statement-content.js';
import { readFacts } from './statement-facts.js';
import { linesOf, type ComputedLine } from './statement-lines.js';
import { lockSettlement, StatementWindows } from './statement-windows.js';

/** After the end of a window, so that what happened in its last minutes has arrived. */
const graceMs = 3_600_000;

/** Lines whose money moved in the ledger when they were accrued, not through the clearing account. */
const direct: ReadonlySet<ComputedLine['kind']> = new Set(['payout', 'forfeit']);

const dueSql = `
  SELECT s.id FROM statements s WHERE s.state = 'open' AND s.ends_at <= $1
    AND NOT EXISTS (SELECT FROM statements b WHERE b.partner_id = s.partner_id AND b.currency = s.currency AND b.state = 'open' AND b.number < s.number)
  ORDER BY s.ends_at, s.id LIMIT 1`;

/** Windows become statements: computed once, hashed, booked, never changed. Call Accruals.accrue first, so that nothing is left out. */
export class Statements {
  private readonly windows: StatementWindows;

  constructor(private readonly database: Database, private readonly ledger: Ledger, private readonly audit: Audit, private readonly clock: Clock, newId: NewId) {
    this.windows = new StatementWindows(clock, newId);
  }

  /** Opens the windows of partners to whom a floor or a guarantee is owed whether or not anything was sold. */
  openOwed(): Promise<void> {
    return this.database.transaction(async (tx) => {
      await lockSettlement(tx);
      const now = this.clock();
      const owed = await tx.query<{ partnerId: string; currency: string; begin: Date }[]>(
        `WITH ${contractPeriodsSql} SELECT partner_id AS "partnerId", coalesce(floor_currency, guarantee_currency) AS currency, min(lower(period)) AS begin FROM share_clauses
         WHERE coalesce(floor_currency, guarantee_currency) IS NOT NULL AND period @> $1::timestamptz GROUP BY 1, 2 ORDER BY 1, 2`, [now]);
      for (const { partnerId, currency, begin } of owed) await this.windows.reach(tx, partnerId, currency, begin, now);
    });
  }

  /** Issues the statement whose window has been over for longest; null when none is due. */
  issueNext(actor: Actor): Promise<Statement | null> {
    return this.database.transaction(async (tx) => {
      await lockSettlement(tx);
      const now = this.clock();
      const [due] = await tx.query<{ id: string }[]>(dueSql, [new Date(now.getTime() - graceMs)]);
      if (!due) return null;
      const statement = await tx.findOneByOrFail(Statement, { id: due.id });
      const computed = await this.compute(tx, statement);
      await writeLines(tx, statement, computed.lines);
      const { head, hash } = computed;
      await tx.update(Statement, { id: statement.id }, {
        state: 'issued', openingMinor: head.openingMinor, closingMinor: head.closingMinor, lineCount: head.lineCount, merkleRootBytes: head.merkleRoot, hashBytes: hash, issuedAt: now, version: statement.version + 1,
      });
      await this.windows.reach(tx, statement.partnerId, statement.currency, statement.endsAt, statement.endsAt);
      await this.book(tx, statement, computed.lines);
      await this.audit.append(tx, { actor, action: 'statementIssue', noun: 'Statement', nounId: statement.id, detail: { ...plainHead(head), hash: hash.toString('hex') } });
      return tx.findOneByOrFail(Statement, { id: statement.id });
    });
  }

  /** The statement again from version history; equal hashes mean that neither terms, events nor lines were changed since. */
  async recompute(id: string): Promise<{ hash: string; stored: string; isSame: boolean; lines: number }> {
    return this.database.transaction(async (tx) => {
      const statement = await tx.findOneBy(Statement, { id });
      if (!statement) throw new DomainError('NOT_FOUND');
      if (!statement.hash) throw new DomainError('ILLEGAL_TRANSITION', { from: statement.state, allowed: [] }, 'An open statement has no hash yet.');
      const { hash, lines } = await this.compute(tx, statement);
      return { hash: hash.toString('hex'), stored: statement.hash, isSame: hash.equals(statement.hashBytes!), lines: lines.length };
    });
  }

  private async compute(tx: EntityManager, statement: Statement) {
    const [before] = await tx.query<{ closing: string }[]>(
      'SELECT closing_minor AS closing FROM statements WHERE partner_id = $1 AND currency = $2 AND number = $3', [statement.partnerId, statement.currency, statement.number - 1]);
    const lines = linesOf(await readFacts(tx, statement));
    const { code, partnerId, currency, number, startsAt, endsAt, timeZone } = statement;
    return { lines, ...sealStatement({ code, partnerId, currency, number, startsAt, endsAt, timeZone, openingMinor: BigInt(before?.closing ?? 0) }, lines) };
  }

  /**
   * The clearing account gives up the estimates of the window; what they really came to is owed to the partner, after what the
   * partner owes. Below zero it is taken from what was owed, and the rest is owed by the partner.
   */
  private async book(tx: EntityManager, { id, partnerId, currency }: Statement, lines: readonly ComputedLine[]): Promise<void> {
    const account = (kind: AccountName['kind']): AccountName => ({ partnerId, kind, currency });
    const [{ estimated }] = await tx.query<{ estimated: string }[]>('SELECT coalesce(sum(estimate_minor), 0)::bigint AS estimated FROM accruals WHERE statement_id = $1', [id]);
    const total = lines.reduce((sum, { kind, amountMinor }) => (direct.has(kind) ? sum : sum + amountMinor), 0n);
    const legs: Leg[] = between(revenueOf(currency), account('clearing'), total - BigInt(estimated));
    if (total > 0n) {
      const debt = -(await this.ledger.balance(tx, account('payer_wallet'), { lock: true })).posted;
      const repaid = debt < total ? debt : total;
      const isHeld = (await tx.query<unknown[]>(`SELECT 1 FROM payout_holds WHERE partner_id = $1 AND state = 'held' LIMIT 1`, [partnerId])).length > 0;
      legs.push(...between(account('clearing'), account('payer_wallet'), repaid), ...between(account('clearing'), account(isHeld ? 'hold' : 'partner_payable'), total - repaid));
    } else {
      let short = -total;
      for (const kind of ['partner_payable', 'hold'] as const) {
        const { posted, reserved } = await this.ledger.balance(tx, account(kind), { lock: true });
        const taken = posted - reserved < short ? posted - reserved : short;
        legs.push(...between(account(kind), account('clearing'), taken));
        short -= taken;
      }
      legs.push(...between(account('payer_wallet'), account('clearing'), short));
    }
    await this.ledger.transfer(tx, { key: `statement:${id}`, kind: 'statement', legs });
  }
}

/** Rows a statement of SQL: parameters are arrays, so their number does not grow with the lines. */
const linesAtOnce = 5_000;

async function writeLines(tx: EntityManager, { id, partnerId }: Statement, lines: readonly ComputedLine[]): Promise<void> {
  for (let at = 0; at < lines.length; at += linesAtOnce) {
    const rows = lines.slice(at, at + linesAtOnce);
    const column = (of: (line: ComputedLine) => unknown) => rows.map(of);
    await tx.query(
      `INSERT INTO statement_lines (statement_id, partner_id, number, kind, accrual_id, source_id, contract_id, contract_version_id, clause_key, occurred_at, gross_minor, tax_minor, fee_minor, base_minor, below_minor, amount_minor)
       SELECT $1, $2, * FROM unnest($3::int[], $4::text[], $5::uuid[], $6::uuid[], $7::uuid[], $8::uuid[], $9::text[], $10::timestamptz[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[])`,
      [id, partnerId, column((l) => l.number), column((l) => l.kind), column((l) => l.accrualId), column((l) => l.sourceId), column((l) => l.contractId), column((l) => l.contractVersionId), column((l) => l.clauseKey), column((l) => l.occurredAt),
        ...[column((l) => l.grossMinor), column((l) => l.taxMinor), column((l) => l.feeMinor), column((l) => l.baseMinor), column((l) => l.belowMinor), column((l) => l.amountMinor)].map((minors) => minors.map(String))]);
  }
}
