import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Partner, PartnerState } from '../../../schema/partner.js';
import { partnerMoves } from '../../../server/partner/partner-states.js';
import { openPartnerWorld, type PartnerWorld } from './partner-world.js';

let world: PartnerWorld;
beforeAll(async () => { world = await openPartnerWorld(); });
afterAll(() => world.close());

const description = { name: 'Lingua School', kind: 'education' as const, industry: 'language learning', contactEmail: 'ann@example.org' };
const read = (id: string) => world.database.dataSource.getRepository(Partner).findOneByOrFail({ id });

test('the steps are those of the drawn machine', () => {
  expect(partnerMoves).toEqual({
    prospect: ['applied', 'blocked'],
    applied: ['screening', 'blocked'],
    screening: ['due_diligence', 'blocked'],
    due_diligence: ['approved', 'rejected', 'blocked'],
    approved: ['onboarding', 'blocked'],
    rejected: ['blocked'],
    onboarding: ['active', 'blocked'],
    active: ['suspended', 'blocked'],
    suspended: ['active', 'offboarding', 'blocked'],
    offboarding: ['former', 'blocked'],
    former: ['blocked'],
    blocked: [],
  });
});

test('fifty partners entered at once get fifty codes in a row', async () => {
  const before = Number((await world.database.query<{ last: number }>(`SELECT last FROM code_counters WHERE prefix = 'P' AND year = 2026`))[0].last);
  const made = await Promise.all(Array.from({ length: 50 }, () => world.partners.create(description, world.manager)));
  expect(made.map(({ code }) => code).sort()).toEqual(Array.from({ length: 50 }, (_, place) => `P-2026-${String(before + place + 1).padStart(4, '0')}`));
});

test('walks from prospect to former, every other step refused on the way', async () => {
  let partner = await world.partners.create(description, world.manager);
  for (const to of ['applied', 'screening', 'due_diligence', 'approved', 'onboarding', 'active', 'suspended', 'offboarding', 'former'] as const) {
    const { id, version, state } = partner;
    for (const other of Object.values(PartnerState).filter((one) => !partnerMoves[state].includes(one))) {
      await expect(world.partners.transition({ id, expectedVersion: version, to: other, reason: 'x' }, world.manager)).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION', details: { from: state, allowed: partnerMoves[state] } });
    }
    expect(await read(id)).toEqual(partner);
    partner = await world.partners.transition({ id, expectedVersion: version, to, reason: 'because' }, world.manager);
    expect(partner).toMatchObject({ state: to, version: version + 1 });
  }
});

test('steps against a partner say why', async () => {
  const { id } = await world.partners.create(description, world.manager);
  await expect(world.partners.transition({ id, expectedVersion: 1, to: 'blocked', reason: '  ' }, world.manager)).rejects.toMatchObject({ code: 'BAD_INPUT', details: { path: ['reason'] } });
  await world.partners.transition({ id, expectedVersion: 1, to: 'blocked', reason: 'fraud' }, world.manager);
  const [entry] = await world.database.query<{ detail: object }>(`SELECT detail FROM audit_entries WHERE noun_id = $1 AND action = 'partnerTransition'`, [id]);
  expect(entry.detail).toEqual({ from: 'prospect', to: 'blocked', reason: 'fraud' });
});

test('an edit names the version that it saw; of two at once one wins', async () => {
  const { id } = await world.partners.create(description, world.manager);
  const edits = await Promise.allSettled(['One', 'Two'].map((name) => world.partners.edit({ id, expectedVersion: 1, ...description, name }, world.manager)));
  expect(edits.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(edits.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'CONFLICT', details: { currentVersion: 2 } } });
  expect((await read(id)).version).toBe(2);
});

test.each<[string, object, string[]]>([
  ['an empty name', { name: ' ' }, ['name']],
  ['a web site of another scheme', { website: 'javascript:alert(1)' }, ['website']],
  ['an address that is none', { contactEmail: 'ann' }, ['contactEmail']],
])('refuses %s', async (_name, changes, path) => {
  await expect((async () => world.partners.create({ ...description, ...changes }, world.manager))()).rejects.toMatchObject({ code: 'BAD_INPUT', details: { path } });
});

test('is looked after by a partner manager or an operator', async () => {
  const reader = await world.person('reader');
  await expect(world.partners.create({ ...description, managerId: reader.accountId }, world.manager)).rejects.toMatchObject({ code: 'BAD_INPUT', details: { path: ['managerId'] } });
  expect((await world.partners.create({ ...description, managerId: world.manager.accountId }, world.manager)).managerId).toBe(world.manager.accountId);
});

test('a partner changes nothing of itself, finds nothing of others, and readers find nothing at all', async () => {
  const before = await read(world.a.id);
  const edit = { id: world.a.id, expectedVersion: before.version, ...description };
  for (const [actor, code] of [[world.annOfA, 'FORBIDDEN'], [world.bobOfB, 'NOT_FOUND'], [await world.person('reader'), 'NOT_FOUND'], [await world.person('analyst'), 'FORBIDDEN']] as const) {
    await expect(world.partners.edit(edit, actor)).rejects.toMatchObject({ code });
    await expect(world.partners.transition({ ...edit, to: 'suspended', reason: 'x' }, actor)).rejects.toMatchObject({ code });
    await expect((async () => world.partners.create(description, actor))()).rejects.toMatchObject({ code: 'FORBIDDEN' });
  }
  expect(await read(world.a.id)).toEqual(before);
});
