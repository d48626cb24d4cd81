import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Partner } from '../../../schema/partner.js';
import { publicLimits } from '../../../server/partner/applications.js';
import { anonymous, type Actor } from '../../../server/platform/actor.js';
import { DAY_MS, openPartnerWorld, type PartnerWorld } from './partner-world.js';

let world: PartnerWorld;
beforeAll(async () => { world = await openPartnerWorld(); });
afterAll(() => world.close());
// Each test has a day of its own, so that the limits of one are not used up by another.
beforeEach(() => { world.time.now = new Date(world.time.now.getTime() + 2 * DAY_MS); });

let made = 0;
const form = (changes: object = {}) => ({ name: 'Lingua School', kind: 'education' as const, industry: 'languages', contactEmail: `ann${++made}@example.org`, statement: 'Courses.', ...changes });
const apply = (input = form(), actor: Actor = anonymous, address = '192.0.2.1') => world.do((tx) => world.screening.applications.apply(tx, input, actor, address));
const rows = async () => (await world.database.query<{ count: number }>('SELECT (SELECT count(*) FROM partners)::int + (SELECT count(*) FROM applications)::int AS count'))[0].count;
const read = (id: string) => world.database.dataSource.getRepository(Partner).findOneByOrFail({ id });

test('a stranger becomes a partner that has applied, with what it wrote and no address kept', async () => {
  const application = await apply(form({ statement: ' We teach. ' }));
  expect(await read(application.partnerId)).toMatchObject({ state: 'applied', name: 'Lingua School', code: application.code, note: '', managerId: null });
  expect(application).toMatchObject({ statement: 'We teach.', submittedBy: null });
  expect(application.addressHash).toHaveLength(32);
  const entries = await world.database.query<{ actor: string; action: string }>('SELECT actor, action FROM audit_entries WHERE noun_id = $1', [application.partnerId]);
  expect(entries).toEqual([{ actor: 'anonymous', action: 'partnerApply' }]);
  await expect(world.database.query('UPDATE applications SET statement = $1', ['x'])).rejects.toThrow(/append-only/);
});

describe('limits of those without an account', () => {
  test('by address, exactly, under sixty at once', async () => {
    const tried = await Promise.allSettled(Array.from({ length: 60 }, () => apply(form(), anonymous, '192.0.2.9')));
    expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(publicLimits.address);
    expect(tried.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'RATE_LIMITED', details: { retryAfterSeconds: 86_400 } } });
    await expect(apply(form(), anonymous, '192.0.2.10')).resolves.toBeDefined();
    world.time.now = new Date(world.time.now.getTime() + DAY_MS + 1);
    await expect(apply(form(), anonymous, '192.0.2.9')).resolves.toBeDefined();
  });

  test('by e-mail address, capitals or not', async () => {
    for (let at = 0; at < publicLimits.email; at++) await apply(form({ contactEmail: at % 2 ? 'Same@example.org' : 'same@example.org' }), anonymous, `192.0.2.${20 + at}`);
    const before = await rows();
    await expect(apply(form({ contactEmail: 'SAME@example.org' }), anonymous, '192.0.2.99')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    expect(await rows()).toBe(before);
  });

  test('readers count by their account, staff have no limit', async () => {
    const reader = await world.person('reader');
    for (let at = 0; at < publicLimits.address; at++) await apply(form(), reader, `192.0.2.${40 + at}`);
    await expect(apply(form(), reader, '192.0.2.77')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    for (let at = 0; at <= publicLimits.address; at++) await apply(form({ contactEmail: 'one@example.org' }), world.manager);
  });
});

test.each<[string, object, string]>([
  ['no name', { name: ' ' }, 'name'], ['no way to be reached', { contactEmail: null }, 'contactEmail'], ['a wrong address', { contactEmail: 'ann' }, 'contactEmail'],
  ['nothing said', { statement: ' ' }, 'statement'], ['a novel', { statement: 'x'.repeat(5001) }, 'statement'],
])('refuses %s and writes nothing', async (_name, changes, path) => {
  const before = await rows();
  await expect(apply(form(changes))).rejects.toMatchObject({ code: 'BAD_INPUT', details: { path: [path] } });
  expect(await rows()).toBe(before);
});

test('an account of a partner applies there, not as a stranger', async () => {
  await expect(apply(form(), world.annOfA)).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

describe('a partner that is known', () => {
  const record = (partner: Partner, actor: Actor) => world.partners.recordApplication({ id: partner.id, expectedVersion: partner.version, statement: 'Again.' }, world.screening.applications, actor);

  test('applies by the staff or by itself; strangers find nothing', async () => {
    const prospect = await world.partner('channel', 'prospect');
    const theirs = await world.person('partner', prospect.id);
    await expect(record(prospect, world.bobOfB)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(record(prospect, await world.person('analyst'))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const applied = await record(prospect, theirs);
    expect(applied.state).toBe('applied');
    await expect(record(applied, theirs)).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION' });
    expect(await world.database.query('SELECT FROM applications WHERE partner_id = $1', [prospect.id])).toHaveLength(1);
  });

  test('that was rejected comes back when its time has come, neither itself nor as a stranger before', async () => {
    const partner = await world.partner('channel', 'screening');
    await world.partners.edit({ id: partner.id, expectedVersion: 1, name: partner.name, kind: 'channel', industry: 'radio', contactEmail: 'Again@example.org' }, world.manager);
    const reapplyAfter = new Date(world.time.now.getTime() + 30 * DAY_MS);
    await expect(world.partners.move({ id: partner.id, expectedVersion: 2, action: 'partnerReject', reason: 'x', reapplyAfter: new Date(0) }, world.manager)).rejects.toMatchObject({ code: 'BAD_INPUT', details: { path: ['reapplyAfter'] } });
    const rejected = await world.partners.move({ id: partner.id, expectedVersion: 2, action: 'partnerReject', reason: 'too small', reapplyAfter }, world.manager);
    expect(rejected).toMatchObject({ state: 'rejected', reason: 'too small', reapplyAfter });
    await expect(record(rejected, world.manager)).rejects.toMatchObject({ code: 'NOT_READY', details: { missing: [{ code: 'too_early', criterion: null }] } });
    const stranger = await apply(form({ contactEmail: 'again@example.org' }));
    await expect(world.partners.move({ id: stranger.partnerId, expectedVersion: 1, action: 'partnerScreen' }, world.manager)).rejects.toMatchObject({ code: 'NOT_READY', details: { missing: [{ code: 'too_early' }] } });
    world.time.now = new Date(reapplyAfter.getTime() + 1);
    expect(await record(rejected, world.manager)).toMatchObject({ state: 'applied', reason: null, reapplyAfter: null });
    expect((await world.partners.move({ id: stranger.partnerId, expectedVersion: 1, action: 'partnerScreen' }, world.manager)).state).toBe('screening');
  });
});

describe('the end of a cooperation', () => {
  test('needs a contract in force to begin, and none to end', async () => {
    const partner = await world.partner('channel', 'onboarding');
    await expect(world.partners.move({ id: partner.id, expectedVersion: 1, action: 'partnerActivate' }, world.manager)).rejects.toMatchObject({ code: 'NOT_READY', details: { missing: [{ code: 'no_agreement' }] } });
    expect((await read(partner.id)).state).toBe('onboarding');
  });
});
