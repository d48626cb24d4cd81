import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createPublicKey } from 'node:crypto';
import { newId } from '../../server/platform/ids.js';
import { checkMessage, signMessage } from '../../server/platform/message-signature.js';
import { ConnectorSecrets } from '../../server/connector/connector-secrets.js';
import { buildTestApp, type TestApp } from '../support/app.js';

let api: TestApp;
let secret: string;
beforeAll(async () => {
  api = await buildTestApp();
  address = await api.app.fastify.listen({ port: 0, host: '127.0.0.1' });
  const [id, partnerId] = [newId(), await api.newPartner()];
  await api.database.query(
    `INSERT INTO connectors (id, code, partner_id, kind, name, state, profile_version, base_url, build_digest, secret_number, created_at, updated_at) VALUES ($1, 'N-1', $2, 'webhook', 'messages', 'live', '1.0', 'https://partner.example', $3, 1, now(), now())`,
    [id, partnerId, 'a'.repeat(64)]);
  secret = await new ConnectorSecrets(api.app.nouns.signingKeys).secretOf({ id, secretNumber: 1 });
});
afterAll(() => api.close());

let address: string;
const post = async (body: string, headers: Record<string, string>, code = 'N-1') => {
  const answer = await fetch(`${address}/partners/${code}/messages`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
  return { status: answer.status, json: await answer.json() as { status?: string; error?: { code: string; message: string; details?: object } } };
};
const signed = (id: string, body: string) => ({ ...signMessage({ secrets: [secret], ed25519: [] }, id, new Date(), Buffer.from(body)) });

test('a message is taken over HTTP, known the second time, and judged by its bytes', async () => {
  const body = '{ "type": "ping" }';
  expect((await post(body, signed('m1', body))).status).toBe(202);
  const again = await post(body, signed('m1', body));
  expect([again.status, again.json]).toEqual([200, { status: 'known' }]);
  const altered = await post('{"type":"ping"}', signed('m2', body));
  expect([altered.status, altered.json.error]).toEqual([401, { code: 'UNAUTHENTICATED', message: 'The signature of this message is not valid.', details: { reason: 'bad_signature' } }]);
  expect((await post(body, {})).json.error?.details).toEqual({ reason: 'missing' });
  expect((await post(body, signed('m3', body), 'N-2')).status).toBe(404);
  expect((await post('no json', signed('m4', 'no json'))).status).toBe(400);
  const large = JSON.stringify({ type: 'ping', text: 'x'.repeat(65_536) });
  expect((await post(large, signed('m5', large))).status).toBe(413);
});

test('the published keys check what the platform signs', async () => {
  const answer = await fetch(`${address}/.well-known/jwks.json`);
  expect(answer.headers.get('content-type')).toContain('application/jwk-set+json');
  const { keys } = await answer.json() as { keys: Record<string, string>[] };
  expect(keys.map(({ kty, crv, alg, use, tandem_purpose: purpose }) => ({ kty, crv, alg, use, purpose }))).toEqual(['message', 'contract'].map((purpose) => ({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig', purpose })));
  expect(JSON.stringify(keys)).not.toContain('"d"');
  const { privateKey } = await api.app.nouns.signingKeys.get('message');
  const now = new Date();
  const headers = signMessage({ secrets: [], ed25519: [privateKey] }, 'm1', now, Buffer.from('{}'));
  expect(checkMessage({ secrets: [], ed25519: [createPublicKey({ key: keys[0], format: 'jwk' })] }, headers, Buffer.from('{}'), now)).toEqual({ id: 'm1' });
});
