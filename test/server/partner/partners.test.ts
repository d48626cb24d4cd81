import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Partner, PartnerState } from '../../../schema/partner.js';
import { movesFrom, partnerMoves } from '../../../server/partner/partner-states.js';
import type { PartnerStep } from '../../../server/partner/partners.js';
import { openPartnerWorld, signedContract, type PartnerWorld } from './partner-world.js';
import { endorse, knowAll } from './screening-world.js';

let world: PartnerWorld;
beforeAll(async () => { world = await openPartnerWorld(); });
afterAll(() => world.close());

const description = { name: 'Lingua School', kind: 'education' as const, industry: 'language learning', contactEmail: 'ann@example.org' };
const steps = [...new Set(partnerMoves.map(({ action }) => action))].filter((action) => action !== 'applicationRecord') as PartnerStep['action'][];
const read = (id: string) => world.database.dataSource.getRepository(Partner).findOneByOrFail({ id });

const reached = (state: PartnerState) => movesFrom(state).map(({ to }) => to);

test('the steps are those of the drawn machine, and screening can end in a rejection', () => {
  expect(Object.fromEntries(Object.values(PartnerState).map((state) => [state, reached(state)]))).toEqual({
    prospect: ['applied', 'blocked'],
    applied: ['screening', 'blocked'],
    screening: ['due_diligence', 'rejected', 'blocked'],
    due_diligence: ['approved', 'rejected', 'blocked'],
    approved: ['onboarding', 'blocked'],
    rejected: ['applied', 'blocked'],
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
  let partner = await world.partners.create({ ...description, kind: 'content_producer' }, world.manager);
  const step = async (action: PartnerStep['action']) => {
    const { id, version, state } = partner;
    const possible = movesFrom(state).map((move) => move.action);
    for (const other of steps.filter((one) => !possible.includes(one))) {
      await expect(world.partners.move({ id, expectedVersion: version, action: other, reason: 'x' }, world.manager)).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION', details: { from: state, allowed: reached(state) } });
    }
    expect(await read(id)).toEqual(partner);
    partner = await world.partners.move({ id, expectedVersion: version, action, reason: 'because' }, world.manager);
    expect(partner.version).toBe(version + 1);
  };
  partner = await world.partners.recordApplication({ id: partner.id, expectedVersion: 1, statement: 'Courses.' }, world.screening.applications, world.manager);
  await step('partnerScreen');
  await knowAll(world, partner.id);
  await step('partnerExamine');
  for (const reviewer of [world.manager, await world.person('operator')]) await endorse(world, partner.id, reviewer);
  await step('partnerApprove');
  await step('partnerOnboard');
  const theirs = await world.person('partner', partner.id);
  const versionId = await signedContract(world, partner.id, theirs, world.terms({ startsAt: world.time.now }));
  expect((await world.version(versionId)).state).toBe('active');
  await step('partnerActivate');
  await step('partnerSuspend');
  await step('partnerOffboard');
  await world.database.query(`UPDATE contract_versions SET state = 'terminated' WHERE id = $1`, [versionId]);
  await step('partnerClose');
  expect(partner.state).toBe('former');
});

test('steps against a partner say why, and the partner keeps it until the next step', async () => {
  const { id } = await world.partners.create(description, world.manager);
  await expect(world.partners.move({ id, expectedVersion: 1, action: 'partnerBlock', reason: '  ' }, world.manager)).rejects.toMatchObject({ code: 'BAD_INPUT', details: { path: ['reason'] } });
  expect(await world.partners.move({ id, expectedVersion: 1, action: 'partnerBlock', reason: 'fraud' }, world.manager)).toMatchObject({ state: 'blocked', reason: 'fraud' });
  const [entry] = await world.database.query<{ detail: object }>(`SELECT detail FROM audit_entries WHERE noun_id = $1 AND action = 'partnerBlock'`, [id]);
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
    await expect(world.partners.move({ ...edit, action: 'partnerSuspend', reason: 'x' }, actor)).rejects.toMatchObject({ code });
    await expect((async () => world.partners.create(description, actor))()).rejects.toMatchObject({ code: 'FORBIDDEN' });
  }
  expect(await read(world.a.id)).toEqual(before);
});
