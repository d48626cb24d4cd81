import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { toGlobalId } from '../../server/graphql/global-ids.js';
import type { Actor } from '../../server/platform/actor.js';
import { newId } from '../../server/platform/ids.js';
import { buildTestApp, type TestApp } from '../support/app.js';

let api: TestApp;
let manager: Actor;
let ann: Actor & { kind: 'account' };
let bob: Actor & { kind: 'account' };
beforeAll(async () => {
  api = await buildTestApp();
  [manager, ann, bob] = [await api.actor('partner_manager'), await api.newActor('partner'), await api.newActor('partner')];
});
afterAll(() => api.close());

const inputs: Record<string, string> = { contractOffer: 'ContractOfferInput',
  contractDraft: 'ContractDraftInput', contractAmend: 'ContractAmendInput', contractEdit: 'ContractEditInput', contractCounter: 'ContractCounterInput', contractAgree: 'ContractAgreeInput', contractSign: 'ContractSignInput',
  contractReportBreach: 'ContractBreachInput', contractConfirmCure: 'ContractCureInput', contractTerminate: 'ContractReasonInput',
  contractReject: 'ContractReasonInput', contractSuspend: 'ContractReasonInput', contractGiveNotice: 'ContractReasonInput',
};
const versionFields = 'id number state version contentHash offeredBy availableActions';
const call = async (name: string, input: object, as: Actor, idempotencyKey = newId()) => (await api.execute(
  `mutation ($input: ${inputs[name] ?? 'ContractStepInput'}!) { ${name}(input: $input) { result { ${versionFields} contract { id } }
    userErrors { __typename code message path ... on ConflictError { currentVersion } ... on TransitionError { from allowed } } } }`, { input: { idempotencyKey, ...input } }, as));
const clauses = [
  { key: 'share', revenueShare: { sharePpm: 250000, base: 'NET', floor: { amountMinor: '100', currency: 'CNY' } } },
  { key: 'ads', costBudget: { budget: { amountMinor: '9007199254740993', currency: 'CNY' }, period: 'TOTAL', purpose: 'promotion' } },
  { key: 'data', dataScope: { dataset: 'learning', purpose: 'recommendation', fields: ['course'], retentionDays: 90 } },
  { key: 'uptime', sla: { metric: 'availability', target: 99.9, unit: '%', windowDays: 30, creditPpm: 50000 } },
  { key: 'law', text: { heading: 'Law', body: 'Of the place.' } },
];
const terms = (changes: object = {}) => ({ startsAt: new Date(Date.now() - 86_400_000).toISOString(), endsAt: new Date(Date.now() + 90 * 86_400_000).toISOString(), clauses, ...changes });
const drafted = async (changes: object = {}) => (await call('contractDraft', { partnerId: toGlobalId('Partner', ann.partnerId!), title: 'Cooperation', ...terms(changes) }, manager)).data.contractDraft.result;
const step = ({ id, version }: { id: string; version: number }) => ({ versionId: id, expectedVersion: version });
async function active() {
  let version = await drafted();
  version = (await call('contractOffer', step(version), manager)).data.contractOffer.result;
  version = (await call('contractAgree', { ...step(version), answersHash: version.contentHash }, ann)).data.contractAgree.result;
  for (const signer of [ann, manager]) version = (await call('contractSign', { ...step(version), contentHash: version.contentHash }, signer)).data.contractSign.result;
  return version;
}

test('a contract is drafted, offered, agreed to, signed by both and in force; each side is told what it can do', async () => {
  const draft = await drafted();
  expect(draft).toMatchObject({ number: 1, state: 'DRAFT', offeredBy: null, availableActions: ['contractEdit', 'contractOffer', 'contractWithdraw'] });
  const offered = (await call('contractOffer', step(draft), manager)).data.contractOffer.result;
  expect(offered).toMatchObject({ state: 'OFFERED', offeredBy: 'PLATFORM', availableActions: ['contractWithdraw'] });
  const theirs = await api.execute('query ($id: ID!) { node(id: $id) { ... on ContractVersion { availableActions } } }', { id: draft.id }, ann);
  expect(theirs.data.node.availableActions).toEqual(['contractCounter', 'contractAgree', 'contractReject']);
  const agreed = (await call('contractAgree', { ...step(offered), answersHash: offered.contentHash }, ann)).data.contractAgree.result;
  expect(agreed.availableActions).toEqual(['contractWithdraw', 'contractSign']);
  const half = (await call('contractSign', { ...step(agreed), contentHash: agreed.contentHash }, ann)).data.contractSign.result;
  expect(half).toMatchObject({ state: 'SIGNING', availableActions: ['contractWithdraw'] });
  const whole = (await call('contractSign', { ...step(half), contentHash: half.contentHash }, manager)).data.contractSign.result;
  expect(whole).toMatchObject({ state: 'ACTIVE', availableActions: ['contractAmend', 'contractSuspend', 'contractGiveNotice', 'contractReportBreach'] });
  const { data, errors } = await api.execute(`query ($id: ID!) { node(id: $id) { ... on Contract { code title partner { code } availableActions versions { number } current { state startsAt
    clauses { __typename ... on RevenueShareClause { key kind sharePpm base floor { amountMinor currency } cap { amountMinor } } ... on CostBudgetClause { budget { amountMinor } period } ... on DataScopeClause { fields retentionDays } ... on SlaClause { target creditPpm } ... on TextClause { heading } }
    signatures { party signerName contentHash } text(locale: "en") zh: text } } } }`, { id: whole.contract.id }, bob.accountId ? ann : ann);
  expect(errors).toBeUndefined();
  expect(data.node).toMatchObject({ title: 'Cooperation', versions: [{ number: 1 }], availableActions: ['contractAmend', 'contractSuspend', 'contractGiveNotice', 'contractReportBreach'] });
  expect(data.node.current.clauses).toEqual([
    { __typename: 'RevenueShareClause', key: 'share', kind: 'REVENUE_SHARE', sharePpm: 250000, base: 'NET', floor: { amountMinor: '100', currency: 'CNY' }, cap: null },
    { __typename: 'CostBudgetClause', budget: { amountMinor: '9007199254740993' }, period: 'TOTAL' },
    { __typename: 'DataScopeClause', fields: ['course'], retentionDays: 90 },
    { __typename: 'SlaClause', target: 99.9, creditPpm: 50000 },
    { __typename: 'TextClause', heading: 'Law' },
  ]);
  expect(data.node.current.signatures).toEqual([
    { party: 'PARTNER', signerName: 'A partner', contentHash: whole.contentHash }, { party: 'PLATFORM', signerName: 'A partner_manager', contentHash: whole.contentHash },
  ]);
  expect(data.node.current.text).toContain('90,071,992,547,409.93 CNY');
  expect(data.node.current.zh).toContain('《Cooperation》');
});

describe('refusals', () => {
  test('are typed and change nothing', async () => {
    const draft = await drafted();
    const offered = (await call('contractOffer', step(draft), manager)).data.contractOffer.result;
    const errorsOf = async (name: string, input: object, as: Actor) => (await call(name, input, as)).data[name].userErrors;
    expect(await errorsOf('contractAgree', { ...step(offered), answersHash: '00'.repeat(32) }, ann)).toMatchObject([{ __typename: 'InputError', code: 'HASH_MISMATCH' }]);
    expect(await errorsOf('contractAgree', { ...step(draft), answersHash: offered.contentHash }, ann)).toMatchObject([{ __typename: 'ConflictError', currentVersion: 2 }]);
    expect(await errorsOf('contractAgree', { ...step(offered), answersHash: offered.contentHash }, manager)).toMatchObject([{ __typename: 'TransitionError', from: 'offered', allowed: ['withdrawn'] }]);
    expect(await errorsOf('contractReject', { ...step(offered), reason: '' }, ann)).toMatchObject([{ code: 'BAD_INPUT', path: ['reason'] }]);
    expect(await errorsOf('contractDraft', { partnerId: toGlobalId('Partner', ann.partnerId!), title: 'x', ...terms({ clauses: [{ key: 'a' }] }) }, manager)).toMatchObject([{ code: 'BAD_INPUT', path: ['clauses', '0'] }]);
    expect(await errorsOf('contractDraft', { partnerId: toGlobalId('Partner', ann.partnerId!), title: 'x', ...terms({ clauses: [{ key: 'a', revenueShare: { sharePpm: 1000001, base: 'NET' } }] }) }, manager)).toMatchObject([{ code: 'BAD_INPUT', path: ['clauses', '0', 'sharePpm'] }]);
    expect(await errorsOf('contractDraft', { partnerId: offered.id, title: 'x', ...terms() }, manager)).toMatchObject([{ code: 'BAD_INPUT' }]);
    const { data } = await api.execute(`query ($id: ID!) { node(id: $id) { ... on ContractVersion { ${versionFields} } } }`, { id: draft.id }, manager);
    const { contract: _contract, ...before } = offered;
    expect(data.node).toEqual(before);
  });

  test('the same key and input give the same answer once; another input is refused', async () => {
    const draft = await drafted();
    const key = newId();
    const [first, again] = [await call('contractOffer', step(draft), manager, key), await call('contractOffer', step(draft), manager, key)];
    expect(again.data).toEqual(first.data);
    expect(first.data.contractOffer.result.version).toBe(2);
    const other = await call('contractOffer', { ...step(draft), expectedVersion: 2 }, manager, key);
    expect(other.data.contractOffer.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_MISMATCH' }]);
  });
});

test('the partner finds what is its own, nothing of another, and no draft of the platform', async () => {
  const [live, draft] = [await active(), await drafted()];
  const total = async (as: Actor) => (await api.execute('{ contractList { total items { code } } }', {}, as)).data.contractList;
  const before = await total(ann);
  expect(before.items).toHaveLength(before.total);
  expect(await total(bob)).toEqual({ total: 0, items: [] });
  const nodes = async (as: Actor) => (await api.execute('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }', { ids: [live.id, live.contract.id, draft.id, draft.contract.id] }, as)).data.nodes;
  expect(await nodes(bob)).toEqual([null, null, null, null]);
  expect(await nodes(ann)).toEqual([{ __typename: 'ContractVersion' }, { __typename: 'Contract' }, null, null]);
  const input = { ...step(live), answersHash: live.contentHash, contentHash: live.contentHash, reason: 'mine', ...terms() };
  const fields: Record<string, string[]> = { ContractStepInput: [], ContractOfferInput: [], ContractEditInput: ['startsAt', 'endsAt', 'clauses'], ContractCounterInput: ['startsAt', 'endsAt', 'clauses', 'answersHash'], ContractAgreeInput: ['answersHash'], ContractSignInput: ['contentHash'], ContractReasonInput: ['reason'], ContractBreachInput: ['reason'], ContractCureInput: [] };
  for (const name of ['contractEdit', 'contractOffer', 'contractCounter', 'contractAgree', 'contractReject', 'contractWithdraw', 'contractSign', 'contractSuspend', 'contractResume', 'contractGiveNotice', 'contractReportBreach', 'contractConfirmCure', 'contractTerminate']) {
    const given = Object.fromEntries(['versionId', 'expectedVersion', ...fields[inputs[name] ?? 'ContractStepInput']].map((field) => [field, input[field as keyof typeof input]]));
    expect([name, (await call(name, given, bob)).data[name]]).toMatchObject([name, { result: null, userErrors: [{ code: 'NOT_FOUND' }] }]);
  }
  expect((await call('contractAmend', { contractId: live.contract.id, ...terms() }, bob)).data.contractAmend.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect((await call('contractDraft', { partnerId: toGlobalId('Partner', ann.partnerId!), title: 'x', ...terms() }, bob)).data.contractDraft.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect(await total(ann)).toEqual(before);
});

test('of two mutations in one document the second one answers with what the first one changed', async () => {
  const draft = await drafted();
  const document = `mutation ($offer: ContractOfferInput!, $withdraw: ContractStepInput!) { contractOffer(input: $offer) { result { availableActions contract { versions { state } } } } contractWithdraw(input: $withdraw) { result { availableActions contract { versions { state } } } } }`;
  const { data } = await api.execute(document, { offer: { ...step(draft), idempotencyKey: newId() }, withdraw: { ...step({ ...draft, version: 2 }), idempotencyKey: newId() } }, manager);
  expect(data.contractOffer.result).toEqual({ availableActions: ['contractWithdraw'], contract: { versions: [{ state: 'OFFERED' }] } });
  expect(data.contractWithdraw.result).toEqual({ availableActions: [], contract: { versions: [{ state: 'WITHDRAWN' }] } });
});

test('an amendment is negotiated beside the version in force', async () => {
  const live = await active();
  const next = (await call('contractAmend', { contractId: live.contract.id, ...terms({ startsAt: new Date(Date.now() + 86_400_000).toISOString(), clauses: clauses.slice(0, 2) }) }, ann)).data.contractAmend.result;
  expect(next).toMatchObject({ number: 2, state: 'DRAFT' });
  const { data } = await api.execute('query ($id: ID!) { node(id: $id) { ... on Contract { current { number availableActions } versions { number state } } } }', { id: live.contract.id }, ann);
  expect(data.node).toEqual({ current: { number: 1, availableActions: ['contractSuspend', 'contractGiveNotice', 'contractReportBreach'] }, versions: [{ number: 1, state: 'ACTIVE' }, { number: 2, state: 'DRAFT' }] });
});

test('a breach is reported and seen by both sides, and only the side that reported it calls it cured', async () => {
  const live = await active();
  const reported = (await call('contractReportBreach', { ...step(live), clauseKey: 'uptime', reason: 'down for a day' }, ann)).data.contractReportBreach.result;
  expect(reported.availableActions).toContain('contractConfirmCure');
  const seen = async (as: Actor) => (await api.execute('query ($id: ID!) { node(id: $id) { ... on ContractVersion { availableActions breaches { number party clauseKey description curedAt } } } }', { id: live.id }, as)).data.node;
  expect(await seen(manager)).toEqual({ availableActions: ['contractAmend', 'contractSuspend', 'contractGiveNotice', 'contractReportBreach'], breaches: [{ number: 1, party: 'PLATFORM', clauseKey: 'uptime', description: 'down for a day', curedAt: null }] });
  expect((await call('contractConfirmCure', step(reported), manager)).data.contractConfirmCure.userErrors).toMatchObject([{ __typename: 'TransitionError', from: 'active' }]);
  expect((await call('contractTerminate', { ...step(reported), reason: 'too soon' }, ann)).data.contractTerminate.userErrors).toMatchObject([{ __typename: 'TransitionError', from: 'active' }]);
  expect((await call('contractConfirmCure', step(reported), ann)).data.contractConfirmCure.result.state).toBe('ACTIVE');
  expect((await seen(ann)).breaches).toMatchObject([{ curedAt: expect.any(String) }]);
});

test('the list is filtered by the state of what is in force', async () => {
  await active();
  const list = 'query ($filter: ContractFilter) { contractList(filter: $filter, perPage: 100) { total items { current { state } } } }';
  const { data } = await api.execute(list, { filter: { state: { eq: 'ACTIVE' }, partner: { eq: toGlobalId('Partner', ann.partnerId!) } } }, 'analyst');
  expect(data.contractList.total).toBeGreaterThan(0);
  expect(new Set(data.contractList.items.map((item: { current: { state: string } }) => item.current.state))).toEqual(new Set(['ACTIVE']));
});

test('a page takes the same number of statements whatever its length', async () => {
  const page = 'query ($perPage: Int!) { contractList(perPage: $perPage) { total items { code partner { name } availableActions current { text(locale: "zh") signatures { signerName } } versions { availableActions contract { code } } } } }';
  const counts: number[] = [];
  for (const perPage of [1, 6]) {
    const { data, errors, statements } = await api.execute(page, { perPage }, 'operator');
    expect(errors).toBeUndefined();
    expect(data.contractList.items).toHaveLength(perPage);
    counts.push(statements);
  }
  expect(counts).toEqual([counts[0], counts[0]]);
});
