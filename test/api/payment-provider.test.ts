import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Actor } from '../../server/platform/actor.js';
import { newId } from '../../server/platform/ids.js';
import { buildTestApp, type TestApp } from '../support/app.js';

let api: TestApp;
let base = '';
beforeAll(async () => {
  api = await buildTestApp({ environment: { NODE_ENV: 'production' } });
  base = await api.app.fastify.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => api.close());

const call = async (name: string, type: string, input: object, as: Actor, fields: string) => (await api.execute(
  `mutation ($input: ${type}!) { ${name}(input: $input) { result { ${fields} } userErrors { code message } } }`, { input }, as)).data[name];

test('in production nobody pays in the sandbox unless PAYMENT_SANDBOX says so: nothing is ordered, and the refusal says what to do', async () => {
  const [operator, buyer] = [await api.actor('operator'), await api.actor('reader')];
  const offer = (await call('offerCreate', 'OfferCreateInput', { idempotencyKey: newId(), kind: 'SUBSCRIPTION', title: '会员月', price: { amountMinor: '100', currency: 'CNY' }, periodDays: 30 }, operator, 'id')).result;
  const refused = { result: null, userErrors: [{ code: 'PAYMENT_REFUSED', message: expect.stringContaining('PAYMENT_SANDBOX=on') }] };
  expect(await call('checkoutStart', 'CheckoutStartInput', { offerId: offer.id, idempotencyKey: newId() }, buyer, 'id')).toEqual(refused);
  expect(await api.database.query('SELECT FROM orders')).toEqual([]);
  expect((await api.execute('query ($id: ID!) { node(id: $id) { ... on Offer { availableActions } } }', { id: offer.id }, buyer)).data.node).toEqual({ availableActions: [] });

  // An order of the time when the sandbox was open.
  const orderId = newId();
  await api.database.query(
    `INSERT INTO orders (id, code, account_id, offer_id, state, payable_minor, currency, expires_at) SELECT $1, 'O-T', $2, id, 'awaiting_payment', 100, 'CNY', now() + interval '1 hour' FROM offers`, [orderId, buyer.accountId]);
  const ref = newId();
  await api.database.query(`INSERT INTO payments (id, order_id, provider, provider_ref, amount_minor, currency, state, pay_url) VALUES ($1, $2, 'sandbox', $3, 100, 'CNY', 'pending', 'x')`, [newId(), orderId, ref]);
  const { nodes: [{ id, availableActions }] } = (await api.execute('{ orders(last: 1) { nodes { id availableActions } } }', {}, buyer)).data.orders;
  expect(availableActions).toEqual(['orderCancel']);
  expect(await call('sandboxPay', 'SandboxPayInput', { orderId: id, outcome: 'SUCCEED', idempotencyKey: newId() }, buyer, 'id')).toEqual(refused);
  expect(await call('orderPay', 'OrderPayInput', { id, idempotencyKey: newId() }, buyer, 'id')).toEqual(refused);
  for (const [method, url] of [['GET', `/sandbox/pay/${ref}`], ['POST', `/sandbox/pay/${ref}`], ['POST', '/webhooks/payments/sandbox']] as const) {
    expect([url, (await fetch(base + url, { method })).status]).toEqual([url, 404]);
  }
  expect(await api.database.query('SELECT state FROM orders')).toEqual([{ state: 'awaiting_payment' }]);
});
