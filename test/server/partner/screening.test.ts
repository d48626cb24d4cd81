import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Evidence } from '../../../schema/evidence.js';
import { CriterionSet } from '../../../schema/criterion-set.js';
import { PartnerKind } from '../../../schema/partner.js';
import { currentSet, rulesOf, weightsOf, type Rules } from '../../../server/partner/criteria.js';
import { judge, tierFloors } from '../../../server/partner/screening.js';
import { DAY_MS, openPartnerWorld, type PartnerWorld } from './partner-world.js';
import { endorse, goodEvidence, know, knowAll, newest } from './screening-world.js';

let world: PartnerWorld;
let rules: Rules;
beforeAll(async () => {
  world = await openPartnerWorld();
  rules = rulesOf(await currentSet(world.database.dataSource.manager, 'content_producer'));
});
afterAll(() => world.close());

const now = new Date('2026-03-01T00:00:00Z');
let made = 0;
const piece = (criterion: string, value: number, observations = 1, changes: Partial<Evidence> = {}) => ({
  id: `e${String(++made).padStart(6, '0')}`, criterion, value, observations, source: 'test', isVerified: true, observedAt: new Date(now.getTime() - DAY_MS), expiresAt: new Date(now.getTime() + 100 * DAY_MS), ...changes,
}) as Evidence;
const all = () => Object.entries(goodEvidence).map(([criterion, [value, observations]]) => piece(criterion, value, observations));

describe('the criteria that come with the platform', () => {
  test.each(Object.values(PartnerKind))('%s: three branches of three, consistent judgements, weights that sum to 1, gates', async (kind) => {
    const set = await currentSet(world.database.dataSource.manager, kind);
    expect(set.criteria.map(({ group }) => group)).toEqual(['resources', 'technology', 'reputation'].flatMap((group) => [group, group, group]));
    expect(weightsOf(set).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(set.criteria.filter(({ gate }) => gate !== null).length).toBeGreaterThanOrEqual(2);
    // With its ideal everywhere a partner scores 1, with its anti-ideal 0.
    const at = (place: 0 | -1) => judge(rulesOf(set), set.criteria.map(({ key, knots }) => piece(key, [...knots].sort((a, b) => a[1] - b[1]).at(place)![0], 1_000_000)), now).score!;
    expect(at(-1)).toBeGreaterThan(0.99);
    expect(at(0)).toBeLessThan(0.01);
  });

  test('are never changed, only followed', async () => {
    await expect(world.database.query(`UPDATE criterion_sets SET lambda_ppm = 0`)).rejects.toThrow(/append-only/);
  });
});

describe('P6', () => {
  test('the same evidence in any order gives the same bits', () => {
    const evidence = all();
    const first = judge(rules, evidence, now);
    fc.assert(fc.property(fc.shuffledSubarray(evidence, { minLength: evidence.length }), (shuffled) => {
      expect(judge(rules, shuffled, now)).toEqual(first);
    }), { numRuns: 10 });
    expect(judge(rules, [...evidence.slice(1), piece('on_time', 0.2, 5)], now).inputsHashBytes).not.toEqual(first.inputsHashBytes);
  });

  test('expired evidence is never read, nor is what the same source has replaced', () => {
    const [old, recent] = [piece('on_time', 0.1, 1000, { observedAt: new Date(now.getTime() - 9 * DAY_MS) }), piece('on_time', 0.9, 10)];
    const alone = judge(rules, [recent], now);
    expect(judge(rules, [old, recent], now)).toEqual(alone);
    expect(judge(rules, [recent, piece('reader_rating', 5, 50, { expiresAt: now })], now)).toEqual(alone);
    expect(judge(rules, [recent, piece('reader_rating', 5, 50, { observedAt: new Date(now.getTime() + 1) })], now)).toEqual(alone);
    // What was replaced stays replaced, even when the newer expires first.
    expect(judge(rules, [old, { ...recent, isVerified: true, expiresAt: now } as Evidence], now).score).toBeNull();
    expect(alone.validUntil).toEqual(recent.expiresAt);
  });
});

describe('what is judged', () => {
  test('P5: nothing known, no score, no tier, no draws', () => {
    expect(judge(rules, [], now)).toMatchObject({ score: null, low: null, high: null, tier: null, next: null, draws: null, coverage: 0, validUntil: null });
  });

  test('one perfect fact lifts nobody: a tier needs coverage', () => {
    const judged = judge(rules, [piece('legal_standing', 1)], now);
    expect(judged.score).toBe(1);
    expect(judged.tier).toBe('listed');
    expect(judged.next!.unknown.length).toBeGreaterThan(0);
    expect(judged.low!).toBeLessThan(0.9);
  });

  test('a perfect share of two is shrunk below a good one of a thousand', () => {
    const of = (value: number, observations: number) => judge(rules, [piece('on_time', value, observations)], now).score!;
    expect(of(1, 2)).toBeLessThan(of(0.97, 1000));
  });

  test.each<[string, Evidence[], string]>([
    ['nothing', [], 'unknown'],
    ['what nobody has verified', [piece('rights_clear', 1, 10_000, { verifiedBy: null, isVerified: false })], 'unknown'],
    ['too few observations', [piece('rights_clear', 1, 12)], 'failed'],
    ['enough observations', [piece('rights_clear', 0.97, 500)], 'passed'],
    ['a share below it', [piece('rights_clear', 0.85, 5000)], 'failed'],
  ])('a gate with %s', (_name, evidence, state) => {
    expect(judge(rules, evidence, now).leaves.find(({ criterion }) => criterion === 'rights_clear')!.gate).toBe(state);
  });

  test('what would lift the tier does, and a little less does not', () => {
    const evidence = all().map((one) => (one.criterion === 'catalogue_size' ? piece('catalogue_size', 60) : one.criterion === 'reader_rating' ? piece('reader_rating', 3, 200) : one));
    const { next, tier } = judge(rules, evidence, now);
    const floor = tierFloors.find((one) => one.tier === next!.tier)!;
    const [{ criterion, from, to }] = next!.lifts;
    expect(next!.lifts).toHaveLength(1);
    const lifted = (value: number) => judge(rules, evidence.map((one) => (one.criterion === criterion ? { ...one, value, isVerified: true } as Evidence : one)), now);
    expect(['catalogue_size', 'reader_rating', 'monthly_output', 'security_level']).toContain(criterion);
    expect(lifted(from).tier).toBe(tier);
    expect(lifted(to + Math.abs(to) * 1e-9).tier).toBe(floor.tier);
    expect(lifted(to - (to - from) * 1e-3).tier).toBe(tier);
  });
});

describe('evidence', () => {
  test('is recorded by the staff, and the partner is assessed in the same breath', async () => {
    const partner = await world.partner('content_producer', 'screening');
    await know(world, partner.id, 'on_time', [0.9, 40]);
    const first = await newest(world, partner.id);
    expect(first.score).not.toBeNull();
    expect(await world.screening.assessments.run(partner.id, world.manager)).toEqual(first);
    await know(world, partner.id, 'reader_rating', [4.5, 10]);
    expect((await newest(world, partner.id)).id).not.toBe(first.id);
  });

  test.each<[string, object, string]>([
    ['a criterion of another kind', { criterion: 'conversion' }, 'criterion'],
    ['a share above 1', { value: 1.01 }, 'value'],
    ['no number', { value: Number.NaN }, 'value'],
    ['no observation', { observations: 0 }, 'observations'],
    ['the future', { observedAt: new Date('2027-01-01') }, 'observedAt'],
    ['an end before the observation', { expiresAt: new Date('2020-01-01') }, 'expiresAt'],
    ['no source', { source: ' ' }, 'source'],
  ])('refuses %s and writes nothing', async (_name, changes, path) => {
    const partner = await world.partner('content_producer', 'screening');
    await expect(know(world, partner.id, 'on_time', [0.9, 10], changes)).rejects.toMatchObject({ code: 'BAD_INPUT', details: { path: [path] } });
    expect(await world.database.query('SELECT FROM evidence WHERE partner_id = $1', [partner.id])).toHaveLength(0);
  });

  test('a partner records nothing of itself, strangers find nothing', async () => {
    for (const [actor, code] of [[world.annOfA, 'FORBIDDEN'], [world.bobOfB, 'NOT_FOUND'], [await world.person('reader'), 'NOT_FOUND'], [await world.person('analyst'), 'FORBIDDEN']] as const) {
      await expect(know(world, world.a.id, 'on_time', [0.9, 10], {}, actor)).rejects.toMatchObject({ code });
      await expect(world.screening.assessments.run(world.a.id, actor)).rejects.toMatchObject({ code });
    }
    expect(await world.database.query('SELECT FROM evidence WHERE partner_id = $1', [world.a.id])).toHaveLength(0);
  });

  test('twenty at once: the newest assessment has read all of them', async () => {
    const partner = await world.partner('content_producer', 'screening');
    await Promise.all(Array.from({ length: 20 }, (_, place) => know(world, partner.id, 'on_time', [0.9, 10], { source: `source ${place}` })));
    expect((await newest(world, partner.id)).leaves.find(({ criterion }) => criterion === 'on_time')!.observations).toBe(200);
  });
});

describe('due diligence', () => {
  const examined = async (evidence?: Record<string, readonly [number, number]>) => {
    const partner = await world.partner('content_producer', 'screening');
    await knowAll(world, partner.id, evidence);
    return world.partners.move({ id: partner.id, expectedVersion: 1, action: 'partnerExamine' }, world.manager);
  };
  const approve = ({ id, version }: { id: string; version: number }) => world.partners.move({ id, expectedVersion: version, action: 'partnerApprove' }, world.manager);

  test('begins only with every gate passed: unknown is not passed', async () => {
    const partner = await world.partner('content_producer', 'screening');
    const examine = () => world.partners.move({ id: partner.id, expectedVersion: 1, action: 'partnerExamine' }, world.manager);
    await expect(examine()).rejects.toMatchObject({ code: 'NOT_READY', details: { missing: [{ code: 'no_evidence', criterion: null }] } });
    const { legal_standing, ...rest } = goodEvidence;
    await knowAll(world, partner.id, rest);
    await expect(examine()).rejects.toMatchObject({ code: 'NOT_READY', details: { missing: [{ code: 'gate_unknown', criterion: 'legal_standing' }] } });
    await know(world, partner.id, 'legal_standing', legal_standing, { verified: false });
    await expect(examine()).rejects.toMatchObject({ code: 'NOT_READY' });
    await know(world, partner.id, 'legal_standing', legal_standing);
    expect((await examine()).state).toBe('due_diligence');
  });

  test('the strategic tier needs two different people', async () => {
    const partner = await examined();
    expect((await newest(world, partner.id)).tier).toBe('strategic');
    await endorse(world, partner.id, world.manager);
    await endorse(world, partner.id, world.manager);
    await expect(approve(partner)).rejects.toMatchObject({ code: 'NOT_READY', details: { missing: [{ code: 'review_missing' }] } });
    await expect(world.database.query(`UPDATE partners SET state = 'approved' WHERE id = $1`, [partner.id])).rejects.toThrow(/not endorsed by enough reviewers/);
    await endorse(world, partner.id, await world.person('operator'));
    expect((await approve(partner)).state).toBe('approved');
  });

  test('another tier needs one, and nobody who objects', async () => {
    const partner = await examined({ ...goodEvidence, catalogue_size: [15, 1], monthly_output: [1, 12], reader_rating: [3.4, 100], metadata_complete: [0.6, 200], on_time: [0.7, 100] });
    expect((await newest(world, partner.id)).tier).not.toBe('strategic');
    const operator = await world.person('operator');
    await endorse(world, partner.id, world.manager);
    await endorse(world, partner.id, operator, 'object');
    await expect(approve(partner)).rejects.toMatchObject({ code: 'NOT_READY', details: { missing: [{ code: 'objection' }] } });
    await expect(world.database.query(`UPDATE partners SET state = 'approved' WHERE id = $1`, [partner.id])).rejects.toThrow(/not endorsed/);
    await endorse(world, partner.id, operator);
    expect((await approve(partner)).state).toBe('approved');
  });

  test('newer evidence asks for newer reviews, and a review of what is no longer the newest is a conflict', async () => {
    const partner = await examined();
    const before = await newest(world, partner.id);
    for (const reviewer of [world.manager, await world.person('operator')]) await endorse(world, partner.id, reviewer);
    await know(world, partner.id, 'on_time', [0.9, 40]);
    await expect(approve(partner)).rejects.toMatchObject({ code: 'NOT_READY', details: { missing: [{ code: 'review_missing' }] } });
    await expect(world.screening.diligence.review({ partnerId: partner.id, assessmentId: before.id, verdict: 'endorse', findings: 'x' }, world.manager)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('expired evidence approves nobody', async () => {
    const partner = await examined();
    for (const reviewer of [world.manager, await world.person('operator')]) await endorse(world, partner.id, reviewer);
    const today = world.time.now;
    world.time.now = new Date(today.getTime() + 181 * DAY_MS);
    await expect(approve(partner)).rejects.toMatchObject({ code: 'NOT_READY', details: { missing: [{ code: 'evidence_expired' }] } });
    world.time.now = today;
    expect((await world.database.query<{ state: string }>('SELECT state FROM partners WHERE id = $1', [partner.id]))[0].state).toBe('due_diligence');
  });

  test('by people of the platform, in due diligence, and for good', async () => {
    const partner = await examined();
    const assessmentId = (await newest(world, partner.id)).id;
    const review = { partnerId: partner.id, assessmentId, verdict: 'endorse', findings: 'x' } as const;
    await expect(world.screening.diligence.review(review, world.bobOfB)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(world.screening.diligence.review(review, world.system)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(world.screening.diligence.review({ ...review, findings: ' ' }, world.manager)).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await endorse(world, partner.id, world.manager);
    await expect(world.database.query('DELETE FROM due_diligence_reviews')).rejects.toThrow(/append-only/);
    await world.partners.move({ id: partner.id, expectedVersion: partner.version, action: 'partnerReject', reason: 'x' }, world.manager);
    await expect(world.screening.diligence.review(review, world.manager)).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION' });
  });
});

describe('re-scoring', () => {
  test('takes up whoever has expired evidence or newer criteria, once', async () => {
    const partner = await world.partner('education', 'active');
    await know(world, partner.id, 'refunds', [0.02, 100], { expiresAt: new Date(world.time.now.getTime() + DAY_MS) });
    await know(world, partner.id, 'courses', [100, 1]);
    expect(await world.screening.assessments.assessDue()).toBe(0);
    const today = world.time.now;
    world.time.now = new Date(today.getTime() + 2 * DAY_MS);
    const both = await Promise.all([world.screening.assessments.assessDue(), world.screening.assessments.assessDue()]);
    world.time.now = today;
    expect(both[0] + both[1]).toBe(1);
    expect((await newest(world, partner.id)).leaves.find(({ criterion }) => criterion === 'refunds')!.value).toBeNull();
    const set = await currentSet(world.database.dataSource.manager, 'education');
    await world.database.dataSource.manager.insert(CriterionSet, { ...set, id: world.a.id, version: set.version + 1 });
    world.time.now = new Date(today.getTime() + 3 * DAY_MS);
    expect(await world.screening.assessments.assessDue()).toBe(1);
    expect((await newest(world, partner.id)).criterionSetId).toBe(world.a.id);
    world.time.now = today;
  });
});
