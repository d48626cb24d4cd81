import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { toGlobalId } from '../../server/graphql/global-ids.js';
import { buildTestApp, type TestApp } from '../support/app.js';

let api: TestApp;
beforeAll(async () => { api = await buildTestApp(); });
afterAll(() => api.close());

const partnerFields = 'id code name kind industry state website contactName contactEmail note version manager { displayName } availableActions';
const mutation = (name: string, type = `${name[0].toUpperCase()}${name.slice(1)}Input`) => `mutation ($input: ${type}!) { ${name}(input: $input) {
  result { ${partnerFields} } userErrors { __typename code path ... on ConflictError { currentVersion } ... on TransitionError { from allowed } } } }`;

test('a manager enters a partner, edits it and takes it a step further', async () => {
  const manager = await api.actor('partner_manager');
  const input = { name: '语言学堂', kind: 'EDUCATION', industry: 'languages', contactEmail: 'ann@example.org', note: 'calls on Mondays', managerId: toGlobalId('Account', manager.accountId) };
  const created = (await api.execute(mutation('partnerCreate'), { input }, manager)).data.partnerCreate;
  expect(created).toEqual({ userErrors: [], result: {
    id: expect.any(String), code: expect.stringMatching(/^P-\d{4}-\d{4}$/), name: '语言学堂', kind: 'EDUCATION', industry: 'languages', state: 'PROSPECT', website: null, contactName: null,
    contactEmail: 'ann@example.org', note: 'calls on Mondays', version: 1, manager: { displayName: 'A partner_manager' }, availableActions: ['partnerEdit', 'applicationRecord', 'partnerBlock', 'evidenceAdd', 'assessmentRun'],
  } });
  const { id } = created.result;
  const edited = await api.execute(mutation('partnerEdit'), { input: { ...input, id, expectedVersion: 1, name: 'Lingua' } }, manager);
  expect(edited.data.partnerEdit.result).toMatchObject({ name: 'Lingua', version: 2 });
  const stale = await api.execute(mutation('partnerEdit'), { input: { ...input, id, expectedVersion: 1, name: 'Lost' } }, manager);
  expect(stale.data.partnerEdit).toEqual({ result: null, userErrors: [{ __typename: 'ConflictError', code: 'CONFLICT', path: [], currentVersion: 2 }] });
  const jump = await api.execute(mutation('partnerActivate', 'PartnerStepInput'), { input: { id, expectedVersion: 2 } }, manager);
  expect(jump.data.partnerActivate).toEqual({ result: null, userErrors: [{ __typename: 'TransitionError', code: 'ILLEGAL_TRANSITION', path: [], from: 'prospect', allowed: ['applied', 'blocked'] }] });
  const step = await api.execute(mutation('applicationRecord'), { input: { id, expectedVersion: 2, statement: 'Courses.' } }, manager);
  expect(step.data.applicationRecord.result).toMatchObject({ state: 'APPLIED', version: 3, availableActions: ['partnerEdit', 'partnerScreen', 'partnerBlock', 'evidenceAdd', 'assessmentRun'] });
  expect((await api.execute('query ($id: ID!) { node(id: $id) { ... on Partner { name state version } } }', { id }, manager)).data.node).toEqual({ name: 'Lingua', state: 'APPLIED', version: 3 });
});

test('months of settlement follow the zone of the partner: an edit that does not name one keeps it, a name of no zone is refused', async () => {
  const manager = await api.actor('partner_manager');
  const input = { name: 'Zoned', kind: 'CHANNEL', industry: 'travel' };
  const write = async (name: string, more: object) => {
    const { data } = await api.execute(`mutation ($input: ${name === 'partnerCreate' ? 'PartnerCreateInput' : 'PartnerEditInput'}!) { ${name}(input: $input) { result { id version timeZone } userErrors { code path } } }`, { input: { ...input, ...more } }, manager);
    return data[name];
  };
  const { id, timeZone } = (await write('partnerCreate', {})).result;
  expect(timeZone).toBe('Asia/Shanghai');
  expect(await write('partnerEdit', { id, expectedVersion: 1, timeZone: 'Mars/Olympus' })).toEqual({ result: null, userErrors: [{ code: 'BAD_INPUT', path: ['timeZone'] }] });
  expect((await write('partnerEdit', { id, expectedVersion: 1, timeZone: 'America/New_York' })).result).toEqual({ id, version: 2, timeZone: 'America/New_York' });
  expect((await write('partnerEdit', { id, expectedVersion: 2, name: 'Renamed' })).result).toEqual({ id, version: 3, timeZone: 'America/New_York' });
});

test('a step that comes too early says what is missing, in codes for programs', async () => {
  const manager = await api.actor('partner_manager');
  const { id } = (await api.execute(mutation('partnerCreate'), { input: { name: 'Early', kind: 'CHANNEL', industry: 'travel' } }, manager)).data.partnerCreate.result;
  await api.execute(mutation('applicationRecord'), { input: { id, expectedVersion: 1, statement: 'Listeners.' } }, manager);
  await api.execute(mutation('partnerScreen', 'PartnerStepInput'), { input: { id, expectedVersion: 2 } }, manager);
  const { data } = await api.execute('mutation ($input: PartnerStepInput!) { partnerExamine(input: $input) { result { id } userErrors { __typename code ... on NotReadyError { missing } } } }', { input: { id, expectedVersion: 3 } }, manager);
  expect(data.partnerExamine).toEqual({ result: null, userErrors: [{ __typename: 'NotReadyError', code: 'NOT_READY', missing: ['no_evidence'] }] });
});

test('a list is filtered, sorted and counted', async () => {
  for (const [name, kind] of [['Acme Ads', 'ADVERTISER'], ['Beta Ads', 'ADVERTISER'], ['Gamma', 'CHANNEL']]) {
    await api.execute(mutation('partnerCreate'), { input: { name, kind, industry: 'retail' } }, 'partner_manager');
  }
  const list = 'query ($filter: PartnerFilter, $sort: String, $order: SortOrder) { partnerList(perPage: 2, filter: $filter, sort: $sort, order: $order) { total items { name } } }';
  const ads = await api.execute(list, { filter: { industry: { eq: 'retail' }, kind: { eq: 'ADVERTISER' } }, sort: 'name', order: 'DESC' }, 'analyst');
  expect(ads.data.partnerList).toEqual({ total: 2, items: [{ name: 'Beta Ads' }, { name: 'Acme Ads' }] });
  const all = await api.execute(list, { filter: { industry: { eq: 'retail' }, not: { q: 'beta' } }, sort: 'name', order: 'ASC' }, 'marketer');
  expect(all.data.partnerList).toEqual({ total: 2, items: [{ name: 'Acme Ads' }, { name: 'Gamma' }] });
});

describe('an account of a partner', () => {
  test('sees its own partner without the notes of the staff, and no other', async () => {
    const [ann, bob] = [await api.newActor('partner'), await api.newActor('partner')];
    await api.database.query(`UPDATE partners SET note = 'secret', contact_email = 'x@example.org' WHERE id = ANY($1)`, [[ann.partnerId, bob.partnerId]]);
    const list = await api.execute(`{ partnerList { total items { ${partnerFields} } } }`, {}, ann);
    expect(list.data.partnerList).toMatchObject({ total: 1, items: [{ id: toGlobalId('Partner', ann.partnerId!), note: null, contactEmail: 'x@example.org', availableActions: [] }] });
    const foreign = toGlobalId('Partner', bob.partnerId!);
    expect((await api.execute('query ($id: ID!) { node(id: $id) { id } }', { id: foreign }, ann)).data.node).toBeNull();
    const searched = await api.execute('query ($filter: PartnerFilter) { partnerList(filter: $filter) { total } }', { filter: { or: [{ ids: [foreign] }, { industry: { contains: 'e' } }] } }, ann);
    expect(searched.data.partnerList.total).toBe(1);
    for (const [name, type] of [['partnerEdit', 'PartnerEditInput'], ['partnerSuspend', 'PartnerReasonInput']]) {
      const input = { id: foreign, expectedVersion: 1, ...(name === 'partnerEdit' ? { name: 'Mine', kind: 'CHANNEL', industry: 'x' } : { reason: 'x' }) };
      expect((await api.execute(mutation(name, type), { input }, ann)).errors?.[0].extensions?.code).toBe('FORBIDDEN');
    }
    const [row] = await api.database.query<{ name: string; version: number }>('SELECT version FROM partners WHERE id = $1', [bob.partnerId]);
    expect(row.version).toBe(1);
  });

  test('readers and nobody list nothing', async () => {
    expect((await api.execute('{ partnerList { total } }', {}, 'reader')).errors?.[0].extensions?.code).toBe('FORBIDDEN');
    expect((await api.execute('{ partnerList { total } }')).errors?.[0].extensions?.code).toBe('UNAUTHENTICATED');
  });
});

test('a page of partners with all that hangs below takes the same number of statements, whatever its length', async () => {
  const deep = 'query ($perPage: Int!) { partnerList(perPage: $perPage) { total items { name manager { displayName } contracts { code current { state availableActions signatures { signerName } } } campaigns { code } } } }';
  const counts: number[] = [];
  for (const perPage of [1, 5]) {
    const page = await api.execute(deep, { perPage }, 'operator');
    expect(page.errors).toBeUndefined();
    expect(page.data.partnerList.items).toHaveLength(perPage);
    counts.push(page.statements);
  }
  expect(counts[1]).toBe(counts[0]);
});
