import { createServer, type AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { SandboxGateway } from '../../server/adapters/payment/sandbox.js';
import { signWebhook } from '../../server/adapters/payment/webhook-signature.js';
import { toGlobalId } from '../../server/graphql/global-ids.js';
import type { Actor } from '../../server/platform/actor.js';
import { FieldEncryption } from '../../server/platform/field-encryption.js';
import { newId } from '../../server/platform/ids.js';
import { addContents } from '../support/content-factories.js';
import { buildTestApp, type TestApp } from '../support/app.js';

let api: TestApp;
let base = '';
beforeAll(async () => {
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  api = await buildTestApp({ environment: { PORT: String(port), HOST: '127.0.0.1', PUBLIC_URL: base } });
  await api.app.fastify.listen({ port, host: '127.0.0.1' });
});
afterAll(() => api.close());
afterEach(() => api.setNow(null));

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => { resolve(port); });
    });
  });
}

const read = `query ($id: ID!, $query: String) { node(id: $id) { ... on Content {
  title summary body excerpt(query: $query, length: 500) offers { title price { amountMinor currency } availableActions } viewerAccess { state reason previewUntil expiresAt unlockOffers { id title } } } } }`;
const order = 'id code state version payable { amountMinor currency } payUrl availableActions offer { title content { title } } account { displayName }';
const mutation = (name: string, type: string, fields = order) => `mutation ($input: ${type}!) { ${name}(input: $input) { result { ${fields} } userErrors { code message path ... on TransitionError { from allowed } ... on ConflictError { currentVersion } } } }`;

async function call(name: string, type: string, input: object, as: Actor, fields?: string) {
  const answer = await api.execute(mutation(name, type, fields), { input }, as);
  return answer.errors ? { error: answer.errors[0].extensions?.code } : answer.data[name];
}
const checkout = (offerId: string, as: Actor, idempotencyKey = newId()) => call('checkoutStart', 'CheckoutStartInput', { offerId, idempotencyKey }, as);
const sandboxPay = (orderId: string, outcome: string, as: Actor, idempotencyKey = newId()) => call('sandboxPay', 'SandboxPayInput', { orderId, outcome, idempotencyKey }, as);

async function sold(secret = '付费部分讲量子纠缠') {
  const [uuid] = await addContents(api.database, [{ title: '物理十讲', summary: '公开摘要', body: `这是可以试读的开头。${secret}`, previewChars: 10 }]);
  const id = toGlobalId('Content', uuid);
  const { result: offer } = await call('offerCreate', 'OfferCreateInput', { idempotencyKey: newId(), contentId: id, kind: 'ONE_OFF', title: '单买', price: { amountMinor: '9900', currency: 'CNY' } }, await api.actor('operator'), 'id version title state');
  return { id, uuid, offer, secret };
}

describe('the paywall', () => {
  test('who has not paid gets the beginning, the reason, and what would open it; nothing else leaks', async () => {
    const { id, offer, secret } = await sold();
    for (const as of [await api.newActor('reader'), await api.newActor('author'), await api.newActor('partner'), 'anonymous'] as const) {
      const { data } = await api.execute(read, { id, query: '量子纠缠' }, as);
      expect(data.node).toMatchObject({
        title: '物理十讲', body: '这是可以试读的开头。', excerpt: '这是可以试读的开头。', offers: [{ title: '单买' }],
        viewerAccess: { state: 'PREVIEW', reason: 'needs_purchase', previewUntil: 10, expiresAt: null, unlockOffers: [{ id: offer.id }] },
      });
      for (const word of ['付费', '量子', '纠缠']) expect(JSON.stringify(data)).not.toContain(word);
    }
    const { data } = await api.execute(read, { id, query: '量子纠缠' }, 'analyst');
    expect(data.node).toMatchObject({ viewerAccess: { state: 'STAFF', reason: 'staff', previewUntil: null }, body: `这是可以试读的开头。${secret}` });
  });

  test('a search finds the content by a word behind the cut, and shows nothing of it', async () => {
    await sold('付费部分讲超导材料');
    const answer = await api.execute('query ($q: String!) { contents(first: 5, query: $q) { pageInfo { endCursor } edges { cursor node { title summary body excerpt(query: $q) draft { body } live { body } versions { body } publications { to { body } } } } } }', { q: '超导材料' }, 'reader');
    expect(answer.errors).toBeUndefined();
    expect(answer.data.contents.edges).toHaveLength(1);
    expect(JSON.stringify(answer.data)).not.toMatch(/超导|材料/);
    expect(answer.data.contents.edges[0].node).toMatchObject({ draft: null, live: null, versions: [], publications: [] });
    const [, rank] = JSON.parse(Buffer.from(answer.data.contents.pageInfo.endCursor, 'base64url').toString());
    expect(rank).toBe(0);
  });

  test('access, bodies and offers of a page cost a constant number of statements', async () => {
    await addContents(api.database, Array.from({ length: 50 }, (_, i) => ({ title: `批量 ${i}`, tags: ['批量'], body: '正文' })));
    const page = 'query ($first: Int!) { contents(first: $first, query: "批量") { nodes { body excerpt viewerAccess { state unlockOffers { title } } offers { title } } } }';
    const reader = await api.newActor('reader');
    const [few, many] = [await api.execute(page, { first: 5 }, reader), await api.execute(page, { first: 50 }, reader)];
    expect(many.data.contents.nodes).toHaveLength(50);
    expect([few.statements, many.statements]).toEqual([6, 6]);
  });
});

describe('buying', () => {
  test('from offer to access: the sandbox tells us over HTTP, signed', async () => {
    const { id, offer, secret } = await sold();
    const buyer = await api.newActor('reader');
    const key = newId();
    const { result } = await checkout(offer.id, buyer, key);
    expect(result).toMatchObject({
      state: 'AWAITING_PAYMENT', code: expect.stringMatching(/^O-\d{4}-\d{4,}$/), payable: { amountMinor: '9900', currency: 'CNY' }, payUrl: expect.stringMatching(`^${base}/sandbox/pay/`),
      availableActions: ['orderPay', 'sandboxPay', 'orderCancel'], offer: { title: '单买', content: { title: '物理十讲' } },
    });
    expect((await checkout(offer.id, buyer, key)).result.id).toBe(result.id);
    expect(await sandboxPay(result.id, 'SUCCEED', buyer)).toMatchObject({ userErrors: [], result: { state: 'FULFILLED', payUrl: null, availableActions: [] } });
    expect((await api.execute(read, { id }, buyer)).data.node).toMatchObject({ body: `这是可以试读的开头。${secret}`, viewerAccess: { state: 'GRANTED', reason: 'bought', unlockOffers: [], expiresAt: null } });
    expect((await checkout(offer.id, buyer)).userErrors).toMatchObject([{ code: 'ALREADY_EXISTS' }]);
    const own = await api.execute('{ orders(first: 5) { totalCount nodes { id state } } }', {}, buyer);
    expect(own.data.orders).toEqual({ totalCount: 1, nodes: [{ id: result.id, state: 'FULFILLED' }] });
    await api.database.query(`UPDATE contents SET state = 'unlisted', version = version + 1 WHERE id = (SELECT content_id FROM offers WHERE title = '单买' ORDER BY id DESC LIMIT 1)`);
    expect((await api.execute(read, { id }, buyer)).data.node).toMatchObject({ viewerAccess: { state: 'GRANTED' } });
    expect((await api.execute(read, { id }, 'reader')).data.node).toBeNull();
  });

  test('a failed payment can be tried again; a wrong amount is never settled', async () => {
    const { id, offer } = await sold();
    const buyer = await api.newActor('reader');
    const { result } = await checkout(offer.id, buyer);
    expect(await sandboxPay(result.id, 'FAIL', buyer)).toMatchObject({ result: { state: 'AWAITING_PAYMENT', payUrl: null } });
    expect(await sandboxPay(result.id, 'SUCCEED', buyer)).toMatchObject({ userErrors: [{ code: 'ILLEGAL_TRANSITION' }] });
    const again = await call('orderPay', 'OrderPayInput', { id: result.id, idempotencyKey: newId() }, buyer);
    expect(again.result).toMatchObject({ id: result.id, state: 'AWAITING_PAYMENT', payUrl: expect.stringContaining('/sandbox/pay/') });
    expect(again.result.payUrl).not.toBe(result.payUrl);
    expect(await sandboxPay(result.id, 'WRONG_AMOUNT', buyer)).toMatchObject({ result: { state: 'AWAITING_PAYMENT' } });
    expect((await api.execute(read, { id }, buyer)).data.node.viewerAccess.state).toBe('PREVIEW');
    await call('orderPay', 'OrderPayInput', { id: result.id, idempotencyKey: newId() }, buyer);
    expect(await sandboxPay(result.id, 'SUCCEED', buyer)).toMatchObject({ result: { state: 'FULFILLED' } });
  });

  test('the pay page of the sandbox takes the money too', async () => {
    const { offer } = await sold();
    const buyer = await api.newActor('reader');
    const { result } = await checkout(offer.id, buyer);
    const page = await fetch(result.payUrl);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await page.text()).toContain('CNY 99.00');
    const paid = await fetch(result.payUrl, { method: 'POST', body: new URLSearchParams({ outcome: 'succeed' }), redirect: 'manual' });
    expect(paid.status).toBe(303);
    expect((await api.execute('query ($id: ID!) { node(id: $id) { ... on Order { state } } }', { id: result.id }, buyer)).data.node).toEqual({ state: 'FULFILLED' });
    expect((await fetch(result.payUrl, { method: 'POST', body: new URLSearchParams({ outcome: 'succeed' }) })).status).toBe(404);
    expect((await fetch(result.payUrl, { method: 'POST', body: new URLSearchParams({ outcome: 'steal' }) })).status).toBe(400);
  });

  test('an order is its buyer\'s; staff see it, nobody else does or moves it', async () => {
    const { offer } = await sold();
    const [buyer, stranger] = [await api.newActor('reader'), await api.newActor('reader')];
    const { result } = await checkout(offer.id, buyer);
    const peek = 'query ($id: ID!) { node(id: $id) { ... on Order { code payUrl } } }';
    expect((await api.execute(peek, { id: result.id }, stranger)).data.node).toBeNull();
    expect((await api.execute(peek, { id: result.id })).data.node).toBeNull();
    expect((await api.execute(peek, { id: result.id }, 'operator')).data.node).toEqual({ code: result.code, payUrl: null });
    for (const [name, type, input] of [['orderCancel', 'OrderCancelInput', { id: result.id, expectedVersion: result.version, idempotencyKey: newId() }], ['orderPay', 'OrderPayInput', { id: result.id, idempotencyKey: newId() }], ['sandboxPay', 'SandboxPayInput', { orderId: result.id, outcome: 'SUCCEED', idempotencyKey: newId() }]] as const) {
      expect(await call(name, type, input, stranger)).toMatchObject({ result: null, userErrors: [{ code: 'NOT_FOUND' }] });
    }
    expect((await api.execute('query ($id: ID!) { orderList(filter: { ids: [$id], state: { eq: AWAITING_PAYMENT } }, sort: "code") { total items { code } } }', { id: result.id }, 'marketer')).data.orderList).toEqual({ total: 1, items: [{ code: result.code }] });
    expect((await api.execute('{ orderList { total } }', {}, buyer)).errors?.[0].extensions?.code).toBe('FORBIDDEN');
    expect((await api.execute('{ orders(first: 1) { totalCount } }')).errors?.[0].extensions?.code).toBe('UNAUTHENTICATED');
    expect(await call('orderCancel', 'OrderCancelInput', { id: result.id, expectedVersion: result.version, idempotencyKey: newId() }, buyer)).toMatchObject({ result: { state: 'CANCELLED', availableActions: [] } });
  });
});

describe('offers', () => {
  test('a subscription of the whole platform opens everything while it lasts', async () => {
    const { id } = await sold();
    const buyer = await api.newActor('reader');
    const { result: offer } = await call('offerCreate', 'OfferCreateInput', { idempotencyKey: newId(), kind: 'SUBSCRIPTION', title: '会员月', price: { amountMinor: '3000', currency: 'CNY' }, periodDays: 30 }, await api.actor('marketer'), 'id version periodDays availableActions');
    expect(offer).toMatchObject({ periodDays: 30, availableActions: ['offerRetire'] });
    expect((await api.execute(read, { id }, buyer)).data.node.viewerAccess.unlockOffers.map(({ title }: { title: string }) => title)).toEqual(['会员月', '单买']);
    const { result } = await checkout(offer.id, buyer);
    await sandboxPay(result.id, 'SUCCEED', buyer);
    const { viewerAccess } = (await api.execute(read, { id }, buyer)).data.node;
    expect(viewerAccess).toMatchObject({ state: 'GRANTED', reason: 'subscribed' });
    api.setNow(new Date(new Date(viewerAccess.expiresAt).getTime()));
    expect((await api.execute(read, { id }, buyer)).data.node).toMatchObject({ body: '这是可以试读的开头。', viewerAccess: { state: 'PREVIEW' } });
    api.setNow(null);
    expect(await call('offerRetire', 'OfferRetireInput', { id: offer.id, expectedVersion: offer.version + 1 }, await api.actor('operator'), 'id')).toMatchObject({ userErrors: [{ code: 'CONFLICT', currentVersion: offer.version }] });
    expect(await call('offerRetire', 'OfferRetireInput', { id: offer.id, expectedVersion: offer.version }, await api.actor('operator'), 'state')).toMatchObject({ result: { state: 'RETIRED' } });
    expect((await checkout(offer.id, await api.newActor('reader'))).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect((await api.execute(read, { id }, buyer)).data.node.viewerAccess.state).toBe('GRANTED');
  });

  test.each([
    ['price', { kind: 'FREE', price: { amountMinor: '1', currency: 'CNY' } }], ['price', { kind: 'ONE_OFF', price: { amountMinor: '0', currency: 'CNY' } }],
    ['price', { kind: 'ONE_OFF', price: { amountMinor: '-5', currency: 'CNY' } }], ['periodDays', { kind: 'ONE_OFF', periodDays: 3 }], ['periodDays', { kind: 'SUBSCRIPTION' }],
    ['contentId', { kind: 'ONE_OFF', contentId: null }],
  ])('an unsound %s is refused: %j', async (field, more) => {
    const { id } = await sold();
    const input = { idempotencyKey: newId(), contentId: id, title: '坏', price: { amountMinor: '100', currency: 'CNY' }, ...more };
    expect(await call('offerCreate', 'OfferCreateInput', input, await api.actor('operator'), 'id')).toMatchObject({ result: null, userErrors: [{ code: 'BAD_INPUT', path: [field] }] });
    expect(await call('offerCreate', 'OfferCreateInput', input, await api.actor('reader'), 'id')).toEqual({ error: 'FORBIDDEN' });
  });
});

describe('the webhook', () => {
  const secret = () => new SandboxGateway(api.database, base, () => Promise.resolve(), api.clock, newId, new FieldEncryption(api.database, [])).webhookSecret();
  const post = (headers: Record<string, string>, body: string) => fetch(`${base}/webhooks/payments/sandbox`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
  const events = async () => Number((await api.database.query<{ count: string }>('SELECT count(*) FROM payment_events'))[0].count);

  test('takes only what is signed, fresh and well-formed; repeats are harmless', async () => {
    const { offer } = await sold();
    const buyer = await api.newActor('reader');
    const { result } = await checkout(offer.id, buyer);
    const body = JSON.stringify({ id: 'evt_1', type: 'payment.succeeded', data: { ref: result.payUrl.split('/').at(-1), amountMinor: '9900', currency: 'CNY' } });
    const before = await events();
    const key = await secret();
    const now = new Date();
    const signed = (text: string, at = now, by = key) => signWebhook(by, 'evt_1', at, Buffer.from(text));
    expect((await post({}, body)).status).toBe(401);
    expect((await post(signed(body, now, `whsec_${Buffer.from('wrong').toString('base64')}`), body)).status).toBe(401);
    expect((await post(signed(body), body.replace('9900', '1'))).status).toBe(401);
    expect((await post(signed(body, new Date(now.getTime() - 301_000)), body)).status).toBe(401);
    expect((await post(signed('{'), '{')).status).toBe(400);
    expect((await post(signed('{"id":"x"}'), '{"id":"x"}')).status).toBe(400);
    const unknown = body.replace(/"ref":"[^"]+"/, `"ref":"${newId()}"`);
    expect((await post(signed(unknown), unknown)).status).toBe(404);
    expect(await events()).toBe(before);
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(signed(body), body)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(204));
    expect(await events()).toBe(before + 1);
    expect((await api.execute('{ orders(first: 1) { nodes { state } } }', {}, buyer)).data.orders.nodes).toEqual([{ state: 'FULFILLED' }]);
    const rotated = signed(body)['webhook-signature'];
    expect((await post({ ...signed(body), 'webhook-signature': `v1,AAAA ${rotated}` }, body)).status).toBe(204);
  });

  test('a body too large is refused before anything is read', async () => {
    expect((await post({}, 'x'.repeat(200_000))).status).toBe(413);
  });
});
