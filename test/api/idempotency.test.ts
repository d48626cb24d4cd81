import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { toGlobalId } from '../../server/graphql/global-ids.js';
import type { Actor } from '../../server/platform/actor.js';
import { newId } from '../../server/platform/ids.js';
import { buildTestApp, type TestApp } from '../support/app.js';
import { addContents } from '../support/content-factories.js';

type AccountActor = Actor & { kind: 'account' };

let api: TestApp;
let [marketer, buyer, partner] = [] as unknown as AccountActor[];
let contentId = '';
let offerId = '';
beforeAll(async () => {
  const port = await freePort();
  api = await buildTestApp({ environment: { PORT: String(port), HOST: '127.0.0.1' } });
  await api.app.fastify.listen({ port, host: '127.0.0.1' }); // the sandbox tells us by HTTP
  [marketer, buyer, partner] = [await api.actor('marketer'), await api.actor('reader'), await api.actor('partner')];
  [contentId] = await addContents(api.database, [{ title: '课程', kind: 'course', partnerId: partner.partnerId }]);
  offerId = (await call('offerCreate', 'OfferCreateInput', offer(), marketer)).result.id;
});
afterAll(() => api.close());

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => { resolve(port); });
    });
  });
}

const offer = (more: object = {}) => ({ idempotencyKey: newId(), kind: 'SUBSCRIPTION', title: '会员月', price: { amountMinor: '100', currency: 'CNY' }, periodDays: 30, ...more });
const campaign = (more: object = {}) => ({
  idempotencyKey: newId(), partnerId: toGlobalId('Partner', partner.partnerId!), contentId: toGlobalId('Content', contentId), name: '春季', startsAt: '2040-01-01T00:00:00Z', endsAt: '2040-02-01T00:00:00Z',
  budget: { amountMinor: '1000', currency: 'CNY' }, bid: { amountMinor: '100', currency: 'CNY' }, ...more,
});
const call = async (name: string, type: string, input: object, as: Actor, fields = 'id') => (await api.execute(
  `mutation ($input: ${type}!) { ${name}(input: $input) { result { ${fields} } userErrors { code path } } }`, { input }, as)).data[name];
const checkout = async () => (await call('checkoutStart', 'CheckoutStartInput', { offerId, idempotencyKey: newId() }, buyer, 'id version')).result as { id: string; version: number };
const count = async (sql: string) => Number((await api.database.query<{ count: string }>(sql))[0].count);

interface Case {
  name: string;
  type: string;
  fields: string;
  as: () => AccountActor;
  /** The input without its key, and another one. */
  inputs: () => Promise<[object, object]>;
  /** What one call adds one of. */
  rows: string;
}

const cases: Case[] = [
  { name: 'offerCreate', type: 'OfferCreateInput', fields: 'id title', as: () => marketer, inputs: async () => [offer(), offer({ price: { amountMinor: '101', currency: 'CNY' } })], rows: 'SELECT count(*) FROM offers' },
  { name: 'campaignCreate', type: 'CampaignCreateInput', fields: 'id code', as: () => partner, inputs: async () => [campaign(), campaign({ endsAt: '2040-02-02T00:00:00Z' })], rows: 'SELECT count(*) FROM campaigns' },
  {
    name: 'orderCancel', type: 'OrderCancelInput', fields: 'id state version', as: () => buyer, rows: `SELECT count(*) FROM audit_entries WHERE action = 'orderCancel'`,
    inputs: async () => { const [{ id, version }, other] = [await checkout(), await checkout()]; return [{ id, expectedVersion: version }, { id: other.id, expectedVersion: other.version }]; },
  },
  {
    name: 'sandboxPay', type: 'SandboxPayInput', fields: 'id state version', as: () => buyer, rows: 'SELECT count(*) FROM payment_events',
    inputs: async () => { const { id: orderId } = await checkout(); return [{ orderId, outcome: 'SUCCEED' }, { orderId, outcome: 'FAIL' }]; },
  },
];

describe.each(cases)('$name', ({ name, type, fields, as, inputs, rows }) => {
  test('with one key, however many calls come at once and again later, happens once; another input is refused', async () => {
    const [input, other] = await inputs();
    const [idempotencyKey, before] = [newId(), await count(rows)];
    const answers = await Promise.all(Array.from({ length: 8 }, () => call(name, type, { ...input, idempotencyKey }, as(), fields)));
    expect(answers).toEqual(Array(8).fill({ result: expect.anything(), userErrors: [] }));
    expect(new Set(answers.map(({ result }) => JSON.stringify(result))).size).toBe(1);
    expect(await call(name, type, { ...input, idempotencyKey }, as(), fields)).toEqual(answers[0]);
    expect(await count(rows)).toBe(before + 1);
    expect(await call(name, type, { ...other, idempotencyKey }, as())).toEqual({ result: null, userErrors: [{ code: 'IDEMPOTENCY_MISMATCH', path: ['idempotencyKey'] }] });
    expect(await count(rows)).toBe(before + 1);
  });

  test('a key is 1 to 200 characters, and must be given', async () => {
    const [input] = await inputs();
    const before = await count(rows);
    for (const idempotencyKey of ['', 'x'.repeat(201), null, undefined]) {
      const { data, errors } = await api.execute(`mutation ($input: ${type}!) { ${name}(input: $input) { userErrors { code } } }`, { input: { ...input, idempotencyKey } }, as());
      expect(data?.[name].userErrors[0].code ?? errors?.[0].extensions?.code).toMatch(/^BAD_(USER_)?INPUT$/);
    }
    expect(await count(rows)).toBe(before);
  });
});

test('personalisationSet: a repeated call does not turn off again what was turned on since', async () => {
  const set = (personalised: boolean, idempotencyKey: string) => call('personalisationSet', 'PersonalisationSetInput', { personalised, idempotencyKey }, buyer, 'id personalised');
  const off = await Promise.all(Array.from({ length: 8 }, () => set(false, 'off')));
  expect(off).toEqual(Array(8).fill({ result: { id: off[0].result.id, personalised: false }, userErrors: [] }));
  expect(await set(true, 'on')).toMatchObject({ result: { personalised: true } });
  expect(await set(false, 'off')).toMatchObject({ result: { id: off[0].result.id, personalised: true }, userErrors: [] });
  expect(await set(true, 'off')).toMatchObject({ result: null, userErrors: [{ code: 'IDEMPOTENCY_MISMATCH' }] });
});

test('orderCancel of a version that is not the present one is a CONFLICT, and leaves the key free', async () => {
  const { id, version } = await checkout();
  const cancel = (expectedVersion: number) => api.execute(
    'mutation ($input: OrderCancelInput!) { orderCancel(input: $input) { result { state } userErrors { code ... on ConflictError { currentVersion } } } }', { input: { id, expectedVersion, idempotencyKey: 'cancel' } }, buyer);
  expect((await cancel(version - 1)).data.orderCancel).toEqual({ result: null, userErrors: [{ code: 'CONFLICT', currentVersion: version }] });
  expect((await cancel(version)).data.orderCancel).toEqual({ result: { state: 'CANCELLED' }, userErrors: [] });
});
