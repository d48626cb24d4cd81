import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { toGlobalId } from '../../server/graphql/global-ids.js';
import { anonymous, roles } from '../../server/platform/actor.js';
import { newId } from '../../server/platform/ids.js';
import { buildTestApp, type TestApp } from '../support/app.js';
import { worldOf, type World } from './world.js';

let api: TestApp;
let world: World;
beforeAll(async () => {
  api = await buildTestApp();
  world = await worldOf(api, await api.actor('partner'));
});
afterAll(() => api.close());

const node = async (id: string, as: Parameters<TestApp['execute']>[2]) => {
  const { data, errors } = await api.execute('query($id: ID!) { node(id: $id) { __typename id } }', { id }, as);
  return errors ? errors[0].extensions?.code : data.node;
};

test('every type that is a Node can be fetched as one', () => {
  const types = api.app.schema.getPossibleTypes(api.app.schema.getType('Node') as never).map(({ name }) => name);
  expect(Object.keys(api.app.nouns.nodes).sort()).toEqual([...types].sort());
});

test('an id is the same in every answer and leads back to its thing', async () => {
  for (const [type, id] of [['Partner', world.ids.partner], ['Contract', world.ids.contract], ['ContractVersion', world.ids.contractVersion], ['Campaign', world.ids.campaign], ['Content', world.ids.content], ['Offer', world.ids.offer], ['Order', world.ids.order], ['ApiKey', world.ids.apiKey], ['Account', world.ids.account]]) {
    expect(await node(id, 'operator')).toEqual({ __typename: type, id });
    expect([type, await node(id, 'partner')]).toEqual([type, { __typename: type, id }]);
  }
});

test('what the viewer may not see is null, exactly like what is not there', async () => {
  const stranger = await api.newActor('partner');
  for (const id of [world.ids.partner, world.ids.contract, world.ids.contractVersion, world.ids.campaign, world.ids.content, world.ids.order, world.ids.apiKey, world.ids.account]) {
    for (const as of [stranger, anonymous, await api.actor('reader')]) expect([id, await node(id, as)]).toEqual([id, null]);
  }
  for (const type of Object.keys(api.app.nouns.nodes)) for (const role of roles) expect([type, role, await node(toGlobalId(type, newId()), role)]).toEqual([type, role, null]);
});

test('ids of no type and broken ids are refused', async () => {
  for (const id of ['x', toGlobalId('Query', newId()), toGlobalId('__proto__', newId()), toGlobalId('toString', newId())]) expect(await node(id, 'operator')).toBe('BAD_INPUT');
});

test('many are fetched in the order asked, one statement a type', async () => {
  const query = 'query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';
  const ids = [world.ids.campaign, world.ids.partner, toGlobalId('Partner', newId()), world.ids.campaign];
  const { data, statements } = await api.execute(query, { ids }, 'operator');
  expect(data.nodes).toEqual([{ __typename: 'Campaign', id: ids[0] }, { __typename: 'Partner', id: ids[1] }, null, { __typename: 'Campaign', id: ids[0] }]);
  expect(statements).toBe(2);
});
