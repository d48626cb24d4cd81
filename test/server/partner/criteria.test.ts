import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Outbox } from '../../../server/platform/outbox.js';
import { newId } from '../../../server/platform/ids.js';
import { CriteriaPublishing, type NewCriterionSet } from '../../../server/partner/criteria-publishing.js';
import { currentSet, weightsOf } from '../../../server/partner/criteria.js';
import { openPartnerWorld, type PartnerWorld } from './partner-world.js';
import { goodEvidence, knowAll } from './screening-world.js';

let world: PartnerWorld;
let publishing: CriteriaPublishing;
beforeAll(async () => {
  world = await openPartnerWorld();
  publishing = new CriteriaPublishing(world.database, world.audit, new Outbox(newId), world.clock, newId);
});
afterAll(() => world.close());

const current = () => currentSet(world.database.dataSource.manager, 'content_producer');
const next = async (changes: Partial<NewCriterionSet> = {}): Promise<NewCriterionSet> => {
  const { kind, version, criteria, judgements, lambdaPpm } = await current();
  return { kind, expectedVersion: version, criteria, judgements, lambdaPpm, ...changes };
};

test('a version follows another; entropy counts once five partners are known, and everybody is assessed again', async () => {
  expect((await publishing.publish(await next(), world.manager)).entropy).toBeNull();
  for (let at = 0; at < 5; at++) {
    const partner = await world.partner('content_producer', 'screening');
    // Everything alike but the rating: entropy puts its whole weight there.
    await knowAll(world, partner.id, { ...goodEvidence, reader_rating: [3 + at * 0.4, 100] });
  }
  const set = await publishing.publish(await next(), world.manager);
  const rating = set.criteria.findIndex(({ key }) => key === 'reader_rating');
  expect(set.entropy!.map((weight) => Math.round(weight * 1e9) / 1e9)).toEqual(set.criteria.map((_, at) => (at === rating ? 1 : 0)));
  expect(weightsOf(set).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  expect(weightsOf(set)[rating]).toBeCloseTo(0.7 * weightsOf({ ...set, entropy: null })[rating] + 0.3, 9);
  expect(await current()).toEqual(set);
  expect(await world.database.query(`SELECT FROM outbox WHERE job = 'assess-partners'`)).toHaveLength(2);
  expect(await world.screening.assessments.assessDue()).toBe(5);
});

describe('is refused, and changes nothing', () => {
  const bad = (changes: Partial<NewCriterionSet['criteria'][number]>) => async () => ({ criteria: (await current()).criteria.map((one, at) => (at === 0 ? { ...one, ...changes } : one)) });
  test.each<[string, () => Promise<Partial<NewCriterionSet>>, string[]]>([
    ['judgements that contradict each other', async () => ({ judgements: { groups: [9, 1 / 9, 9], resources: [1, 1, 1], technology: [1, 1, 1], reputation: [1, 1, 1] } }), ['judgements']],
    ['too few judgements', async () => ({ judgements: { groups: [1, 1, 1], resources: [1], technology: [1, 1, 1], reputation: [1, 1, 1] } }), ['judgements']],
    ['a branch without criteria', async () => ({ criteria: (await current()).criteria.filter(({ group }) => group !== 'technology') }), ['judgements']],
    ['a scale that orders nothing', bad({ scale: 'piecewise', knots: [[1, 0], [1, 1]] }), ['criteria']],
    ['the logarithm of nothing', bad({ scale: 'log', knots: [[0, 0], [1, 1]] }), ['criteria']],
    ['a key twice', bad({ key: 'on_time' }), ['criteria']],
    ['a quantity without a spread', bad({ spread: null }), ['criteria', '0']],
  ])('%s', async (_name, changes, path) => {
    const before = await current();
    await expect(publishing.publish(await next(await changes()), world.manager)).rejects.toMatchObject({ code: 'BAD_INPUT', details: { path } });
    expect(await current()).toEqual(before);
  });

  test('by partners and analysts, and of two at once the second', async () => {
    for (const actor of [world.annOfA, await world.person('analyst'), await world.person('reader')]) await expect(publishing.publish(await next(), actor)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const input = await next();
    const both = await Promise.allSettled([publishing.publish(input, world.manager), publishing.publish(input, world.manager)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'CONFLICT', details: { currentVersion: input.expectedVersion + 1 } } });
  });
});
