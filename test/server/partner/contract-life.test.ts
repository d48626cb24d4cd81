import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ClauseDraft } from '../../../server/partner/clauses.js';
import { versionAt } from '../../../server/partner/contract-periods.js';
import { moveContracts } from '../../../workers/move-contracts.js';
import { approveIncrease, DAY_MS, openPartnerWorld, shareClause, signedContract, type PartnerWorld } from './partner-world.js';

let world: PartnerWorld;
beforeAll(async () => { world = await openPartnerWorld(); });
afterAll(() => world.close());
beforeEach(() => { world.time.now = new Date('2026-03-01T00:00:00.000Z'); });

const days = (count: number) => new Date(world.time.now.getTime() + count * DAY_MS);
const at = async (versionId: string) => ({ versionId, expectedVersion: (await world.version(versionId)).version });
const state = async (versionId: string) => (await world.version(versionId)).state;
const termination: ClauseDraft = { key: 'end', kind: 'termination', noticeDays: 10, cureDays: 5 };
const renewal = (atEnd: 'auto' | 'by_offer'): ClauseDraft => ({ key: 'again', kind: 'renewal', atEnd, months: 3 });
const active = (clauses: ClauseDraft[] = [shareClause(300_000), termination], endsIn = 50) => signedContract(world, world.a.id, world.annOfA, world.terms({ startsAt: days(-1), endsAt: days(endsIn), clauses }));
const inForce = async (versionId: string, instant: Date) => {
  const { contractId } = await world.version(versionId);
  return (await world.do((tx) => versionAt(tx, contractId, instant)))?.number ?? null;
};
/** A signed amendment that begins in so many days. */
const amended = async (first: string, startsIn: number) => {
  const { contractId } = await world.version(first);
  const { contracts, manager, annOfA } = world;
  const second = await world.do((tx) => contracts.amend(tx, { contractId, ...world.terms({ startsAt: days(startsIn), endsAt: days(300) }) }, manager));
  await world.do(async (tx) => contracts.offer(tx, await at(second), manager));
  const { contentHash } = await world.version(second);
  await world.do(async (tx) => contracts.agree(tx, { ...await at(second), answersHash: contentHash }, annOfA));
  await approveIncrease(world, second);
  for (const signer of [annOfA, manager]) await world.do(async (tx) => contracts.sign(tx, { ...await at(second), contentHash }, signer));
  return second;
};

describe('a breach', () => {
  test('that is not cured in the days of the clause lets the side that reported it, and no other, end the contract at once', async () => {
    const versionId = await active();
    const terminate = async (actor = world.annOfA) => {
      const now = await at(versionId);
      return world.do((tx) => world.contracts.terminate(tx, { ...now, reason: 'never paid' }, actor));
    };
    await expect(terminate()).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION' });
    await world.do(async (tx) => world.contracts.reportBreach(tx, { ...await at(versionId), clauseKey: 'share', reason: 'never paid' }, world.annOfA));
    const [breach] = await world.database.query<{ party: string; cure_until: Date }>('SELECT party, cure_until FROM contract_breaches WHERE contract_version_id = $1', [versionId]);
    expect(breach).toEqual({ party: 'platform', cure_until: days(5) });
    world.time.now = new Date(days(5).getTime() - 1);
    await expect(terminate()).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION' });
    world.time.now = new Date(world.time.now.getTime() + 1);
    await expect(terminate(world.manager)).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION' });
    await terminate();
    expect(await world.version(versionId)).toMatchObject({ state: 'terminated', noticeEndsAt: world.time.now });
    expect(await inForce(versionId, new Date(world.time.now.getTime() - 1))).toBe(1);
    expect(await inForce(versionId, world.time.now)).toBeNull();
  });

  test('that the reporting side calls cured ends nothing; the other side cannot call it cured', async () => {
    const versionId = await active();
    await world.do(async (tx) => world.contracts.reportBreach(tx, { ...await at(versionId), clauseKey: null, reason: 'late' }, world.manager));
    const now = await at(versionId);
    await expect(world.do((tx) => world.contracts.confirmCure(tx, { ...now, breach: 1 }, world.annOfA))).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION' });
    await expect(world.do((tx) => world.contracts.reportBreach(tx, { ...now, clauseKey: 'nothing', reason: 'x' }, world.manager))).rejects.toMatchObject({ code: 'BAD_INPUT', details: { path: ['clauseKey'] } });
    await expect(world.do((tx) => world.contracts.confirmCure(tx, { ...now, breach: 2 }, world.manager))).rejects.toMatchObject({ code: 'BAD_INPUT', details: { path: ['breach'] } });
    await world.do((tx) => world.contracts.confirmCure(tx, { ...now, breach: null }, world.manager));
    world.time.now = days(6);
    const later = await at(versionId);
    await expect(world.do((tx) => world.contracts.terminate(tx, { ...later, reason: 'late' }, world.manager))).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION' });
    expect(await state(versionId)).toBe('active');
  });
});

describe('a notice', () => {
  test('runs the days of the termination clause, and stops what was signed but has not begun', async () => {
    const first = await active();
    const second = await amended(first, 5);
    await world.do(async (tx) => world.contracts.giveNotice(tx, { ...await at(first), reason: 'other plans' }, world.annOfA));
    expect(await world.version(first)).toMatchObject({ state: 'in_notice', noticeEndsAt: days(10), supersededAt: null });
    expect(await state(second)).toBe('terminated');
    expect([await inForce(first, days(6)), await inForce(first, days(10))]).toEqual([1, null]);
  });

  test('is open to the side that did not suspend, and what rests goes on resting until it ends', async () => {
    const versionId = await active();
    await world.do(async (tx) => world.contracts.suspend(tx, { ...await at(versionId), reason: 'rest' }, world.manager));
    await world.do(async (tx) => world.contracts.giveNotice(tx, { ...await at(versionId), reason: 'enough' }, world.annOfA));
    expect(await state(versionId)).toBe('suspended');
    expect(await inForce(versionId, days(3))).toBeNull();
    world.time.now = days(10);
    await moveContracts(world.contractClock);
    expect(await state(versionId)).toBe('terminated');
  });
});

describe('a renewal', () => {
  test('by itself is certain once no notice can reach the end any more, and leaves no hole however late the job is', async () => {
    const versionId = await active([shareClause(1), termination, renewal('auto')]);
    const { endsAt, contentHash } = await world.version(versionId);
    world.time.now = new Date(endsAt.getTime() - 10 * DAY_MS - 1);
    await moveContracts(world.contractClock);
    expect((await world.version(versionId)).renewedUntil).toBeNull();
    world.time.now = new Date(endsAt.getTime() + DAY_MS);
    await moveContracts(world.contractClock);
    // endsAt is 20 April: three months later is 20 July.
    expect(await world.version(versionId)).toMatchObject({ state: 'active', contentHash, endsAt: new Date('2026-04-20T00:00:00Z'), renewedUntil: new Date('2026-07-20T00:00:00Z') });
    expect([await inForce(versionId, endsAt), await inForce(versionId, new Date('2026-07-20T00:00:00Z'))]).toEqual([1, null]);
  });

  test('is none after a notice, and none while the contract rests', async () => {
    const [noticed, resting] = [await active([shareClause(1), termination, renewal('auto')]), await active([shareClause(1), termination, renewal('auto')])];
    const { endsAt } = await world.version(noticed);
    world.time.now = new Date(endsAt.getTime() - 11 * DAY_MS);
    await world.do(async (tx) => world.contracts.giveNotice(tx, { ...await at(noticed), reason: 'ends' }, world.manager));
    await world.do(async (tx) => world.contracts.suspend(tx, { ...await at(resting), reason: 'rest' }, world.manager));
    world.time.now = endsAt;
    await moveContracts(world.contractClock);
    expect([await state(noticed), await state(resting)]).toEqual(['terminated', 'expired']);
  });

  test('by offer is drafted once by the platform, for the next term', async () => {
    const versionId = await active([shareClause(1), termination, renewal('by_offer')]);
    const { contractId, endsAt } = await world.version(versionId);
    world.time.now = days(21);
    for (let round = 0; round < 2; round++) await moveContracts(world.contractClock);
    const versions = await world.database.query<object>('SELECT number, state, drafted_by, starts_at, ends_at FROM contract_versions WHERE contract_id = $1 ORDER BY number OFFSET 1', [contractId]);
    expect(versions).toEqual([{ number: 2, state: 'draft', drafted_by: 'platform', starts_at: endsAt, ends_at: new Date('2026-07-20T00:00:00Z') }]);
  });
});

test('P10, P12: at every instant at most one version counts, and it is the one that was active then', async () => {
  const step = fc.record({ action: fc.constantFrom('suspend', 'resume', 'giveNotice', 'amend', 'wait'), forDays: fc.integer({ min: 1, max: 20 }) });
  let restsSeen = 0;
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 7 }), async (steps) => {
    world.time.now = new Date('2026-03-01T00:00:00.000Z');
    const versionId = await active([shareClause(1), termination], 60);
    const { contractId } = await world.version(versionId);
    const seen: { instant: Date; number: number | null }[] = [];
    for (const { action, forDays } of steps) {
      const [current] = await world.database.query<{ id: string; state: string }>(`SELECT id, state FROM contract_versions WHERE contract_id = $1 AND state IN ('active','suspended','in_notice')`, [contractId]);
      if (current && action === 'amend') await amended(current.id, 2).catch(refused);
      else if (current && action !== 'wait') await world.do(async (tx) => world.contracts[action as 'suspend'](tx, { ...await at(current.id), reason: 'story' }, world.manager)).catch(refused);
      for (let day = 0; day < forDays; day++) {
        await moveContracts(world.contractClock);
        const live = await world.database.query<{ number: number }>(`SELECT number FROM contract_versions WHERE contract_id = $1 AND state IN ('active','in_notice')`, [contractId]);
        const instant = new Date(world.time.now.getTime() + 1);
        seen.push({ instant, number: live[0]?.number ?? null });
        expect(live.length).toBeLessThanOrEqual(1);
        world.time.now = days(1);
      }
    }
    restsSeen += seen.filter(({ number }) => number === null).length;
    // Asked when the story is over, history answers as the days did.
    for (const { instant, number } of seen) expect([instant, await inForce(versionId, instant)]).toEqual([instant, number]);
  }), { numRuns: 8, seed: 20261124 });
  expect(restsSeen).toBeGreaterThan(0);
}, 60_000);

test('two workers at once move every due contract exactly once', async () => {
  const ids = await Promise.all(Array.from({ length: 12 }, () => signedContract(world, world.a.id, world.annOfA)));
  world.time.now = days(1);
  const [one, two] = await Promise.all([moveContracts(world.contractClock), moveContracts(world.contractClock)]);
  expect(one + two).toBeGreaterThanOrEqual(12);
  const entries = await world.database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM audit_entries WHERE action = 'contractMove' AND detail->>'to' = 'active' AND detail->>'versionId' = ANY($1) GROUP BY detail->>'versionId'`, [ids]);
  expect(entries.map(({ count }) => count)).toEqual(Array.from({ length: 12 }, () => 1));
  expect(await world.audit.verify()).toMatchObject({ intact: true });
});

function refused(error: { code?: string }): void {
  if (!['ILLEGAL_TRANSITION', 'BAD_INPUT', 'ALREADY_EXISTS'].includes(error.code ?? '')) throw error;
}
