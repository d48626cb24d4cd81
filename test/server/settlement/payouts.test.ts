import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '../../../server/platform/ids.js';
import type { Actor } from '../../../server/platform/actor.js';
import { imbalances, openSettlementWorld, share, yuan, type SettlementWorld } from './settlement-world.js';
import { budgetClause } from '../partner/partner-world.js';

let world: SettlementWorld;
let second: Actor;
beforeEach(async () => {
  world = await openSettlementWorld();
  second = await world.person('operator');
}, 30_000);
afterEach(() => world.close());

/** March with one sale of `gross`, of which half is the partner's, acknowledged. */
async function march(gross = 10_000n) {
  await world.contract([share({ base: 'gross', sharePpm: 500_000 }), budgetClause(1_000n)]);
  await world.sell(gross, '2026-03-05T00:00:00Z');
  await world.go('2026-04-02T00:00:00Z');
  await world.accrueAll();
  const [statement] = await world.issueAll();
  return world.disputes.acknowledge({ id: statement.id, expectedVersion: statement.version }, world.annOfA);
}
const propose = (statement: { id: string; version: number }) => world.do((tx) => world.payouts.propose(tx, { statementId: statement.id, expectedVersion: statement.version }, world.manager));
const move = () => world.payouts.moveDue(world.bank, world.system);
const payout = async (id: string) => (await world.database.query<{ state: string; version: number; failure: string | null }>('SELECT state, version, failure FROM payouts WHERE id = $1', [id]))[0];
const code = (work: Promise<unknown>) => work.then(() => 'done', (error: { code?: string; message: string }) => error.code ?? error.message);

describe('payouts', () => {
  test('another person approves, the bank pays, the next statement says so', async () => {
    const statement = await march();
    const id = await propose(statement);
    expect(await code(propose(statement))).toBe('ALREADY_EXISTS');
    expect(await code(world.payouts.approve({ id, expectedVersion: 1 }, world.manager))).toBe('FORBIDDEN');
    expect(await code(world.payouts.approve({ id, expectedVersion: 1 }, world.annOfA))).toBe('FORBIDDEN');
    expect(await code(world.payouts.approve({ id, expectedVersion: 1 }, world.bobOfB))).toBe('NOT_FOUND');
    await expect(world.database.query(`UPDATE payouts SET state = 'approved', approved_by = proposed_by WHERE id = $1`, [id])).rejects.toThrow(/payouts_two_persons/);
    await world.payouts.approve({ id, expectedVersion: 1 }, second);
    await move();
    expect(await payout(id)).toMatchObject({ state: 'settled' });
    expect(await move()).toBe(0);
    expect(await world.balance('partner_payable')).toBe(0n);
    expect(await imbalances(world)).toEqual([]);
    await world.go('2026-05-02T00:00:00Z');
    const [april] = await world.issueAll();
    expect((await world.lines(april.id)).map(({ kind, amount }) => [kind, amount])).toEqual([['payout', '-5000']]);
    expect(april).toMatchObject({ openingMinor: 5_000n, closingMinor: 0n });
    expect(await world.statements.recompute(april.id)).toMatchObject({ isSame: true });
  });

  test('what the bank refuses stays set aside until a person gives it back', async () => {
    const statement = await march(10_088n);
    const id = await propose(statement);
    await world.payouts.approve({ id, expectedVersion: 1 }, second);
    await move();
    expect(await payout(id)).toMatchObject({ state: 'failed', failure: expect.stringContaining('44') });
    expect(await code(propose(statement))).toBe('ALREADY_EXISTS');
    await world.payouts.giveBack({ id, expectedVersion: 4 }, world.manager);
    expect(await world.balance('partner_payable')).toBe(5_044n);
    expect(await code(propose(statement))).toBe('done');
    expect(await imbalances(world)).toEqual([]);
  });

  test('twenty approvals at once approve once', async () => {
    const id = await propose(await march());
    const answers = await Promise.all(Array.from({ length: 20 }, () => code(world.payouts.approve({ id, expectedVersion: 1 }, second))));
    expect(answers.filter((one) => one === 'done')).toHaveLength(1);
  });
});

describe('holds', () => {
  test('P28: held money is never paid; releasing gives all of it back', async () => {
    const statement = await march();
    const id = await propose(statement);
    expect(await world.holds.holdPayouts({ partnerId: world.a.id, key: 'case 1', reason: 'clicks of robots' }, world.system)).toBe(true);
    expect(await world.holds.holdPayouts({ partnerId: world.a.id, key: 'case 1', reason: 'clicks of robots' }, world.system)).toBe(false);
    expect(await world.balance('hold')).toBe(5_000n);
    expect(await code(world.payouts.approve({ id, expectedVersion: 1 }, second))).toBe('ILLEGAL_TRANSITION');
    // What is issued meanwhile is held too.
    await world.sell(1_000n, '2026-04-05T00:00:00Z');
    await world.go('2026-05-02T00:00:00Z');
    await world.accrueAll();
    await world.issueAll();
    expect([await world.balance('hold'), await world.balance('partner_payable')]).toEqual([5_500n, 0n]);
    expect(await imbalances(world)).toEqual([]);
    await world.holds.holdPayouts({ partnerId: world.a.id, key: 'case 2', reason: 'another' }, world.system);
    expect(await world.holds.releasePayouts({ key: 'case 1' }, world.system)).toBe(true);
    expect(await world.balance('hold')).toBe(5_500n);
    expect(await world.holds.releasePayouts({ key: 'case 2' }, world.system)).toBe(true);
    expect(await world.holds.releasePayouts({ key: 'case 2' }, world.system)).toBe(false);
    expect([await world.balance('hold'), await world.balance('partner_payable')]).toEqual([0n, 5_500n]);
    await world.payouts.approve({ id, expectedVersion: 1 }, second);
    expect(await move()).toBe(2);
  });

  test('P28: an approved payout that was held before the bank heard of it waits', async () => {
    const id = await propose(await march());
    await world.payouts.approve({ id, expectedVersion: 1 }, second);
    await world.holds.holdPayouts({ partnerId: world.a.id, key: 'late', reason: 'x' }, world.system);
    expect(await move()).toBe(0);
    expect(await payout(id)).toMatchObject({ state: 'approved' });
    expect(await world.database.query('SELECT FROM bank_transfers')).toEqual([]);
  });

  test('P28: confirming exhausts the hold, and the next statement says so', async () => {
    await march();
    await world.holds.holdPayouts({ partnerId: world.a.id, key: 'fraud', reason: 'x' }, world.system);
    await world.holds.confirmHold({ key: 'fraud' }, world.system);
    expect(await code(world.holds.releasePayouts({ key: 'fraud' }, world.system))).toBe('ILLEGAL_TRANSITION');
    expect([await world.balance('hold'), await world.balance('partner_payable')]).toEqual([0n, 0n]);
    await world.go('2026-05-02T00:00:00Z');
    const [april] = await world.issueAll();
    expect(april).toMatchObject({ openingMinor: 5_000n, closingMinor: 0n });
    expect(await imbalances(world)).toEqual([]);
  });
});

test('a dispute is upheld, or corrected in the next statement; credits post once', async () => {
  await world.contract([share({ base: 'gross', sharePpm: 500_000 })]);
  for (const at of ['05', '06']) await world.sell(1_000n, `2026-03-${at}T00:00:00Z`);
  await world.go('2026-04-02T00:00:00Z');
  await world.accrueAll();
  const [issued] = await world.issueAll();
  const change = { id: issued.id, expectedVersion: issued.version };
  expect(await code(world.disputes.dispute({ ...change, lineNumber: 9, reason: 'no such' }, world.annOfA))).toBe('BAD_INPUT');
  expect(await code(world.disputes.dispute({ ...change, lineNumber: 1, reason: 'x' }, world.manager))).toBe('FORBIDDEN');
  const disputed = await world.disputes.dispute({ ...change, lineNumber: 1, reason: 'The price was 1,200.' }, world.annOfA);
  await world.disputes.dispute({ id: issued.id, expectedVersion: disputed.version, lineNumber: 2, reason: 'And this.' }, world.annOfA);
  const open = await world.database.query<{ id: string }>('SELECT id FROM statement_disputes ORDER BY line_number');
  expect(await code(world.disputes.acknowledge({ id: issued.id, expectedVersion: 4 }, world.annOfA))).toBe('ILLEGAL_TRANSITION');
  expect(await world.disputes.decide({ id: open[0].id, expectedVersion: 1, decision: 'True.', adjustmentMinor: 100n }, world.manager)).toMatchObject({ state: 'adjusted' });
  expect(await world.disputes.decide({ id: open[1].id, expectedVersion: 1, decision: 'No.', adjustmentMinor: null }, world.manager)).toMatchObject({ state: 'upheld' });
  expect(await world.disputes.acknowledge({ id: issued.id, expectedVersion: 4 }, world.annOfA)).toMatchObject({ state: 'acknowledged' });
  const credit = () => world.do((tx) => world.postings.postServiceCredit(tx, { partnerId: world.a.id, key: 'breach 1', amount: Object.assign(yuan(-250n)) as never }));
  expect([await credit(), await credit()]).toEqual([true, false]);
  await world.go('2026-05-02T00:00:00Z');
  const [april] = await world.issueAll();
  expect((await world.lines(april.id)).map(({ kind, amount }) => [kind, amount]).sort()).toEqual([['adjustment', '100'], ['credit', '-250']]);
  expect(april).toMatchObject({ openingMinor: 1_000n, closingMinor: 850n });
  expect(await imbalances(world)).toEqual([]);
});

test('a partner that owes pays with its next earnings', async () => {
  await world.contract([share({ base: 'gross', sharePpm: 500_000 })]);
  await world.go('2026-03-20T00:00:00Z');
  await world.do((tx) => world.postings.postServiceCredit(tx, { partnerId: world.a.id, key: 'c', amount: yuan(-700n) as never }));
  await world.go('2026-04-02T00:00:00Z');
  const [first] = await world.issueAll();
  expect(first.closingMinor).toBe(-700n);
  expect([await world.balance('payer_wallet'), await world.balance('partner_payable')]).toEqual([-700n, 0n]);
  await world.sell(2_000n, '2026-04-05T00:00:00Z');
  await world.go('2026-05-02T00:00:00Z');
  await world.accrueAll();
  expect((await world.issueAll())[0].closingMinor).toBe(300n);
  expect([await world.balance('payer_wallet'), await world.balance('partner_payable')]).toEqual([0n, 300n]);
  expect(await imbalances(world)).toEqual([]);
});

test('P29: commitments never exceed the budget of a clause, however many come at once; what was not spent is free again', async () => {
  await march();
  const [{ contractId }] = await world.database.query<{ contractId: string }>('SELECT id AS "contractId" FROM contracts');
  const use = (key: string, amountMinor: bigint) => code(world.do((tx) => world.budgets.reserve(tx, { contractId, clauseKey: 'promotion', at: world.time.now, key, amountMinor, currency: 'CNY' })));
  const answers = await Promise.all(Array.from({ length: 40 }, () => use(newId(), 70n)));
  expect(answers.filter((one) => one === 'done')).toHaveLength(14);
  expect(new Set(answers)).toEqual(new Set(['done', 'OVER_LIMIT']));
  expect(await use('last', 20n)).toBe('done');
  await world.do((tx) => world.budgets.post(tx, { key: 'last', amountMinor: 5n }));
  expect(await use('after', 16n)).toBe('OVER_LIMIT');
  expect(await use('after', 15n)).toBe('done');
  await world.do((tx) => world.budgets.void(tx, { key: 'after' }));
  expect(await code(world.do((tx) => world.budgets.void(tx, { key: 'last' })))).toBe('ILLEGAL_TRANSITION');
  expect(await imbalances(world)).toEqual([]);
});
