import { Audit } from '../../server/audit/audit.js';
import { systemActor } from '../../server/platform/actor.js';
import type { Database } from '../../server/platform/database.js';
import { newId } from '../../server/platform/ids.js';
import { openSettlement } from '../../server/settlement/open-settlement.js';
import type { BenchOptions } from './main.js';
import { openBenchPlatform } from './bench-platform.js';

/** Sales of March 2026; the clock stands after the month. */
const now = new Date('2026-04-02T00:00:00Z');

/**
 * Events to accruals, statements of the month, and the same statements again from version history with their hashes compared.
 * --events 1000000 --contracts 200; one sale in fifty is refunded.
 */
export async function run({ events = '1000000', contracts = '200', batch = '50000' }: BenchOptions): Promise<object> {
  const platform = await openBenchPlatform();
  try {
    const { database } = platform;
    await seed(database, Number(events), Number(contracts));
    const clock = () => new Date(now);
    const { accruals, statements } = openSettlement({ database, audit: new Audit(database, clock, newId), clock, newId });
    const accrued = await timed(async () => {
      let taken = 0;
      for (let more = 1; more > 0; taken += more) more = await accruals.accrue({ limit: Number(batch), sweep: false });
      return taken;
    });
    const issued = await timed(async () => {
      const ids: string[] = [];
      for (let one = await statements.issueNext(systemActor('bench')); one; one = await statements.issueNext(systemActor('bench'))) ids.push(one.id);
      return ids;
    });
    const recomputed = await timed(async () => {
      let [same, lines] = [0, 0];
      for (const id of issued.result) {
        const check = await statements.recompute(id);
        same += Number(check.isSame);
        lines += check.lines;
      }
      return { same, lines };
    });
    const [trial] = await database.query<{ minor: string; accruals: number }>('SELECT (SELECT sum(credits_posted - debits_posted) FROM ledger_accounts)::text AS minor, (SELECT count(*)::int FROM accruals) AS accruals');
    const perSecond = (count: number, seconds: number) => Math.round(count / seconds);
    return {
      events: accrued.result, contracts: Number(contracts), accruals: trial.accruals, accrueSeconds: accrued.seconds, accrualsPerSecond: perSecond(trial.accruals, accrued.seconds), aimPerSecond: 20_000,
      statements: issued.result.length, issueSeconds: issued.seconds, linesIssuedPerSecond: perSecond(recomputed.result.lines, issued.seconds),
      recomputeSeconds: recomputed.seconds, aimRecomputeSeconds: 60, identicalHashes: `${recomputed.result.same} of ${issued.result.length}`, trialBalanceMinor: trial.minor,
    };
  } finally {
    await platform.close();
  }
}

async function timed<Result>(work: () => Promise<Result>): Promise<{ result: Result; seconds: number }> {
  const started = performance.now();
  const result = await work();
  return { result, seconds: Number(((performance.now() - started) / 1000).toFixed(2)) };
}

/** Contracts in turn with one share, with slab bands, and with bands that count for all; as the api would have left them. */
async function seed(database: Database, events: number, contracts: number): Promise<void> {
  const band = (from: number, sharePpm: number) => ({ from: { amountMinor: String(from), currency: 'CNY' }, sharePpm });
  const clauses = [
    { key: 'share', kind: 'revenue_share', sharePpm: 350_001, base: 'net_of_refunds', floor: null, cap: null },
    { key: 'share', kind: 'revenue_share', sharePpm: 300_000, mode: 'slab', bands: [band(1_000_000, 400_000), band(10_000_000, 450_000)], base: 'net_of_refunds', floor: null, cap: null },
    { key: 'share', kind: 'revenue_share', sharePpm: 200_000, mode: 'whole', bands: [band(5_000_000, 250_000)], base: 'net_of_refunds', floor: null, cap: null },
  ];
  const statements = [
    `INSERT INTO accounts (id, email, display_name, role) VALUES (gen_random_uuid(), 'buyer@bench.test', 'Buyer', 'reader')`,
    `CREATE TEMPORARY TABLE sellers AS SELECT n, gen_random_uuid() AS partner, gen_random_uuid() AS contract, gen_random_uuid() AS content, gen_random_uuid() AS offer FROM generate_series(1, ${contracts}) n`,
    `INSERT INTO partners (id, code, name, kind, industry, state) SELECT partner, 'B-' || n, 'Partner ' || n, 'content_producer', 'education', 'active' FROM sellers`,
    `INSERT INTO contracts (id, code, partner_id, title) SELECT contract, 'BC-' || n, partner, 'Shares' FROM sellers`,
    `INSERT INTO contract_versions (id, contract_id, number, state, parties, clauses, content_hash, starts_at, ends_at, drafted_by)
     SELECT gen_random_uuid(), contract, 1, 'active', '{}', jsonb_build_array(('${JSON.stringify(clauses)}'::jsonb)->(n % 3)), sha256('x'), '2026-03-01T00:00:00Z', '2027-03-01T00:00:00Z', 'platform' FROM sellers`,
    `SET session_replication_role = replica`,
    `INSERT INTO contents (id, kind, state, partner_id, draft_version_id, title, summary, language, tags) SELECT content, 'article', 'draft', partner, gen_random_uuid(), 'Content ' || n, '', 'zh', '{}' FROM sellers`,
    `INSERT INTO offers (id, content_id, kind, title, price_minor, currency) SELECT offer, content, 'one_off', 'Offer', 100, 'CNY' FROM sellers`,
    `CREATE TEMPORARY TABLE sales AS SELECT k, ('019d0000-0000-7000-8000-' || lpad(to_hex(k), 12, '0'))::uuid AS order_id, ('019d0000-0000-7000-9000-' || lpad(to_hex(k), 12, '0'))::uuid AS payment, 100 + (k::bigint * 7919) % 19900 AS minor, timestamptz '2026-03-01T00:00:00Z' + (k * interval '30 days') / ${events} AS at, s.offer
     FROM generate_series(1, ${events}) k JOIN sellers s ON s.n = 1 + (k::bigint * 104729) % ${contracts}`,
    `INSERT INTO orders (id, code, account_id, offer_id, state, payable_minor, currency, expires_at) SELECT order_id, 'BO-' || k, (SELECT id FROM accounts LIMIT 1), offer, 'fulfilled', minor, 'CNY', at FROM sales`,
    `INSERT INTO payments (id, order_id, provider, provider_ref, amount_minor, currency, state) SELECT payment, order_id, 'bench', k::text, minor, 'CNY', 'succeeded' FROM sales`,
    `INSERT INTO payment_events (id, payment_id, provider_event_id, kind, amount_minor, currency, received_at) SELECT gen_random_uuid(), payment, 's' || k, 'succeeded', minor, 'CNY', at FROM sales`,
    `INSERT INTO payment_events (id, payment_id, provider_event_id, kind, amount_minor, currency, received_at) SELECT gen_random_uuid(), payment, 'r' || k, 'refunded', minor / 2 + 1, 'CNY', at + interval '1 hour' FROM sales WHERE k % 50 = 0`,
    `SET session_replication_role = origin`,
    'VACUUM ANALYZE orders, payments, payment_events, offers, contents',
  ];
  await database.withClient(async (client) => { for (const sql of statements) await client.query(sql); });
}
