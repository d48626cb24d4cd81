import { SandboxBank } from '../../../server/adapters/payout/sandbox.js';
import type { ClauseDraft } from '../../../server/partner/clauses.js';
import { newId } from '../../../server/platform/ids.js';
import { openSettlement } from '../../../server/settlement/open-settlement.js';
import { addContents } from '../../support/content-factories.js';
import { openPartnerWorld, signedContract } from '../partner/partner-world.js';

export const yuan = (amountMinor: bigint) => ({ amountMinor, currency: 'CNY' });
export const share = (more: Partial<Extract<ClauseDraft, { kind: 'revenue_share' }>> = {}): ClauseDraft => ({ key: 'share', kind: 'revenue_share', sharePpm: 300_000, base: 'net_of_refunds', ...more });

/** Partner A with a content, its contract from 2 March 2026 on, and everything that settles. */
export async function openSettlementWorld() {
  const world = await openPartnerWorld();
  const { database, audit, clock, system, time } = world;
  const parts = openSettlement({ database, audit, clock, newId });
  const { ledger, statements, accruals } = parts;
  const buyer = (await world.person('reader')).accountId;
  const offerOf = async (partnerId: string | null): Promise<string> => {
    const [contentId] = await addContents(database, [{ title: 'A course' }], clock);
    if (partnerId) await database.query('UPDATE contents SET partner_id = $2 WHERE id = $1', [contentId, partnerId]);
    const id = newId();
    await database.query(`INSERT INTO offers (id, content_id, kind, title, price_minor, currency) VALUES ($1, $2, 'one_off', 'Course', 100, 'CNY')`, [id, contentId]);
    return id;
  };
  const offerId = await offerOf(world.a.id);
  let codes = 0;
  const settle = {
    ...parts, offerId, offerOf,
    bank: new SandboxBank(database, clock),
    /** A paid order, as the payments of billing leave it. */
    sell: async (amountMinor: bigint, at: string, { offer = offerId, currency = 'CNY', id = newId() } = {}): Promise<string> => {
      codes += 1;
      const orderId = newId();
      await database.query(`INSERT INTO orders (id, code, account_id, offer_id, state, payable_minor, currency, expires_at) VALUES ($1, $2, $3, $4, 'fulfilled', $5, $6, $7)`, [orderId, `T-${codes}-${orderId}`, buyer, offer, String(amountMinor), currency, at]);
      await database.query(`INSERT INTO payments (id, order_id, provider, provider_ref, amount_minor, currency, state) VALUES ($1::uuid, $2, 'sandbox', $1::text, $3, $4, 'succeeded')`, [id, orderId, String(amountMinor), currency]);
      await database.query(`INSERT INTO payment_events (id, payment_id, provider_event_id, kind, amount_minor, currency, received_at) VALUES ($1::uuid, $2, $1::text, 'succeeded', $3, $4, $5)`, [newId(), id, String(amountMinor), currency, at]);
      return id;
    },
    refund: (paymentId: string, amountMinor: bigint, at: string, id = newId()) => database.query(
      `INSERT INTO payment_events (id, payment_id, provider_event_id, kind, amount_minor, currency, received_at) SELECT $1::uuid, id, $1::text, 'refunded', $3, currency, $4 FROM payments WHERE id = $2`, [id, paymentId, String(amountMinor), at]),
    contract: async (clauses: ClauseDraft[], partner = world.a, theirs = world.annOfA): Promise<string> => {
      const versionId = await signedContract(world, partner.id, theirs, world.terms({ clauses, startsAt: new Date('2026-03-02T00:00:00Z'), endsAt: new Date('2027-03-02T00:00:00Z') }));
      return versionId;
    },
    go: async (to: string) => {
      time.now = new Date(to);
      while (await world.contractClock.moveDue(system)) { /* until nothing is due */ }
    },
    accrueAll: async (limit?: number) => {
      let taken = 0;
      for (let more = 1; more > 0; taken += more) more = await accruals.accrue({ limit });
      return taken;
    },
    issueAll: async () => {
      const issued = [];
      for (let one = await statements.issueNext(system); one; one = await statements.issueNext(system)) issued.push(one);
      return issued;
    },
    lines: (statementId: string) => database.query<{ number: number; kind: string; amount: string; base: string; below: string }>(
      'SELECT number, kind, amount_minor AS amount, base_minor AS base, below_minor AS below FROM statement_lines WHERE statement_id = $1 ORDER BY number', [statementId]),
    balance: (kind: 'partner_payable' | 'clearing' | 'hold' | 'payer_wallet', partnerId = world.a.id) => database.transaction(async (tx) => (await ledger.balance(tx, { partnerId, kind, currency: 'CNY' })).posted),
  };
  return { ...world, ...settle };
}
export type SettlementWorld = Awaited<ReturnType<typeof openSettlementWorld>>;

/** P30: all entries sum to zero in each currency; what partners are owed in the ledger is what statements and open accruals say. */
export async function imbalances({ database }: Pick<SettlementWorld, 'database'>): Promise<unknown[]> {
  return database.query(`
    SELECT 'trial', currency, sum(credits_posted - debits_posted)::text AS minor FROM ledger_accounts GROUP BY currency HAVING sum(credits_posted - debits_posted) <> 0
    UNION ALL
    SELECT 'clearing ' || p.id, p.currency, (p.ledger - p.accrued)::text FROM (
      SELECT k.id, c.currency, coalesce((SELECT sum(credits_posted - debits_posted) FROM ledger_accounts a WHERE a.partner_id = k.id AND a.kind = 'clearing' AND a.currency = c.currency), 0) AS ledger,
        coalesce((SELECT sum(a.estimate_minor) FROM accruals a JOIN statements s ON s.id = a.statement_id AND s.state = 'open' WHERE a.partner_id = k.id AND a.currency = c.currency), 0) AS accrued
      FROM partners k, (SELECT DISTINCT currency FROM ledger_accounts) c) p WHERE p.ledger <> p.accrued
    UNION ALL
    SELECT 'payable ' || p.id, p.currency, (p.ledger - p.stated)::text FROM (
      SELECT k.id, c.currency, coalesce((SELECT sum(credits_posted - debits_posted) FROM ledger_accounts a WHERE a.partner_id = k.id AND a.kind IN ('partner_payable','hold','payer_wallet') AND a.currency = c.currency), 0) AS ledger,
        coalesce((SELECT closing_minor FROM statements s WHERE s.partner_id = k.id AND s.currency = c.currency AND s.state <> 'open' ORDER BY number DESC LIMIT 1), 0)
        + coalesce((SELECT sum(a.fixed_minor) FROM accruals a JOIN statements s ON s.id = a.statement_id AND s.state = 'open' WHERE a.partner_id = k.id AND a.currency = c.currency AND a.source IN ('payout','forfeit')), 0) AS stated
      FROM partners k, (SELECT DISTINCT currency FROM ledger_accounts) c) p WHERE p.ledger <> p.stated`);
}
