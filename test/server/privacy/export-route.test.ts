import { afterAll, beforeAll, expect, test } from '@jest/globals';
import Fastify from 'fastify';
import { toGlobalId } from '../../../server/graphql/global-ids.js';
import type { Actor } from '../../../server/platform/actor.js';
import { registerExportFiles } from '../../../server/privacy/export-route.js';
import { unpackRecords } from '../../../server/privacy/archive.js';
import { openPrivacyWorld, type PrivacyWorld } from './privacy-world.js';

let world: PrivacyWorld;
beforeAll(async () => { world = await openPrivacyWorld(); }, 30_000);
afterAll(() => world.close());

test('records are given to both sides and to nobody else, as the disclosure says, and to nobody after a withdrawal', async () => {
  const contractId = await world.contract();
  const consents = [];
  for (const one of world.readers) consents.push(await world.consent(one));
  await world.go('2026-03-03T00:00:00Z');
  const id = await world.request(contractId);
  await world.make(id);
  const asked: { actor: Actor } = { actor: { kind: 'anonymous' } };
  const fastify = Fastify();
  await registerExportFiles(fastify, { dataExports: world.exports, actorOf: async () => asked.actor, spend: () => {} });
  const address = await fastify.listen({ port: 0, host: '127.0.0.1' });
  const get = (as: Actor) => {
    asked.actor = as;
    return fetch(`${address}/exports/${toGlobalId('DataExport', id)}/records.jsonl.gz`);
  };
  try {
    expect((await get({ kind: 'anonymous' })).status).toBe(401);
    expect((await get(world.bobOfB)).status).toBe(404);
    expect((await get(world.readers[0].actor)).status).toBe(404);
    const file = await get(world.annOfA);
    expect([file.status, file.headers.get('content-type'), file.headers.get('cache-control')]).toEqual([200, 'application/gzip', 'private, no-store']);
    const bytes = Buffer.from(await file.arrayBuffer());
    expect(unpackRecords(bytes)).toHaveLength(4);
    const [{ matches }] = await world.database.query<{ matches: boolean }>('SELECT export_hash = sha256($2) AS matches FROM disclosures WHERE export_id = $1', [id, bytes]);
    expect(matches).toBe(true);
    expect((await get(world.manager)).status).toBe(200);
    await world.withdraw(consents[0], world.readers[0]);
    for (const as of [world.annOfA, world.manager]) expect((await get(as)).status).toBe(409);
  } finally {
    await fastify.close();
  }
});
