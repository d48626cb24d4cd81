import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { newId } from '../../../server/platform/ids.js';
import { Aggregates, type AggregateAsked } from '../../../server/privacy/aggregates.js';
import { codeOf, openPrivacyWorld, type PrivacyWorld } from './privacy-world.js';

let world: PrivacyWorld;
let aggregates: Aggregates;
beforeEach(async () => {
  world = await openPrivacyWorld(40);
  aggregates = new Aggregates(world.audit, world.clock, newId);
}, 30_000);
afterEach(() => world.close());

const scope = { level: 'counts' as const, basis: 'law' as const, fields: ['content', 'kind'], kMin: 10, epsilon: 10, epsilonPeriod: 'month' as const };
const ask = (contractId: string, more: Partial<AggregateAsked> = {}) => world.do((tx) => aggregates.release(tx, { contractId, dataset: 'interactions', purpose: 'study', region: null, groupBy: ['content'], measure: 'people', epsilonMicro: 8_000_000n, ...more }, world.annOfA));
const release = async (id: string) => (await world.database.query<{ groups: { values: string[]; people: string; amount: string | null }[]; threshold: number }>('SELECT groups, threshold FROM aggregate_releases WHERE id = $1', [id]))[0];
const spent = async () => (await world.database.query<{ period: string; spent: string; granted: string }>('SELECT period_start AS period, spent_micro AS spent, granted_micro AS granted FROM epsilon_budgets ORDER BY 1'));

test('a count is told with noise, only of groups over the threshold, and only about the partner\'s own contents', async () => {
  const contractId = await world.contract(scope);
  await world.go('2026-03-03T00:00:00Z');
  const { groups, threshold } = await release(await ask(contractId));
  expect(groups.map(({ values, amount }) => [values, amount])).toEqual([[[world.ofA.id], null]]);
  expect(Number(groups[0].people)).toBeGreaterThanOrEqual(threshold);
  expect(Math.abs(Number(groups[0].people) - 40)).toBeLessThan(20); // noise of scale 1/2: beyond it once in e^40
  const rows = await release(await ask(contractId, { measure: 'rows', epsilonMicro: 2_000_000n }));
  expect(rows.groups.every(({ amount }) => amount !== null)).toBe(true);
});

test('P40: of twenty different questions at once no more are answered than ε is granted for; the next period has its own', async () => {
  const contractId = await world.contract(scope);
  await world.go('2026-03-03T00:00:00Z');
  const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => codeOf(ask(contractId, { epsilonMicro: 3_000_000n + BigInt(at) }))));
  expect(answers.filter((one) => one === 'done')).toHaveLength(3);
  expect(answers.filter((one) => one === 'OVER_LIMIT')).toHaveLength(17);
  const [march] = await spent();
  expect(BigInt(march.spent)).toBeLessThanOrEqual(10_000_000n);
  expect((await world.database.query<{ sum: string }>('SELECT sum(epsilon_micro) FROM aggregate_releases'))[0].sum).toBe(march.spent);
  await expect(world.database.query('UPDATE epsilon_budgets SET spent_micro = granted_micro + 1')).rejects.toThrow(/epsilon_budgets_limit/);
  await world.go('2026-04-03T00:00:00Z');
  expect(await codeOf(ask(contractId))).toBe('done');
  expect((await spent()).map(({ period }) => period)).toEqual(['2026-03-01', '2026-04-01']);
});

test('P40: the same question again is the same release, for nothing, however many ask at once', async () => {
  const contractId = await world.contract(scope);
  await world.go('2026-03-03T00:00:00Z');
  const ids = await Promise.all(Array.from({ length: 10 }, () => ask(contractId)));
  expect(new Set(ids).size).toBe(1);
  expect(await spent()).toMatchObject([{ spent: '8000000', granted: '10000000' }]);
  // Not even what has happened since changes what was told.
  for (const one of world.readers.slice(0, 5)) await world.saw(one, world.ofA);
  expect(await ask(contractId)).toBe(ids[0]);
});

test('what the gate does not let pass costs nothing: fields, purposes, people, too few of them, a contract that rests', async () => {
  const contractId = await world.contract({ ...scope, kMin: 41 });
  const none = await world.contract({ ...scope, level: 'none' });
  expect(await codeOf(ask(contractId))).toBe('contract_not_in_force');
  await world.go('2026-03-03T00:00:00Z');
  expect(await codeOf(ask(none))).toBe('level_too_low');
  expect(await codeOf(ask(contractId, { groupBy: ['content', 'occurredOn'] }))).toBe('field_not_in_scope');
  expect(await codeOf(ask(contractId, { purpose: 'sell' }))).toBe('purpose_differs');
  expect(await codeOf(ask(contractId, { groupBy: ['kind'] }))).toBe('BAD_INPUT');
  expect(await codeOf(ask(contractId, { measure: 'kind' }))).toBe('BAD_INPUT');
  expect(await codeOf(world.do((tx) => aggregates.release(tx, { contractId, dataset: 'interactions', purpose: 'study', region: null, groupBy: ['content'], measure: 'people', epsilonMicro: 8_000_000n }, world.bobOfB)))).toBe('NOT_FOUND');
  expect(await spent()).toEqual([]);
  expect((await release(await ask(contractId))).groups).toEqual([]); // P41: forty people are fewer than 41
  const [{ id: versionId, version: expectedVersion }] = await world.database.query<{ id: string; version: number }>('SELECT id, version FROM contract_versions WHERE contract_id = $1', [contractId]);
  await world.do((tx) => world.contracts.suspend(tx, { versionId, expectedVersion, reason: 'We look into something.' }, world.manager));
  expect(await codeOf(ask(contractId))).toBe('contract_not_in_force');
});

test('with consent as the basis only those who gave it are counted', async () => {
  const contractId = await world.contract({ ...scope, basis: 'consent', kMin: 20 });
  for (const one of world.readers.slice(0, 19)) await world.consent(one);
  await world.go('2026-03-03T00:00:00Z');
  expect((await release(await ask(contractId, { epsilonMicro: 4_000_000n }))).groups).toEqual([]);
});
