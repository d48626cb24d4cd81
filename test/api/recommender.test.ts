import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { toGlobalId } from '../../server/graphql/global-ids.js';
import type { Actor } from '../../server/platform/actor.js';
import { newId } from '../../server/platform/ids.js';
import { buildTestApp, type TestApp } from '../support/app.js';

let api: TestApp;
let ann: Actor & { kind: 'account' };
let connectorId: string;
beforeAll(async () => {
  api = await buildTestApp();
  ann = await api.newActor('partner');
  const [contractId, uuid] = [newId(), newId()];
  await api.database.query(`INSERT INTO contracts (id, code, partner_id, title) VALUES ($1, 'C-TEST', $2, 'c')`, [contractId, ann.partnerId]);
  await api.database.query(
    `INSERT INTO contract_versions (id, contract_id, number, state, parties, clauses, content_hash, starts_at, ends_at, drafted_by)
     VALUES ($1, $2, 1, 'active', '{}', '[]', $3, now() - interval '1 day', now() + interval '1 year', 'platform')`, [newId(), contractId, Buffer.alloc(32)]);
  await api.database.query(
    `INSERT INTO connectors (id, code, partner_id, kind, name, state, profile_version, base_url, build_digest, secret_number, created_at, updated_at) VALUES ($1, 'N-1', $2, 'recommender', 'ranks', 'live', '1.0', 'https://partner.example', $3, 1, now(), now())`,
    [uuid, ann.partnerId, 'a'.repeat(64)]);
  connectorId = toGlobalId('Connector', uuid);
});
afterAll(() => api.close());

const whole = 'id version recommenderStages { scenario stage since availableStages asked answered partnerWins ourWins ties pValue overlap } fallbackPlan { recoveryMs substitutes { id } drills { verdict asked } }';
const read = async (as: Actor | 'partner_manager') => (await api.execute(`query ($id: ID!) { node(id: $id) { ... on Connector { ${whole} } } }`, { id: connectorId }, as)).data.node;
const call = async (name: string, type: string, input: object) => (await api.execute(
  `mutation ($input: ${type}!) { ${name}(input: $input) { result { version } userErrors { code path } } }`, { input: { id: connectorId, expectedVersion: (await read('partner_manager')).version, ...input } }, 'partner_manager')).data[name];

test('a manager moves a recommender up and back, plans for its failure and rehearses it; the partner sees nothing of it', async () => {
  expect(await read('partner_manager')).toMatchObject({ fallbackPlan: null, recommenderStages: [{ scenario: 'home', stage: 'OFF', since: null, availableStages: ['SHADOW'], asked: 0, answered: 0, pValue: 1, overlap: null }] });
  expect((await call('recommenderStageSet', 'RecommenderStageInput', { scenario: 'home', stage: 'SHADOW', reason: 'let us see' })).userErrors).toEqual([]);
  expect((await call('recommenderStageSet', 'RecommenderStageInput', { scenario: 'home', stage: 'LIVE', reason: 'at once' })).userErrors).toMatchObject([{ code: 'NOT_READY' }]);
  expect((await call('failoverDrill', 'ConnectorStepInput', {})).userErrors).toMatchObject([{ code: 'NOT_READY' }]);
  expect((await call('fallbackPlanSet', 'FallbackPlanInput', { substituteIds: [connectorId], recoveryMs: 500 })).userErrors).toMatchObject([{ code: 'BAD_INPUT', path: ['substituteIds'] }]);
  expect((await call('fallbackPlanSet', 'FallbackPlanInput', { substituteIds: [], recoveryMs: 500 })).userErrors).toEqual([]);
  expect((await call('failoverDrill', 'ConnectorStepInput', {})).userErrors).toEqual([]);
  expect((await call('failoverDrill', 'ConnectorStepInput', {})).userErrors).toMatchObject([{ code: 'ALREADY_EXISTS' }]);
  expect(await read('partner_manager')).toMatchObject({
    recommenderStages: [{ stage: 'SHADOW', since: expect.any(String), availableStages: ['OFF', 'INTERLEAVED', 'LIVE'] }], fallbackPlan: { recoveryMs: 500, substitutes: [], drills: [{ verdict: null, asked: 0 }] } });
  expect(await read(ann)).toMatchObject({ recommenderStages: [], fallbackPlan: null });
  expect(await api.database.query(`SELECT job FROM outbox WHERE job = 'drill-failover'`)).toHaveLength(1);
});
