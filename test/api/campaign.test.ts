import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chargeClicks } from '../../server/campaign/charges.js';
import { toGlobalId } from '../../server/graphql/global-ids.js';
import type { Actor } from '../../server/platform/actor.js';
import { newId } from '../../server/platform/ids.js';
import { buildTestApp, type TestApp } from '../support/app.js';
import { addContents } from '../support/content-factories.js';

let api: TestApp;
let ann: Actor & { kind: 'account' };
let bob: Actor & { kind: 'account' };
let contentId: string;
beforeAll(async () => {
  api = await buildTestApp();
  [ann, bob] = [await api.newActor('partner'), await api.newActor('partner')];
  [contentId] = await addContents(api.database, [{ title: '广告课程', kind: 'course', partnerId: ann.partnerId }]);
  const contractId = newId();
  await api.database.query(`INSERT INTO contracts (id, code, partner_id, title) VALUES ($1, 'C-TEST', $2, 'c')`, [contractId, ann.partnerId]);
  await api.database.query(
    `INSERT INTO contract_versions (id, contract_id, number, state, parties, clauses, content_hash, starts_at, ends_at, drafted_by)
     VALUES ($1, $2, 1, 'active', '{}', '[{"key": "ads", "kind": "cost_budget", "budget": {"amountMinor": "1000", "currency": "CNY"}, "period": "total", "purpose": "x"}]', $3, now() - interval '1 day', now() + interval '1 year', 'platform')`,
    [newId(), contractId, Buffer.alloc(32)]);
});
afterAll(() => api.close());

const inputs: Record<string, string> = { campaignCreate: 'CampaignCreateInput', campaignEdit: 'CampaignEditInput', campaignCancel: 'CampaignCancelInput' };
const fields = 'id code name state adType startsAt endsAt budget { amountMinor currency } spent { amountMinor } bid { amountMinor } version clicks impressions partner { id } content { title } audience { kinds locales activeWithinDays estimate } availableActions';
const call = async (name: string, input: object, as: Actor | 'marketer' | 'operator' | 'reader') => api.execute(
  `mutation ($input: ${inputs[name] ?? 'CampaignStepInput'}!) { ${name}(input: $input) { result { ${fields} } userErrors { __typename code path ... on ConflictError { currentVersion } ... on TransitionError { from allowed } } } }`, { input }, as);
const draft = (changes: object = {}) => ({
  name: '春季', contentId: toGlobalId('Content', contentId), adType: 3, audience: { kinds: ['COURSE'], locales: ['zh'], activeWithinDays: 7 },
  startsAt: new Date(Date.now() - 3_600_000).toISOString(), endsAt: new Date(Date.now() + 86_400_000).toISOString(), budget: { amountMinor: '1000', currency: 'CNY' }, bid: { amountMinor: '100', currency: 'CNY' }, ...changes,
});
const created = async () => (await call('campaignCreate', { idempotencyKey: newId(), partnerId: toGlobalId('Partner', ann.partnerId!), ...draft() }, ann)).data.campaignCreate.result;
const step = ({ id, version }: { id: string; version: number }) => ({ id, expectedVersion: version });

test('a partner drafts and submits, the platform approves and launches, either stops', async () => {
  let campaign = await created();
  expect(campaign).toMatchObject({
    code: expect.stringMatching(/^K-\d{4}-\d{4}$/), state: 'DRAFT', adType: 3, budget: { amountMinor: '1000', currency: 'CNY' }, spent: { amountMinor: '0' }, version: 1, clicks: 0, impressions: 0,
    partner: { id: toGlobalId('Partner', ann.partnerId!) }, content: { title: '广告课程' }, audience: { kinds: ['COURSE'], locales: ['zh'], activeWithinDays: 7, estimate: 0 },
    availableActions: ['campaignEdit', 'campaignSubmit', 'campaignCancel'],
  });
  campaign = (await call('campaignEdit', { ...step(campaign), ...draft({ name: '夏季', audience: {} }) }, ann)).data.campaignEdit.result;
  expect(campaign).toMatchObject({ name: '夏季', version: 2, audience: { kinds: [], locales: [], activeWithinDays: null } });
  campaign = (await call('campaignSubmit', step(campaign), ann)).data.campaignSubmit.result;
  expect(campaign).toMatchObject({ state: 'REVIEW', availableActions: ['campaignCancel'] });
  expect((await call('campaignApprove', step(campaign), ann)).errors?.[0].extensions?.code).toBe('FORBIDDEN');
  campaign = (await call('campaignApprove', step(campaign), 'marketer')).data.campaignApprove.result;
  expect(campaign.availableActions).toEqual(['campaignLaunch', 'campaignCancel']);
  campaign = (await call('campaignLaunch', step(campaign), 'marketer')).data.campaignLaunch.result;
  expect(campaign).toMatchObject({ state: 'RUNNING', availableActions: ['campaignPause', 'campaignCancel'] });
  const uuid = (await api.app.nouns.campaigns.running())[0].id;
  expect(toGlobalId('Campaign', uuid)).toBe(campaign.id);
  await api.database.withClient((client) => chargeClicks(client, [1, 2].map((readerNo) => ({ eventId: newId(), campaignId: uuid, readerNo, at: new Date() }))));
  await api.database.query(
    `INSERT INTO impressions (feed_id, page, policy_version, content_nos, slots, propensities, campaign_ids, served_at) VALUES ($1, 0, 'p', '{1,2,3}', '{0,1,2}', '{1,1,1}', ARRAY[NULL, $2, $2]::uuid[], now())`, [newId(), uuid]);
  campaign = (await call('campaignPause', step(campaign), ann)).data.campaignPause.result;
  expect(campaign).toMatchObject({ state: 'PAUSED', spent: { amountMinor: '200' }, clicks: 2, impressions: 2, availableActions: ['campaignCancel'] });
  const stale = await call('campaignCancel', { ...step(campaign), expectedVersion: 1, reason: 'x' }, ann);
  expect(stale.data.campaignCancel.userErrors).toEqual([{ __typename: 'ConflictError', code: 'CONFLICT', path: [], currentVersion: campaign.version }]);
  campaign = (await call('campaignCancel', { ...step(campaign), reason: 'enough' }, ann)).data.campaignCancel.result;
  expect(campaign).toMatchObject({ state: 'CANCELLED', availableActions: [] });
  const late = await call('campaignPause', step(campaign), 'marketer');
  expect(late.data.campaignPause.userErrors).toEqual([{ __typename: 'TransitionError', code: 'ILLEGAL_TRANSITION', path: [], from: 'cancelled', allowed: [] }]);
});

test('a clause of a contract pays where it is named, and an edit that says nothing of it leaves it', async () => {
  const [{ id: contract }] = await api.database.query<{ id: string }>(`SELECT id FROM contracts WHERE code = 'C-TEST'`);
  const costBudget = { contractId: toGlobalId('Contract', contract), clauseKey: 'ads' };
  const clauseOf = async (id: string) => (await api.execute('query ($id: ID!) { node(id: $id) { ... on Campaign { budgetClause } } }', { id }, ann)).data.node.budgetClause;
  const { id, version } = (await call('campaignCreate', { idempotencyKey: newId(), partnerId: toGlobalId('Partner', ann.partnerId!), ...draft(), costBudget }, ann)).data.campaignCreate.result;
  expect(await clauseOf(id)).toBe('ads');
  const edited = (await call('campaignEdit', { id, expectedVersion: version, ...draft({ name: '夏季' }) }, ann)).data.campaignEdit.result;
  expect(await clauseOf(id)).toBe('ads');
  await call('campaignEdit', { id, expectedVersion: edited.version, ...draft(), costBudget: null }, ann);
  expect(await clauseOf(id)).toBeNull();
});

test('an input at fault is named', async () => {
  const errors = async (changes: object) => (await call('campaignCreate', { idempotencyKey: newId(), partnerId: toGlobalId('Partner', ann.partnerId!), ...draft(changes) }, ann)).data.campaignCreate.userErrors;
  expect(await errors({ bid: { amountMinor: '1', currency: 'USD' } })).toMatchObject([{ code: 'BAD_INPUT', path: ['bid', 'currency'] }]);
  expect(await errors({ bid: { amountMinor: '1001', currency: 'CNY' } })).toMatchObject([{ code: 'BAD_INPUT', path: ['bidMinor'] }]);
  expect(await errors({ contentId: toGlobalId('Content', newId()) })).toMatchObject([{ code: 'BAD_INPUT', path: ['contentId'] }]);
});

test('another partner finds and changes nothing', async () => {
  const campaign = await created();
  expect((await api.execute('{ campaignList { total } }', {}, bob)).data.campaignList.total).toBe(0);
  expect((await api.execute('query ($id: ID!) { node(id: $id) { id } }', { id: campaign.id }, bob)).data.node).toBeNull();
  for (const [name, input] of [['campaignEdit', { ...step(campaign), ...draft() }], ['campaignSubmit', step(campaign)], ['campaignPause', step(campaign)], ['campaignCancel', { ...step(campaign), reason: 'x' }]] as const) {
    expect((await call(name, input, bob)).data[name]).toMatchObject({ result: null, userErrors: [{ code: 'NOT_FOUND' }] });
  }
  expect((await call('campaignCreate', { idempotencyKey: newId(), partnerId: toGlobalId('Partner', ann.partnerId!), ...draft() }, bob)).data.campaignCreate.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect((await api.execute(`query ($id: ID!) { node(id: $id) { ... on Campaign { state version } } }`, { id: campaign.id }, ann)).data.node).toEqual({ state: 'DRAFT', version: 1 });
});

test('a page takes the same number of statements whatever its length', async () => {
  while ((await api.execute('{ campaignList { total } }', {}, ann)).data.campaignList.total < 5) await created();
  const counts: number[] = [];
  for (const perPage of [1, 5]) {
    const { data, errors, statements } = await api.execute(`query ($perPage: Int!) { campaignList(perPage: $perPage) { total items { ${fields} } } }`, { perPage }, 'marketer');
    expect(errors).toBeUndefined();
    expect(data.campaignList.items).toHaveLength(perPage);
    counts.push(statements);
  }
  expect(counts).toEqual([counts[0], counts[0]]);
});
