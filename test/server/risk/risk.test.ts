import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { newId } from '../../../server/platform/ids.js';
import type { Actor } from '../../../server/platform/actor.js';
import { Contracts } from '../../../server/partner/contracts.js';
import { Partners } from '../../../server/partner/partners.js';
import { partnerChecks } from '../../../server/partner/partner-checks.js';
import { ContactEmails } from '../../../server/partner/contact-emails.js';
import { FieldEncryption } from '../../../server/platform/field-encryption.js';
import { amountsOf, concentrationOf, requireSpread } from '../../../server/risk/concentration.js';
import { ConcentrationLimits } from '../../../server/risk/concentration-limits.js';
import { RiskCases } from '../../../server/risk/risk-cases.js';
import { requireNotCritical, reservePpm, riskCaseCheck } from '../../../server/risk/risk-checks.js';
import { RiskWatch } from '../../../server/risk/risk-watch.js';
import { excuseWindow, ServiceLevels } from '../../../server/risk/service-levels.js';
import { payablesCheck } from '../../../server/settlement/payables-check.js';
import { imbalances, openSettlementWorld, share, type SettlementWorld } from '../settlement/settlement-world.js';
import { budgetClause, DAY_MS } from '../partner/partner-world.js';

let world: SettlementWorld;
let second: Actor;
let cases: RiskCases;
let limits: ConcentrationLimits;
beforeAll(async () => {
  world = await openSettlementWorld();
  second = await world.person('operator');
  cases = new RiskCases(world.database, world.audit, world.clock, newId);
  limits = new ConcentrationLimits(world.audit, world.clock);
});
afterAll(() => world.close());

const code = (work: Promise<unknown>) => work.then(() => 'done', (error: { code?: string; message: string }) => error.code ?? error.message);
const pass = (ms: number) => { world.time.now = new Date(world.time.now.getTime() + ms); };
const watch = () => new RiskWatch(world.database, world.audit, world.clock, newId, (hold, actor) => world.holds.holdPayouts(hold, actor)).watch(world.system);
const report = (partnerId: string, kind: 'finance_change' | 'invalid_traffic' | 'ownership_change', severity: number, days = 30) => world.do((tx) => cases.report(tx, { partnerId, kind, severity, source: 'the register', expiresAt: new Date(world.time.now.getTime() + days * DAY_MS) }, world.manager));
const score = async (partnerId: string) => (await world.database.query<{ score: number; band: string; signals: { kind: string }[] }>('SELECT score, band, signals FROM risk_scores WHERE partner_id = $1 ORDER BY id DESC LIMIT 1', [partnerId]))[0];
const caseOf = async (partnerId: string) => (await world.database.query<{ id: string; state: string; severity: string; proposals: string[]; version: number; title: string; score: number; signals: string[] }>(`SELECT id, state, severity, proposals, version, title, score, signals FROM risk_cases WHERE partner_id = $1 AND origin = 'band' AND state <> 'closed'`, [partnerId]))[0];

describe('from signals to cases', () => {
  test('nothing speaks against anybody: nothing is written', async () => {
    expect(await watch()).toBe(0);
    expect(await world.database.query('SELECT 1 FROM risk_scores')).toEqual([]);
  });

  test('a report raises the score, the band opens one case, and the same again changes nothing', async () => {
    const { id } = await world.partner();
    await report(id, 'ownership_change', 1);
    expect(await watch()).toBe(1);
    expect(await score(id)).toMatchObject({ score: 0.4, band: 'watch', signals: [{ kind: 'ownership_change' }] });
    expect(await caseOf(id)).toMatchObject({ severity: 'watch', state: 'open', proposals: ['review'], score: 0.4, signals: ['ownership_change'] });
    expect(await watch()).toBe(0);
    await report(id, 'finance_change', 0.5);
    await watch();
    expect(await score(id)).toMatchObject({ band: 'high' });
    expect(await caseOf(id)).toMatchObject({ severity: 'high', proposals: ['reserve', 'review'], score: expect.any(Number), signals: ['ownership_change', 'finance_change'] });
    expect(await world.do((tx) => reservePpm(tx, id))).toBe(100_000);
    pass(31 * DAY_MS);
    await watch();
    expect(await score(id)).toMatchObject({ score: 0, band: 'low' });
    expect(await world.do((tx) => reservePpm(tx, id))).toBe(0);
    expect((await caseOf(id)).state).toBe('open'); // people close cases, not measures
  });

  test('critical holds what is owed once, with its reason and the score behind it; two people end it', async () => {
    const { id } = await world.partner();
    await report(id, 'invalid_traffic', 1);
    await report(id, 'finance_change', 1);
    await Promise.all([watch(), watch()]);
    const open = await caseOf(id);
    expect(open).toMatchObject({ severity: 'critical', proposals: ['suspend', 'failover', 'keep_holding_payouts'] });
    // P36: every automatic step has its reason, its score and a case that leads to a person.
    const actions = await world.database.query(`SELECT a.action, a.reason, s.band, c.due_at > a.at AS routed FROM risk_actions a JOIN risk_scores s ON s.id = a.score_id JOIN risk_cases c ON c.id = a.case_id WHERE a.partner_id = $1`, [id]);
    expect(actions).toEqual([{ action: 'hold_payouts', reason: expect.stringContaining('invalid_traffic'), band: 'critical', routed: true }]);
    expect(await world.database.query(`SELECT state FROM payout_holds WHERE partner_id = $1`, [id])).toEqual([{ state: 'held' }]);
    expect((await world.database.query<{ state: string }>('SELECT state FROM partners WHERE id = $1', [id]))[0].state).toBe('active');
    expect(await code(world.do((tx) => requireNotCritical(tx, { partnerId: id })))).toBe('NOT_READY');

    const change = async () => ({ id: open.id, expectedVersion: (await caseOf(id)).version });
    expect(await code(cases.decide({ ...await change(), decision: 'mitigate', rationale: 'x' }, world.manager))).toBe('ILLEGAL_TRANSITION');
    expect(await code(cases.take(await change(), world.annOfA))).toBe('FORBIDDEN');
    await cases.take(await change(), world.manager);
    expect(await code(cases.decide({ ...await change(), decision: 'mitigate', rationale: ' ' }, world.manager))).toBe('BAD_INPUT');
    await cases.decide({ ...await change(), decision: 'mitigate', rationale: 'They replaced the agency.' }, world.manager);
    expect(await code(world.do((tx) => requireNotCritical(tx, { partnerId: id })))).toBe('done');
    expect(await code(cases.close(await change(), world.manager))).toBe('FORBIDDEN');
    await expect(world.database.query(`UPDATE risk_cases SET state = 'closed', closed_by = decided_by WHERE id = $1`, [open.id])).rejects.toThrow(/risk_cases_two_persons/);
    expect((await cases.close(await change(), second)).state).toBe('closed');
  });

  test('a worker that dies between the case and the hold leaves the hold to the next', async () => {
    const { id } = await world.partner();
    await report(id, 'invalid_traffic', 1);
    await report(id, 'finance_change', 1);
    const dying = new RiskWatch(world.database, world.audit, world.clock, newId, () => Promise.reject(new Error('killed')));
    await expect(dying.watch(world.system)).rejects.toThrow('killed');
    expect(await world.database.query('SELECT 1 FROM payout_holds WHERE partner_id = $1', [id])).toEqual([]);
    await watch();
    expect(await world.database.query('SELECT state FROM payout_holds WHERE partner_id = $1', [id])).toEqual([{ state: 'held' }]);
    expect(await world.database.query('SELECT action FROM risk_actions WHERE partner_id = $1', [id])).toEqual([{ action: 'hold_payouts' }]);
  });

  test('measures of the platform count: failing calls, refunds, disputes that are open', async () => {
    const { id } = await world.partner();
    const connectorId = newId();
    await world.database.query(
      `INSERT INTO connectors (id, code, partner_id, kind, name, state, profile_version, base_url, build_digest, created_at, updated_at) VALUES ($1::uuid, $1::text, $2, 'recommender', 'x', 'live', '1.0', 'https://partner.example', $3, now(), now())`, [connectorId, id, 'a'.repeat(64)]);
    await world.database.query('INSERT INTO connector_minutes (connector_id, minute, answered, late) VALUES ($1, $2, 50, 50)', [connectorId, new Date(world.time.now.getTime() - 60_000)]);
    const offer = await world.offerOf(id);
    for (let day = 1; day <= 10; day++) {
      const at = new Date(world.time.now.getTime() - day * DAY_MS).toISOString();
      for (let n = 0; n < 5; n++) await world.refund(await world.sell(1_000n, at, { offer }), n < 2 ? 1_000n : 1n, at);
    }
    await world.accrueAll();
    await watch();
    expect((await score(id)).signals).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'service', severity: 1 }), expect.objectContaining({ kind: 'refunds', severity: 1 })]));
    await world.database.query(`UPDATE connectors SET state = 'retired' WHERE id = $1`, [connectorId]);
  });

  test('bad reports and cases are refused and leave none', async () => {
    for (const change of [{ severity: 0 }, { severity: 1.1 }, { severity: NaN }, { source: ' ' }, { expiresAt: new Date(0) }]) {
      expect(await code(world.do((tx) => cases.report(tx, { partnerId: world.b.id, kind: 'finance_change', severity: 0.5, source: 'x', expiresAt: new Date(world.time.now.getTime() + DAY_MS), ...change }, world.manager)))).toBe('BAD_INPUT');
    }
    expect(await code(world.do((tx) => cases.open(tx, { partnerId: world.b.id, severity: 'watch', title: '' }, world.manager)))).toBe('BAD_INPUT');
    expect(await code(world.do((tx) => cases.open(tx, { partnerId: newId(), severity: 'watch', title: 'x' }, world.manager)))).toBe('NOT_FOUND');
    expect(await world.database.query('SELECT 1 FROM risk_reports WHERE partner_id = $1 UNION ALL SELECT 1 FROM risk_cases WHERE partner_id = $1', [world.b.id])).toEqual([]);
  });
});

describe('concentration at commit', () => {
  const start = () => new Date(world.time.now.getTime() + DAY_MS);
  const agreed = async (partnerId: string, theirs: Actor, minor: bigint) => {
    const versionId = await world.do((tx) => world.contracts.draft(tx, { partnerId, title: 'Budget', ...world.terms({ clauses: [budgetClause(minor), { key: 'share', kind: 'revenue_share', sharePpm: 1, base: 'net' }], startsAt: start(), endsAt: new Date(start().getTime() + 100 * DAY_MS) }) }, world.manager));
    const at = async () => ({ versionId, expectedVersion: (await world.version(versionId)).version });
    await world.do(async (tx) => world.contracts.offer(tx, await at(), world.manager));
    await world.do(async (tx) => world.contracts.agree(tx, { ...await at(), answersHash: (await world.version(versionId)).contentHash }, theirs));
    return versionId;
  };
  const guarded = () => new Contracts(world.audit, world.clock, newId, world.seal, [requireNotCritical, requireSpread]);
  const sign = async (versionId: string, actor: Actor) => world.do(async (tx) => guarded().sign(tx, { versionId, expectedVersion: (await world.version(versionId)).version, contentHash: (await world.version(versionId)).contentHash }, actor));

  test('P35: what is projected is what comes, above the limit is refused until somebody waives it', async () => {
    const [one, other] = [await world.partner('advertiser'), await world.partner('advertiser')];
    const [ofOne, ofOther] = [await world.person('partner', one.id), await world.person('partner', other.id)];
    const first = await agreed(one.id, ofOne, 1_000n);
    await sign(first, world.manager);
    await sign(first, ofOne);
    await world.do((tx) => limits.set(tx, { dimension: 'commitment', limitPpm: 600_000 }, world.manager));
    const large = await agreed(other.id, ofOther, 9_000n);
    const before = await world.version(large);
    expect(await code(sign(large, world.manager))).toBe('OVER_LIMIT');
    expect(await world.version(large)).toEqual(before);
    await world.do((tx) => limits.waive(tx, { dimension: 'commitment', partnerId: other.id, reason: 'The only one in this field.', until: new Date(world.time.now.getTime() + 30 * DAY_MS) }, second));
    await sign(large, world.manager);
    await sign(large, ofOther);
    const { shares } = concentrationOf('commitment', await world.do((tx) => amountsOf(tx, 'commitment', world.clock())));
    expect(shares.find(({ partnerId }) => partnerId === other.id)?.share).toBeCloseTo(0.9, 9);
    // A smaller one of the same partner is above the limit too, but what commits nothing more never is.
    expect(await code(world.do((tx) => requireSpread(tx, { id: large, contractId: before.contractId, partnerId: other.id }, world.clock())))).toBe('done');
    pass(31 * DAY_MS);
    expect(await code(sign(await agreed(other.id, ofOther, 100n), world.manager))).toBe('OVER_LIMIT');
    expect(await code(world.do((tx) => limits.set(tx, { dimension: 'commitment', limitPpm: 0 }, world.manager)))).toBe('BAD_INPUT');
    expect(await code(world.do((tx) => limits.waive(tx, { dimension: 'revenue', partnerId: other.id, reason: 'x', until: new Date(world.time.now.getTime() + DAY_MS) }, second)))).toBe('BAD_INPUT');
  });
});

describe('service levels', () => {
  it('P33: a missed window is credited once after its days of cure, however often and by however many it is judged', async () => {
    const partner = await world.partner();
    const ann = await world.person('partner', partner.id);
    const offer = await world.offerOf(partner.id);
    const start = new Date(world.time.now.getTime() + DAY_MS);
    const { signedContract } = await import('../partner/partner-world.js');
    await signedContract(world, partner.id, ann, world.terms({
      clauses: [share({ base: 'gross', sharePpm: 500_000 }), budgetClause(1_000n), { key: 'up', kind: 'sla', metric: 'availability', target: 99, unit: '%', windowDays: 7, creditPpm: 100_000, cureDays: 3 }],
      startsAt: start, endsAt: new Date(start.getTime() + 200 * DAY_MS),
    }));
    const connectorId = newId();
    await world.database.query(`INSERT INTO connectors (id, code, partner_id, kind, name, state, profile_version, base_url, build_digest, created_at, updated_at) VALUES ($1::uuid, $1::text, $2, 'recommender', 'x', 'live', '1.0', 'https://partner.example', $3, now(), now())`, [connectorId, partner.id, 'a'.repeat(64)]);
    const minute = (day: number, answered: number, late: number) => world.database.query('INSERT INTO connector_minutes (connector_id, minute, answered, late) VALUES ($1, $2, $3, $4)', [connectorId, new Date(start.getTime() + day * DAY_MS), answered, late]);
    await minute(1, 980, 20); // 98 %: missed
    await minute(8, 995, 5); // 99.5 %: kept
    await world.sell(10_000n, new Date(start.getTime() + 2 * DAY_MS).toISOString(), { offer });
    await world.go(new Date(start.getTime() + 14 * DAY_MS).toISOString());
    await world.accrueAll();
    const levels = new ServiceLevels(world.database, world.audit, world.clock, newId, (tx, credit) => world.postings.postServiceCredit(tx, credit));
    await Promise.all([levels.judge(world.system), levels.judge(world.system), levels.judge(world.system)]);
    const windows = () => world.database.query<{ id: string; measured: number; is_missed: boolean; credit: string | null; credited: boolean }>('SELECT id, measured, is_missed, credit_minor AS credit, credited_at IS NOT NULL AS credited FROM service_level_windows WHERE partner_id = $1 ORDER BY starts_at', [partner.id]);
    expect(await windows()).toMatchObject([{ measured: 98, is_missed: true, credit: '500', credited: false }, { measured: 99.5, is_missed: false, credit: null, credited: false }]);
    pass(3 * DAY_MS);
    await Promise.all(Array.from({ length: 5 }, () => levels.judge(world.system)));
    expect((await windows())[0]).toMatchObject({ credited: true });
    expect(await world.database.query(`SELECT fixed_minor AS minor FROM accruals WHERE partner_id = $1 AND source = 'credit'`, [partner.id])).toEqual([{ minor: '-500' }]);
    expect(await imbalances(world)).toEqual([]);
    const [missed, kept] = await windows();
    expect(await code(excuseWindow(world.database, world.audit, { id: missed.id, excuse: 'late' }, world.manager))).toBe('ILLEGAL_TRANSITION');
    expect(await code(excuseWindow(world.database, world.audit, { id: kept.id, excuse: 'late' }, world.manager))).toBe('ILLEGAL_TRANSITION');
    // The next missed window is excused in time.
    await minute(15, 0, 100);
    await world.go(new Date(start.getTime() + 21 * DAY_MS).toISOString());
    await levels.judge(world.system);
    const [, , third] = await windows();
    await excuseWindow(world.database, world.audit, { id: third.id, excuse: 'A cable of ours.' }, world.manager);
    pass(10 * DAY_MS);
    await levels.judge(world.system);
    expect((await windows())[2]).toMatchObject({ is_missed: true, credited: false });
    await world.database.query(`UPDATE connectors SET state = 'retired' WHERE id = $1`, [connectorId]);
  });
});

describe('steps with a partner', () => {
  test('nobody is blocked without a decided case, nobody leaves with money open', async () => {
    const partners = new Partners(world.database, world.audit, world.clock, newId, new ContactEmails(new FieldEncryption(world.database, [])), [...partnerChecks, payablesCheck, riskCaseCheck]);
    const { id } = await world.partner();
    const block = async () => partners.move({ id, expectedVersion: (await world.database.query<{ version: number }>('SELECT version FROM partners WHERE id = $1', [id]))[0].version, action: 'partnerBlock', reason: 'fraud' }, world.manager);
    await expect(block()).rejects.toMatchObject({ code: 'NOT_READY', details: { missing: [{ code: 'no_risk_case', criterion: null }] } });
    const caseId = await world.do((tx) => cases.open(tx, { partnerId: id, severity: 'high', title: 'Fraud' }, world.manager));
    await cases.decide({ id: caseId, expectedVersion: 1, decision: 'end', rationale: 'Invented readers.' }, world.manager);
    expect((await block()).state).toBe('blocked');
    const leaving = await world.partner('content_producer', 'offboarding');
    await world.do((tx) => world.postings.postServiceCredit(tx, { partnerId: leaving.id, key: 'open', amount: { amountMinor: 5n, currency: 'CNY' } as never }));
    await expect(partners.move({ id: leaving.id, expectedVersion: 1, action: 'partnerClose' }, world.manager)).rejects.toMatchObject({ code: 'NOT_READY', details: { missing: [{ code: 'payables', criterion: null }] } });
  });

  test('at high risk a tenth of a payout stays back', async () => {
    await world.go('2026-09-01T00:00:00Z');
    await world.contract([share({ base: 'gross', sharePpm: 500_000 }), budgetClause(1_000n)]).catch(() => undefined);
    const { id } = world.a;
    await world.do((tx) => world.postings.postServiceCredit(tx, { partnerId: id, key: 'owed', amount: { amountMinor: 1_001n, currency: 'CNY' } as never }));
    await world.go('2026-10-02T00:00:00Z');
    const issued = (await world.issueAll()).filter((one) => one.partnerId === id).at(-1)!;
    const statement = await world.disputes.acknowledge({ id: issued.id, expectedVersion: issued.version }, world.annOfA);
    const payoutId = await world.do((tx) => world.payouts.propose(tx, { statementId: statement.id, expectedVersion: statement.version, reserveOf: async () => 100_000 }, world.manager));
    const [{ amount }] = await world.database.query<{ amount: string }>('SELECT amount_minor AS amount FROM payouts WHERE id = $1', [payoutId]);
    expect([statement.closingMinor, amount]).toEqual([1_001n, '900']);
  });
});
