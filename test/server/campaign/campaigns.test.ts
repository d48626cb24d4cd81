import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Campaign } from '../../../schema/campaign.js';
import type { ContractVersion } from '../../../schema/contract-version.js';
import { Campaigns, type CampaignDraft } from '../../../server/campaign/campaigns.js';
import type { Actor } from '../../../server/platform/actor.js';
import { newId } from '../../../server/platform/ids.js';
import { openSettlement } from '../../../server/settlement/open-settlement.js';
import { moveCampaigns } from '../../../workers/move-campaigns.js';
import { addContents } from '../../support/content-factories.js';
import { DAY_MS, openPartnerWorld, shareClause, signedContract, type PartnerWorld } from '../partner/partner-world.js';

let world: PartnerWorld;
let campaigns: Campaigns;
let contentOfA: string;
let contentOfB: string;

beforeAll(async () => {
  world = await openPartnerWorld();
  campaigns = new Campaigns(world.database, world.audit, world.clock, newId, openSettlement({ ...world, newId }).campaignMoney);
  await signedContract(world, world.a.id, world.annOfA, world.terms({ startsAt: days(-1) }));
  // B is an advertiser: any active contract will do.
  await signedContract(world, world.b.id, world.bobOfB, world.terms({ startsAt: days(-1), clauses: [shareClause(1)] }));
  [contentOfA, contentOfB] = await addContents(world.database, [{ title: 'Of A' }, { title: 'Of B' }], world.clock);
  await world.database.query('UPDATE contents SET partner_id = $2 WHERE id = $1', [contentOfA, world.a.id]);
  await world.database.query('UPDATE contents SET partner_id = $2 WHERE id = $1', [contentOfB, world.b.id]);
});
afterAll(() => world.close());
beforeEach(() => { world.time.now = new Date('2026-03-01T00:00:00.000Z'); });

const days = (count: number) => new Date(world.time.now.getTime() + count * DAY_MS);
const draft = (changes: Partial<CampaignDraft> = {}): CampaignDraft => ({
  name: 'Spring', contentId: contentOfA, adType: 1, audience: { kinds: [], locales: [], activeWithinDays: null }, startsAt: days(-1), endsAt: days(10), budgetMinor: 1000n, bidMinor: 100n, currency: 'CNY', ...changes,
});
const add = (input: CampaignDraft & { partnerId: string }, actor: Actor) => world.database.transaction((tx) => campaigns.create(tx, input, actor));
const create = (changes: Partial<CampaignDraft> = {}, partnerId = world.a.id) => add({ partnerId, ...draft(changes) }, world.manager);
const read = (id: string) => world.database.dataSource.getRepository(Campaign).findOneByOrFail({ id });
const now = async (id: string) => ({ id, expectedVersion: (await read(id)).version });
async function launched(changes: Partial<CampaignDraft> = {}, partnerId = world.a.id): Promise<string> {
  const { id } = await create(changes, partnerId);
  await campaigns.submit(await now(id), world.manager);
  await campaigns.approve(await now(id), world.manager);
  await campaigns.launch(await now(id), world.manager);
  return id;
}
const charge = (campaignId: string, count: number) => world.database.withClient((client) => campaigns.charge(client, Array.from({ length: count }, () => ({ eventId: newId(), campaignId, readerNo: 1, at: world.clock() }))));
const showing = async () => (await campaigns.running()).map(({ id }) => id);

describe('a campaign', () => {
  test('goes from draft to completion, and says so in the audit log', async () => {
    const { id, code } = await create();
    expect(code).toMatch(/^K-2026-\d{4}$/);
    const seen: string[] = [];
    for (const step of ['submit', 'approve', 'launch', 'pause', 'resume'] as const) seen.push((await campaigns[step](await now(id), world.manager)).state);
    expect(seen).toEqual(['review', 'approved', 'running', 'paused', 'running']);
    expect(await showing()).toContain(id);
    world.time.now = days(10);
    await moveCampaigns(campaigns);
    expect((await read(id)).state).toBe('completing');
    expect(await showing()).not.toContain(id);
    world.time.now = new Date(world.time.now.getTime() + 3_600_000);
    await moveCampaigns(campaigns);
    expect(await read(id)).toMatchObject({ state: 'completed', version: 8 });
    const actions = await world.database.query<{ action: string }>('SELECT action FROM audit_entries WHERE noun_id = $1 ORDER BY seq', [id]);
    expect(actions.map(({ action }) => action)).toEqual(['campaignCreate', 'campaignSubmit', 'campaignApprove', 'campaignLaunch', 'campaignPause', 'campaignResume', 'campaignMove', 'campaignMove']);
  });

  test('waits for its start, and starts once though two workers look', async () => {
    const id = await launched({ startsAt: days(1) });
    expect((await read(id)).state).toBe('scheduled');
    expect(await showing()).not.toContain(id);
    world.time.now = days(1);
    await Promise.all([moveCampaigns(campaigns), moveCampaigns(campaigns)]);
    expect(await read(id)).toMatchObject({ state: 'running', version: 5 });
  });

  test('is approved, launched and resumed by the platform; the partner may stop it', async () => {
    const { id } = await add({ partnerId: world.a.id, ...draft() }, world.annOfA);
    await campaigns.submit(await now(id), world.annOfA);
    const seen = await now(id);
    await expect(campaigns.approve(seen, world.annOfA)).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION', details: { from: 'review', allowed: ['cancelled'] } });
    await expect(campaigns.launch(seen, world.manager)).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION', details: { from: 'review', allowed: ['approved', 'cancelled'] } });
    await expect(campaigns.approve({ ...seen, expectedVersion: 1 }, world.manager)).rejects.toMatchObject({ code: 'CONFLICT', details: { currentVersion: 2 } });
    expect(await read(id)).toMatchObject({ state: 'review', version: 2 });
    expect((await campaigns.cancel({ ...seen, reason: 'no longer' }, world.annOfA)).state).toBe('cancelled');
    await expect(campaigns.cancel({ ...await now(id), reason: 'again' }, world.manager)).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION', details: { from: 'cancelled', allowed: [] } });
  });

  test.each<[string, Partial<CampaignDraft>, string[]]>([
    ['an end before the start', { endsAt: new Date(0) }, ['endsAt']],
    ['a bid above the budget', { bidMinor: 1001n }, ['bidMinor']],
    ['a currency of no form', { currency: 'yuan' }, ['currency']],
    ['an unknown locale', { audience: { kinds: [], locales: ['fr' as 'zh'], activeWithinDays: null } }, ['audience', 'locales', '0']],
  ])('refuses %s', async (_name, changes, path) => {
    await expect((async () => create(changes))()).rejects.toMatchObject({ code: 'BAD_INPUT', details: { path } });
  });

  test('shows a content of its own partner only', async () => {
    await expect(create({ contentId: contentOfB })).rejects.toMatchObject({ code: 'BAD_INPUT', details: { path: ['contentId'] } });
  });

  test('partner B finds none of the campaigns of A', async () => {
    const id = await launched();
    const before = await read(id);
    const input = { ...await now(id), ...draft(), reason: 'mine' };
    for (const step of ['edit', 'submit', 'approve', 'launch', 'pause', 'resume', 'cancel'] as const) {
      await expect(campaigns[step](input, world.bobOfB)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    await expect(add({ partnerId: world.a.id, ...draft() }, world.bobOfB)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await read(id)).toEqual(before);
  });
});

describe('money behind a campaign', () => {
  const refusedLaunch = async (id: string) => {
    await campaigns.submit(await now(id), world.manager);
    await campaigns.approve(await now(id), world.manager);
    const seen = await now(id);
    const code = await campaigns.launch(seen, world.manager).then(() => 'launched', (error: { code: string }) => error.code);
    return [code, (await read(id)).state];
  };
  const funded = async (kind: 'content_producer' | 'advertiser', terms: Partial<Parameters<PartnerWorld['terms']>[0]>) => {
    const partner = await world.partner(kind);
    const [contentId] = await addContents(world.database, [{ title: partner.name }], world.clock);
    await world.database.query('UPDATE contents SET partner_id = $2 WHERE id = $1', [contentId, partner.id]);
    const theirs: Actor = await world.person('partner', partner.id);
    const versionId = await signedContract(world, partner.id, theirs, world.terms({ startsAt: days(-1), ...terms }));
    return { partner, contentId, theirs, versionId };
  };

  test('a contract without a cost budget pays only for an advertiser', async () => {
    const clauses = [shareClause(1)];
    const producer = await funded('content_producer', { clauses });
    expect(await refusedLaunch((await create({ contentId: producer.contentId }, producer.partner.id)).id)).toEqual(['BAD_INPUT', 'approved']);
    const advertiser = await funded('advertiser', { clauses });
    expect((await read(await launched({ contentId: advertiser.contentId }, advertiser.partner.id))).state).toBe('running');
  });

  test('a contract that has not begun pays for nothing, nor does a partner that is not active', async () => {
    const later = await funded('content_producer', { startsAt: days(2) });
    expect(await refusedLaunch((await create({ contentId: later.contentId }, later.partner.id)).id)).toEqual(['BAD_INPUT', 'approved']);
    const { partner, contentId } = await funded('content_producer', {});
    await world.database.query(`UPDATE partners SET state = 'suspended' WHERE id = $1`, [partner.id]);
    expect(await refusedLaunch((await create({ contentId }, partner.id)).id)).toEqual(['BAD_INPUT', 'approved']);
  });

  test('once the contract rests, no feed shows the campaign', async () => {
    const { partner, contentId, theirs, versionId } = await funded('content_producer', {});
    const id = await launched({ contentId }, partner.id);
    expect(await showing()).toContain(id);
    const version = async (): Promise<ContractVersion> => world.version(versionId);
    await world.do(async (tx) => world.contracts.suspend(tx, { versionId, expectedVersion: (await version()).version, reason: 'rest' }, theirs));
    expect(await showing()).not.toContain(id);
    await world.do(async (tx) => world.contracts.resume(tx, { versionId, expectedVersion: (await version()).version }, theirs));
    expect(await showing()).toContain(id);
  });

  test('a notice lets what runs run on to its end, and nothing new start', async () => {
    const { partner, contentId, theirs, versionId } = await funded('content_producer', {});
    const id = await launched({ contentId, endsAt: days(60) }, partner.id);
    const { version } = await world.version(versionId);
    await world.do((tx) => world.contracts.giveNotice(tx, { versionId, expectedVersion: version, reason: 'ends' }, theirs));
    expect(await showing()).toContain(id);
    expect(await refusedLaunch((await create({ contentId }, partner.id)).id)).toEqual(['BAD_INPUT', 'approved']);
    world.time.now = days(30);
    await world.contractClock.moveDue(world.system);
    expect((await world.version(versionId)).state).toBe('terminated');
    expect(await showing()).not.toContain(id);
  });

  test('a content that is not published is not advertised', async () => {
    const id = await launched();
    await world.database.query(`UPDATE contents SET state = 'unlisted' WHERE id = $1`, [contentOfA]);
    expect(await showing()).not.toContain(id);
    await campaigns.pause(await now(id), world.manager);
    const seen = await now(id);
    await expect(campaigns.resume(seen, world.manager)).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await world.database.query(`UPDATE contents SET state = 'published' WHERE id = $1`, [contentOfA]);
  });

  test('what the feed gets is one prepared statement, dearest first', async () => {
    const [cheap, dear] = [await launched({ bidMinor: 1n }), await launched({ bidMinor: 999n, budgetMinor: 5000n, adType: 7 })];
    const before = world.database.statementCount;
    const rows = await campaigns.running();
    expect(world.database.statementCount - before).toBe(1);
    const [{ no }] = await world.database.query<{ no: number }>('SELECT no FROM contents WHERE id = $1', [contentOfA]);
    expect(rows[0]).toEqual({ id: dear, contentNo: no, adType: 7, bidMinor: 999n, remainingMinor: 5000n, currency: 'CNY', audience: { kinds: [], locales: [], activeWithinDays: null } });
    expect(rows.findIndex(({ id }) => id === cheap)).toBeGreaterThan(0);
  });

  test('the budget ends it: nothing more is shown or charged, and the clock completes it', async () => {
    const id = await launched({ budgetMinor: 250n, bidMinor: 100n });
    expect(await charge(id, 1)).toHaveLength(1);
    expect(await charge(id, 5)).toHaveLength(1);
    expect(await read(id)).toMatchObject({ spentMinor: 200n, state: 'running' });
    expect(await showing()).not.toContain(id);
    await moveCampaigns(campaigns);
    expect((await read(id)).state).toBe('completed');
    expect(await charge(id, 1)).toEqual([]);
  });

  test('late clicks count until it is completed; drafts and cancelled ones cost nothing', async () => {
    const id = await launched();
    world.time.now = days(10);
    await moveCampaigns(campaigns);
    expect(await charge(id, 1)).toHaveLength(1);
    await campaigns.cancel({ ...await now(id), reason: 'over' }, world.manager);
    expect(await charge(id, 1)).toEqual([]);
    expect(await charge((await create({ startsAt: days(0), endsAt: days(2) })).id, 1)).toEqual([]);
    expect((await read(id)).spentMinor).toBe(100n);
  });
});
