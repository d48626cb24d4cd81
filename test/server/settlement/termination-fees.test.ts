import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ClauseDraft } from '../../../server/partner/clauses.js';
import { openSettlementWorld, share, yuan } from './settlement-world.js';

type World = Awaited<ReturnType<typeof openSettlementWorld>>;
let world: World;
beforeAll(async () => { world = await openSettlementWorld(); });
afterAll(() => world.close());

const DAY_MS = 86_400_000;
const termination = (fee: bigint): ClauseDraft => ({ key: 'end', kind: 'termination', noticeDays: 10, cureDays: 5, fee: yuan(fee) });
const at = async (versionId: string) => ({ versionId, expectedVersion: (await world.version(versionId)).version });
const noticed = async (versionId: string, side: 'platform' | 'partner') => world.do(async (tx) => world.contracts.giveNotice(tx, { ...await at(versionId), reason: 'other plans' }, side === 'platform' ? world.manager : world.annOfA));
const posted = async (versionId: string) => (await world.database.query<{ amount: string }>(
  `SELECT coalesce(a.fixed_minor, a.estimate_minor)::text AS amount FROM accruals a JOIN audit_entries e ON e.action = 'terminationFee' AND e.detail->>'versionId' = $1
   WHERE a.source = 'adjustment' AND a.partner_id = $2 AND a.occurred_at = e.at AND abs(coalesce(a.fixed_minor, a.estimate_minor)) = abs((e.detail->>'amountMinor')::bigint)`, [versionId, world.a.id])).map(({ amount }) => amount);
const settle = () => world.fees.settle(world.system);

test('the fee of a notice is posted once when it takes effect, to the side that gave it, however often and by however many it is evaluated', async () => {
  let unique = 0n;
  await fc.assert(fc.asyncProperty(fc.constantFrom('platform' as const, 'partner' as const), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 }), async (side, atOnce, rounds) => {
    await world.go('2026-03-02T00:00:00Z');
    unique += 1n;
    const fee = 5_000n + unique;
    const versionId = await world.contract([share(), termination(fee)]);
    await noticed(versionId, side);
    await world.go(new Date(world.time.now.getTime() + 10 * DAY_MS - 1).toISOString());
    expect(await settle()).toBe(0);
    await world.go(new Date(world.time.now.getTime() + 1).toISOString());
    let made = 0;
    for (let round = 0; round < rounds; round++) made += (await Promise.all(Array.from({ length: atOnce }, settle))).reduce((sum, one) => sum + one, 0);
    expect(made).toBe(1);
    expect(await posted(versionId)).toEqual([String(side === 'platform' ? fee : -fee)]);
    expect((await world.version(versionId)).feeSettledAt).toEqual(world.time.now);
  }), { numRuns: 8, seed: 20261124 });
}, 60_000);

test('nothing is owed for an end for cause, for a notice that only reaches the end, or without a fee', async () => {
  await world.go('2026-03-02T00:00:00Z');
  const [caused, late, free] = [await world.contract([share(), termination(100n)]), await world.contract([share(), termination(100n)]), await world.contract([share(), { key: 'end', kind: 'termination', noticeDays: 1, cureDays: 5 }])];
  await noticed(free, 'partner');
  await noticed(caused, 'platform');
  await world.do(async (tx) => world.contracts.reportBreach(tx, { ...await at(caused), clauseKey: null, reason: 'broken' }, world.annOfA));
  await world.go('2026-03-08T00:00:00Z');
  await world.do(async (tx) => world.contracts.terminate(tx, { ...await at(caused), reason: 'not cured' }, world.annOfA));
  await world.go('2027-02-26T00:00:00Z');
  await noticed(late, 'platform');
  await world.go('2027-03-03T00:00:00Z');
  expect((await Promise.all([caused, late, free].map((id) => world.version(id)))).map(({ state }) => state)).toEqual(['terminated', 'terminated', 'terminated']);
  expect(await settle()).toBe(0);
});
