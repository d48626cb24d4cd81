import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ConnectorSecrets } from '../../server/connector/connector-secrets.js';
import { InboundMessages } from '../../server/connector/inbound-messages.js';
import { readConfig } from '../../server/platform/config.js';
import { newId } from '../../server/platform/ids.js';
import { signMessage } from '../../server/platform/message-signature.js';
import { Outbox } from '../../server/platform/outbox.js';
import { SigningKeys } from '../../server/platform/signing-keys.js';
import { importFeeds } from '../../workers/import-feeds.js';
import type { RunningJob, WorkerServices } from '../../workers/processor.js';
import { openReferencePartner, type ReferencePartner } from '../reference-partner/reference-partner.js';
import { openPartnerWorld, type PartnerWorld } from '../server/partner/partner-world.js';

let world: PartnerWorld;
let services: WorkerServices;
let partner: ReferencePartner;
beforeAll(async () => {
  world = await openPartnerWorld();
  const { database, audit, clock } = world;
  const config = { ...readConfig({ DATABASE_URL: world.url }), partnerHttpAllow: ['127.0.0.1'] };
  services = { database, audit, clock, newId, outbox: new Outbox(newId), signingKeys: new SigningKeys(database), config, log: { error: () => {}, warn: () => {} } as unknown as WorkerServices['log'] };
  partner = await openReferencePartner({ secret: 'whsec_c2VjcmV0' });
});
afterAll(async () => {
  await partner.close();
  await world.close();
});

async function connector(kind: 'content_feed' | 'webhook', partnerId: string, url: string): Promise<string> {
  const id = newId();
  await world.database.query(
    `INSERT INTO connectors (id, code, partner_id, kind, name, state, profile_version, base_url, build_digest, secret_number, created_at, updated_at) VALUES ($1::uuid, $1::text, $2, $5, $1::text, 'live', '1.0', $3, $4, 1, now(), now())`,
    [id, partnerId, url, 'a'.repeat(64), kind]);
  return id;
}
const job = { signal: new AbortController().signal } as RunningJob;
const latest = async (id: string) => (await world.database.query('SELECT state, failure, pages, created, unchanged FROM feed_imports WHERE connector_id = $1 ORDER BY id DESC LIMIT 1', [id]))[0];

test('the job takes every live feed over HTTP; one that fails holds up no other; unchanged pages are not taken again; calls are counted', async () => {
  const good = await connector('content_feed', world.a.id, partner.addressOf('content_feed'));
  const bad = await connector('content_feed', world.b.id, 'http://127.0.0.1:1');
  expect(await importFeeds(services)({}, job)).toEqual({ ran: 2, moved: 0 });
  expect(await latest(good)).toEqual({ state: 'finished', failure: null, pages: 1, created: 7, unchanged: 1 });
  expect(await latest(bad)).toMatchObject({ state: 'running', failure: 'connection', pages: 0 });
  expect(await world.database.query('SELECT state, count(*)::int AS n, bool_and(author_id IS NULL) AS anonymous FROM contents WHERE partner_id = $1 GROUP BY 1', [world.a.id])).toEqual([{ state: 'draft', n: 7, anonymous: true }]);
  expect(await importFeeds(services)({ partnerId: world.a.id }, job)).toEqual({ ran: 1, moved: 0 });
  expect(await latest(good)).toEqual({ state: 'finished', failure: null, pages: 1, created: 0, unchanged: 0 });
  expect(await world.database.query('SELECT connector_id AS id, sum(answered)::int AS answered, sum(unreachable)::int AS unreachable FROM connector_minutes GROUP BY 1 ORDER BY 1', [])).toEqual([{ id: good, answered: 2, unreachable: 0 }, { id: bad, answered: 0, unreachable: 1 }].sort((one, other) => (one.id < other.id ? -1 : 1)));
});

test('content.changed asks for an import of that partner, once for many messages', async () => {
  const id = await connector('webhook', world.a.id, 'http://127.0.0.1:1');
  const secrets = new ConnectorSecrets(services.signingKeys);
  const inbound = new InboundMessages(world.database, world.clock, secrets, services.outbox);
  const send = async (messageId: string, type: string) => {
    const body = Buffer.from(JSON.stringify({ type }));
    return inbound.take(id, { body, headers: signMessage({ secrets: [await secrets.secretOf({ id, secretNumber: 1 })], ed25519: [] }, messageId, world.clock(), body) });
  };
  const asked = () => world.database.query(`SELECT payload, delay_ms FROM outbox WHERE job = 'import-feeds' AND payload ? 'partnerId'`);
  await send('m0', 'content.other');
  expect(await asked()).toEqual([]);
  for (const messageId of ['m1', 'm1', 'm2']) await send(messageId, 'content.changed');
  expect(await asked()).toEqual([{ payload: { partnerId: world.a.id }, delay_ms: 10_000 }]);
});
