import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { PartnerHttpSender } from '../../../server/adapters/partner-http/partner-http-sender.js';
import type { PartnerHttp } from '../../../server/adapters/partner-http/port.js';
import { ConnectorSecrets } from '../../../server/connector/connector-secrets.js';
import { InboundMessages } from '../../../server/connector/inbound-messages.js';
import { WebhookDeliveries } from '../../../server/connector/webhook-deliveries.js';
import { FAILING_MS, MOST_ATTEMPTS, nextStep, waitsMs } from '../../../server/connector/webhook-rules.js';
import { Webhooks } from '../../../server/connector/webhooks.js';
import { newId } from '../../../server/platform/ids.js';
import { checkMessage, signMessage } from '../../../server/platform/message-signature.js';
import { Outbox } from '../../../server/platform/outbox.js';
import { SigningKeys } from '../../../server/platform/signing-keys.js';
import { openPartnerWorld, type PartnerWorld } from '../partner/partner-world.js';

const hour = 3_600_000;

describe('P21: the schedule', () => {
  it('tries eight times within more than 27 hours, each wait within a fifth of what is planned', () => {
    expect(MOST_ATTEMPTS).toBe(8);
    expect(waitsMs.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(27 * hour);
    fc.assert(fc.property(fc.integer({ min: 1, max: 12 }), fc.double({ min: 0, max: 0.999999, noNaN: true }), fc.constantFrom(500, 404, 302, null), (attempts, draw, status) => {
      const next = nextStep(attempts, { status, failure: status === null ? 'connection' : null }, draw);
      if (attempts >= 8) expect(next).toEqual({ step: 'dead' });
      else expect(Math.abs((next as { waitMs: number }).waitMs / waitsMs[attempts - 1] - 1)).toBeLessThanOrEqual(0.2001);
    }));
  });

  it('delivers with 2xx at any attempt, ends with 410, waits a minute for the busy', () => {
    expect([200, 204, 299].map((status) => nextStep(8, { status, failure: null }, 0))).toEqual(Array.from({ length: 3 }, () => ({ step: 'delivered' })));
    expect(nextStep(1, { status: 410, failure: null }, 0)).toEqual({ step: 'gone' });
    expect(nextStep(1, { status: 429, failure: null }, 0.5)).toEqual({ step: 'wait', waitMs: 60_000 });
    expect(nextStep(1, { status: null, failure: 'timeout' }, 0.5)).toEqual({ step: 'wait', waitMs: 60_000 });
    expect(nextStep(1, { status: 500, failure: null }, 0.5)).toEqual({ step: 'wait', waitMs: 5_000 });
  });

  it('hears Retry-After between once and twice of what is planned', () => {
    const wait = (retryAfterSeconds: number) => (nextStep(2, { status: 503, failure: null, retryAfterSeconds }, 0.1) as { waitMs: number }).waitMs;
    expect([0, 300, 400, 600, 601, 999_999].map(wait)).toEqual([300_000, 300_000, 400_000, 600_000, 600_000, 600_000]);
  });
});

interface Received { id: string; type: string; sequence: string; headers: IncomingMessage['headers']; body: Buffer }

describe('deliveries', () => {
  let world: PartnerWorld;
  let secrets: ConnectorSecrets;
  let webhooks: Webhooks;
  const http = new PartnerHttpSender({ allow: ['127.0.0.1'] });
  const servers: Server[] = [];
  beforeAll(async () => {
    world = await openPartnerWorld();
    secrets = new ConnectorSecrets(new SigningKeys(world.database));
    webhooks = new Webhooks(world.database, world.audit, world.clock);
  });
  afterEach(() => world.database.query(`UPDATE connectors SET state = 'accepted' WHERE kind = 'webhook'`));
  afterAll(async () => {
    await http.close();
    await Promise.all(servers.map((one) => new Promise((done) => { one.closeAllConnections(); one.close(done); })));
    await world.close();
  });

  const deliveries = (through: PartnerHttp = http) => new WebhookDeliveries(world.database, world.clock, newId, { http: through, secrets, draw: () => 0.5, publicUrl: 'https://tandem.example' });
  const pass = (ms: number) => { world.time.now = new Date(world.time.now.getTime() + ms); };

  /** A partner's end that answers as it is told; undefined: never. */
  async function listen(answer: () => number | undefined): Promise<{ url: string; received: Received[] }> {
    const received: Received[] = [];
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        const body = Buffer.concat(chunks);
        received.push({ ...JSON.parse(body.toString()) as { id: string; type: string; sequence: string }, headers: request.headers, body });
        const status = answer();
        if (status !== undefined) response.writeHead(status).end('as told');
      });
    });
    servers.push(server);
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
  }
  async function endpoint(url: string, partnerId = world.a.id): Promise<string> {
    const id = newId();
    await world.database.query(
      `INSERT INTO connectors (id, code, partner_id, kind, name, state, profile_version, base_url, build_digest, secret_number, created_at, updated_at) VALUES ($1::uuid, $1::text, $2, 'webhook', $1::text, 'live', '1.0', $3, $4, 1, now(), now())`,
      [id, partnerId, url, 'a'.repeat(64)]);
    await deliveries().round(); // reads the log from here on
    return id;
  }
  const tell = (action: string, noun: string, nounId: string) => world.do((tx) => world.audit.append(tx, { actor: world.system, action, noun, nounId, detail: { secret: 'not for partners' } }));
  const rows = (id: string) => world.database.query<{ id: string; state: string; attempts: number; next_at: Date | null }>('SELECT id, state, attempts, next_at FROM webhook_deliveries WHERE connector_id = $1 ORDER BY sequence', [id]);
  const standing = async (id: string) => (await world.database.query<{ disabled_because: string | null }>('SELECT disabled_because FROM webhook_endpoints WHERE connector_id = $1', [id]))[0];
  const seen = async (id: string) => ({ id, expectedVersion: (await world.database.query<{ version: number }>('SELECT version FROM connectors WHERE id = $1', [id]))[0].version });

  test('a partner hears of what is its own, signed with secret and key, once, without what the log says beside', async () => {
    const end = await listen(() => 204);
    const id = await endpoint(end.url);
    await tell('partnerEdit', 'Partner', world.a.id);
    await tell('payoutHold', 'Partner', world.b.id);
    await tell('payoutHold', 'Partner', world.a.id);
    await tell('payoutRelease', 'Partner', world.a.id);
    await deliveries().round();
    await deliveries().round();
    expect(end.received.map(({ type }) => type).sort()).toEqual(['payouts.held', 'payouts.released']);
    const [{ headers, body }] = end.received;
    expect(JSON.parse(body.toString())).toMatchObject({ specversion: '1.0', source: 'https://tandem.example', data: { noun: 'Partner', id: world.a.id } });
    expect(body.toString()).not.toContain('not for partners');
    const keys = await secrets.keysOf({ id, secret_number: 1, secret_rotated_at: null }, world.clock());
    expect(checkMessage({ secrets: keys.secrets, ed25519: [] }, headers, body, world.clock())).toEqual({ id: headers['webhook-id'] });
    expect(checkMessage({ secrets: [], ed25519: [(await new SigningKeys(world.database).get('message')).publicKey] }, headers, body, world.clock())).toEqual({ id: headers['webhook-id'] });
    expect(new Set(end.received.map((one) => one.id))).toEqual(new Set((await rows(id)).map((row) => `msg_${row.id}`)));
  });

  test('a new secret signs beside the old one for a day', async () => {
    const end = await listen(() => 204);
    const id = await endpoint(end.url);
    await world.database.query('UPDATE connectors SET secret_number = 2, secret_rotated_at = $2 WHERE id = $1', [id, world.clock()]);
    const takes = async (number: number) => { const { headers, body } = end.received.at(-1)!; return 'id' in checkMessage({ secrets: [await secrets.secretOf({ id, secretNumber: number })], ed25519: [] }, headers, body, world.clock()); };
    await tell('payoutHold', 'Partner', world.a.id);
    await deliveries().round();
    expect([await takes(1), await takes(2)]).toEqual([true, true]);
    pass(24 * hour);
    await tell('payoutHold', 'Partner', world.a.id);
    await deliveries().round();
    expect([await takes(1), await takes(2)]).toEqual([false, true]);
  });

  test('failures wait as planned under one id, die after eight attempts, and can be sent again', async () => {
    let status = 500;
    const end = await listen(() => status);
    const id = await endpoint(end.url);
    await tell('payoutHold', 'Partner', world.a.id);
    expect(await deliveries().round()).toBe(1);
    for (const wait of waitsMs) {
      pass(wait - 1);
      expect(await deliveries().round()).toBe(0);
      pass(1);
      expect(await deliveries().round()).toBe(1);
    }
    const [dead] = await rows(id);
    expect(dead).toMatchObject({ state: 'dead', attempts: 8, next_at: null });
    expect(new Set(end.received.map((one) => one.headers['webhook-id'])).size).toBe(1);
    expect(new Set(end.received.map((one) => one.headers['webhook-timestamp'])).size).toBe(8);
    expect(await world.database.query('SELECT number, status, answer FROM webhook_attempts WHERE delivery_id = $1 ORDER BY number', [dead.id])).toHaveLength(8);
    status = 200;
    await webhooks.replay({ ...await seen(id), deliveryId: dead.id }, world.annOfA);
    await deliveries().round();
    expect(await rows(id)).toMatchObject([{ state: 'delivered', attempts: 1 }]);
    await expect(webhooks.replay({ ...await seen(id), deliveryId: dead.id }, world.bobOfB)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(webhooks.replay(await seen(id), world.annOfA)).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  test('410 ends an endpoint at once, five days of failures with a dead message end it too, and sending again takes it up', async () => {
    let status = 410;
    const end = await listen(() => status);
    const id = await endpoint(end.url);
    await tell('payoutHold', 'Partner', world.a.id);
    await deliveries().round();
    expect(await standing(id)).toEqual({ disabled_because: 'gone' });
    await tell('payoutHold', 'Partner', world.a.id);
    expect(await deliveries().round()).toBe(0);
    status = 500;
    await webhooks.replay({ ...await seen(id), since: new Date(0) }, world.manager);
    expect(await standing(id)).toEqual({ disabled_because: null });
    // Two messages, two lives: the first dies within 28 hours of the first failure, which is too soon; the second after five days.
    for (let step = 0; step < 8; step++) { await deliveries().round(); pass(11 * hour); }
    expect(await standing(id)).toEqual({ disabled_because: null });
    pass(FAILING_MS);
    await tell('payoutHold', 'Partner', world.a.id);
    for (let step = 0; step < 8; step++) { await deliveries().round(); pass(11 * hour); }
    expect(await standing(id)).toEqual({ disabled_because: 'failing' });
  });

  test('a success forgives: later failures count from their own first one', async () => {
    let status = 500;
    const end = await listen(() => status);
    const id = await endpoint(end.url);
    await tell('payoutHold', 'Partner', world.a.id);
    await deliveries().round();
    pass(FAILING_MS);
    status = 200;
    await deliveries().round();
    status = 500;
    await tell('payoutHold', 'Partner', world.a.id);
    for (let step = 0; step < 8; step++) { await deliveries().round(); pass(11 * hour); }
    expect(await standing(id)).toEqual({ disabled_because: null });
  });

  test('a worker that dies between the answer and its record: the same message comes again, under the same id', async () => {
    const end = await listen(() => 204);
    const id = await endpoint(end.url);
    await tell('payoutHold', 'Partner', world.a.id);
    const dying: PartnerHttp = { send: async (request) => { await http.send(request); throw new Error('killed'); } };
    await expect(deliveries(dying).round()).rejects.toThrow('killed');
    expect(await deliveries().round()).toBe(0);
    pass(60_000);
    expect(await deliveries().round()).toBe(1);
    expect(end.received.map((one) => one.headers['webhook-id'])).toEqual([end.received[0].headers['webhook-id'], end.received[0].headers['webhook-id']]);
    expect(await rows(id)).toMatchObject([{ state: 'delivered', attempts: 2 }]);
  });

  test('P17: an endpoint that never answers holds up no other one; two workers at once send nothing twice', async () => {
    const [mute, quick] = [await listen(() => undefined), await listen(() => 204)];
    const [slowId, quickId] = [await endpoint(mute.url), await endpoint(quick.url)];
    for (let n = 0; n < 5; n++) await tell('payoutHold', 'Partner', world.a.id);
    const hurried: PartnerHttp = { send: (request) => http.send({ ...request, deadlineMs: 1_500 }) };
    const rounds = Promise.all([deliveries(hurried).round(), deliveries(hurried).round()]);
    while (quick.received.length < 5) await new Promise((done) => setTimeout(done, 10));
    expect((await rows(slowId)).every(({ state }) => state === 'pending')).toBe(true);
    await rounds;
    expect(new Set(quick.received.map(({ id }) => id)).size).toBe(5);
    expect(quick.received).toHaveLength(5);
    expect((await rows(quickId)).map(({ state }) => state)).toEqual(Array.from({ length: 5 }, () => 'delivered'));
  });

  test('what a partner sends is taken once, with either secret, and refused with what is wrong', async () => {
    const id = await endpoint('http://127.0.0.1:1');
    const inbound = new InboundMessages(world.database, world.clock, secrets, new Outbox(newId));
    const body = Buffer.from('{"type":"content.changed","data":{"id":"课程"}}');
    const signed = async (number: number, messageId: string, text = body) => ({ headers: signMessage({ secrets: [await secrets.secretOf({ id, secretNumber: number })], ed25519: [] }, messageId, world.clock(), text), body: text });
    expect([await inbound.take(id, await signed(1, 'm1')), await inbound.take(id, await signed(1, 'm1'))]).toEqual([true, false]);
    const answers = await Promise.all(Array.from({ length: 20 }, async () => inbound.take(id, await signed(1, 'm2'))));
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await world.database.query('SELECT message_id, type, deliveries, body FROM inbound_messages WHERE connector_id = $1 ORDER BY 1', [id])).toEqual([
      { message_id: 'm1', type: 'content.changed', deliveries: 2, body: { type: 'content.changed', data: { id: '课程' } } }, { message_id: 'm2', type: 'content.changed', deliveries: 20, body: expect.anything() }]);
    await expect(inbound.take(id, await signed(2, 'm3'))).rejects.toMatchObject({ code: 'UNAUTHENTICATED', details: { reason: 'bad_signature' } });
    await world.database.query('UPDATE connectors SET secret_number = 2, secret_rotated_at = $2 WHERE id = $1', [id, world.clock()]);
    expect([await inbound.take(id, await signed(2, 'm3')), await inbound.take(id, await signed(1, 'm4'))]).toEqual([true, true]);
    for (const text of ['no json', '[]', '{"type":7}', '{"type":"bad type"}', '{"type":"a","x":"\\u0000"}']) await expect(inbound.take(id, await signed(2, 'm5', Buffer.from(text)))).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(inbound.take('N-2026-9999', await signed(2, 'm6'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const stale = await signed(2, 'm7');
    pass(301_000);
    await expect(inbound.take(id, stale)).rejects.toMatchObject({ code: 'UNAUTHENTICATED', details: { reason: 'stale' } });
    expect(await world.database.query('SELECT count(*)::int AS n FROM inbound_messages WHERE connector_id = $1', [id])).toEqual([{ n: 4 }]);
  });
});
