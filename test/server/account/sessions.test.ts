import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SignJWT, exportSPKI } from 'jose';
import { AccessTokens, accessTokenMinutes } from '../../../server/account/access-tokens.js';
import { revocationSeconds } from '../../../server/account/authentication.js';
import type { DomainError } from '../../../server/platform/errors.js';
import { SigningKeys } from '../../../server/platform/signing-keys.js';
import { buildTestApp, type TestApp } from '../../support/app.js';

let api: TestApp;
const start = new Date('2030-01-01T00:00:00Z');
const later = (seconds: number) => api.setNow(new Date(start.getTime() + seconds * 1000));

beforeAll(async () => { api = await buildTestApp(); });
afterAll(() => api.close());

const refusal = (work: Promise<unknown>) => work.then(() => 'none', (error: DomainError) => ({ code: error.code, reason: error.details.reason }));
const signedIn = async () => {
  api.setNow(start);
  const { accountId } = await api.newActor('author');
  return { accountId, session: await api.app.nouns.sessions.open(accountId, 'test') };
};
const actorOf = (token: string) => api.app.nouns.authentication.actorOf(`Bearer ${token}`);

describe('access tokens', () => {
  test('carry the actor until they expire', async () => {
    const { accountId, session } = await signedIn();
    expect(await actorOf(session.accessToken)).toMatchObject({ kind: 'account', accountId, role: 'author', partnerId: null });
    later(accessTokenMinutes * 60 - 1);
    expect(await actorOf(session.accessToken)).toMatchObject({ accountId });
    later(accessTokenMinutes * 60);
    expect(await refusal(actorOf(session.accessToken))).toEqual({ code: 'UNAUTHENTICATED', reason: 'expired' });
    api.app.nouns.authentication.forget();
    expect(await refusal(actorOf(session.accessToken))).toEqual({ code: 'UNAUTHENTICATED', reason: 'expired' });
  });

  test('are looked up in memory between two checks: no statement a request', async () => {
    const { session } = await signedIn();
    await actorOf(session.accessToken);
    const before = api.database.statementCount;
    for (let i = 0; i < 50; i++) await actorOf(session.accessToken);
    later(revocationSeconds - 1);
    await actorOf(session.accessToken);
    expect(api.database.statementCount).toBe(before);
    later(revocationSeconds);
    await Promise.all(Array.from({ length: 20 }, () => actorOf(session.accessToken)));
    expect(api.database.statementCount).toBe(before + 1);
  });

  test('follow a changed role, a suspension and a revocation within the stated time', async () => {
    const { accountId, session } = await signedIn();
    await actorOf(session.accessToken);
    await api.database.query("UPDATE accounts SET role = 'analyst' WHERE id = $1", [accountId]);
    expect(await actorOf(session.accessToken)).toMatchObject({ role: 'author' });
    later(revocationSeconds);
    expect(await actorOf(session.accessToken)).toMatchObject({ role: 'analyst' });
    await api.database.query("UPDATE accounts SET state = 'suspended' WHERE id = $1", [accountId]);
    later(2 * revocationSeconds);
    expect(await refusal(actorOf(session.accessToken))).toEqual({ code: 'UNAUTHENTICATED', reason: 'invalid' });
  });

  test('of others, of other kinds and of other times are refused', async () => {
    const { accountId, session } = await signedIn();
    const sid = session.refreshToken.split('.')[0];
    const { privateKey, publicKey } = await api.app.nouns.signingKeys.get('access_token');
    const other = (await api.app.nouns.signingKeys.get('artefact')).privateKey;
    const now = Math.floor(start.getTime() / 1000);
    const sign = (claims: Record<string, unknown>, header: Record<string, unknown> = {}, key: Parameters<SignJWT['sign']>[0] = privateKey) => (
      new SignJWT({ iss: 'tandem', aud: 'tandem', sub: accountId, sid, iat: now, exp: now + 60, ...claims }).setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', ...header }).sign(key));
    const [head, body, signature] = session.accessToken.split('.');
    const unsigned = `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${body}.`;
    const forged = [
      unsigned,
      `${head}.${body}.`, `${head}.${Buffer.from(JSON.stringify({ sub: accountId, sid, exp: now + 9999 })).toString('base64url')}.${signature}`, `${head}.${body}.${'A'.repeat(86)}`,
      await sign({}, {}, other),
      await sign({ iss: 'someone' }), await sign({ aud: 'other' }), await sign({ sub: 'x' }), await sign({ sid: undefined }), await sign({ sid: 'x' }), await sign({ exp: undefined }), await sign({ exp: now - 1 }),
      await sign({ nbf: now + 600 }), await sign({}, { typ: 'JWT' }), await sign({}, { typ: undefined }),
      // The public key as an HMAC secret.
      await sign({}, { alg: 'HS256' }, new TextEncoder().encode(await exportSPKI(publicKey as never))),
      await sign({ sid: accountId }), // a session that is none
    ];
    for (const token of forged) expect([token, await refusal(actorOf(token)).then((one) => (one as { code: string }).code)]).toEqual([token, 'UNAUTHENTICATED']);
    expect(await actorOf(await sign({}))).toMatchObject({ accountId });
    for (const header of ['Basic abc', 'Bearer', 'Bearer x', `bearer ${'a '.repeat(20)}`, `Bearer ${'a'.repeat(3000)}`]) expect(await refusal(api.app.nouns.authentication.actorOf(header))).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await api.app.nouns.authentication.actorOf(undefined)).toEqual({ kind: 'anonymous' });
  });

  test('are signed by one key, whoever starts first', async () => {
    await api.database.query("DELETE FROM signing_keys WHERE purpose = 'contract'");
    const pairs = await Promise.all(Array.from({ length: 8 }, () => new SigningKeys(api.database).get('contract')));
    const keys = new Set(pairs.map(({ publicKey }) => publicKey.export({ type: 'spki', format: 'pem' })));
    expect(keys.size).toBe(1);
    const issued = await new AccessTokens(new SigningKeys(api.database), api.clock).issue('01890000-0000-7000-8000-000000000001', '01890000-0000-7000-8000-000000000002');
    expect((await new AccessTokens(new SigningKeys(api.database), api.clock).read(issued.token)).accountId).toBe('01890000-0000-7000-8000-000000000001');
  });
});

describe('refresh tokens', () => {
  const stateOf = async (refreshToken: string) => (await api.database.query<{ revoked_reason: string | null }>('SELECT revoked_reason FROM sessions WHERE id = $1', [refreshToken.split('.')[0]]))[0];

  test('rotate, and each opens the next', async () => {
    const { session } = await signedIn();
    let token = session.refreshToken;
    for (let i = 0; i < 3; i++) {
      const next = await api.app.nouns.sessions.refresh(token);
      expect(next.refreshToken).not.toBe(token);
      expect(await actorOf(next.accessToken)).toMatchObject({ accountId: session.accountId });
      token = next.refreshToken;
    }
    expect(await stateOf(token)).toEqual({ revoked_reason: null });
  });

  test('a used one ends the whole session, its newest token included', async () => {
    const { session } = await signedIn();
    const second = await api.app.nouns.sessions.refresh(session.refreshToken);
    const third = await api.app.nouns.sessions.refresh(second.refreshToken);
    expect(await refusal(api.app.nouns.sessions.refresh(session.refreshToken))).toEqual({ code: 'UNAUTHENTICATED', reason: 'invalid' });
    expect(await stateOf(session.refreshToken)).toEqual({ revoked_reason: 'reuse' });
    expect(await refusal(api.app.nouns.sessions.refresh(third.refreshToken))).toEqual({ code: 'UNAUTHENTICATED', reason: 'invalid' });
    later(revocationSeconds);
    expect(await refusal(actorOf(third.accessToken))).toEqual({ code: 'UNAUTHENTICATED', reason: 'invalid' });
    const [entry] = await api.database.query("SELECT detail FROM audit_entries WHERE action = 'sessionReuse' ORDER BY seq DESC LIMIT 1");
    expect(entry).toEqual({ detail: { sessionId: session.refreshToken.split('.')[0] } });
  });

  test('of ten that come at once with the same token at most one is served, and the session ends', async () => {
    const { session } = await signedIn();
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => api.app.nouns.sessions.refresh(session.refreshToken)));
    const served = results.filter((one) => one.status === 'fulfilled');
    expect(served.length).toBe(1);
    expect(await stateOf(session.refreshToken)).toEqual({ revoked_reason: 'reuse' });
    expect(await refusal(api.app.nouns.sessions.refresh(served[0].value.refreshToken))).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test('end after thirty days, with the account, and are nothing when broken', async () => {
    const { session, accountId } = await signedIn();
    later(30 * 86_400 - 1);
    const next = await api.app.nouns.sessions.refresh(session.refreshToken);
    later(60 * 86_400);
    expect(await refusal(api.app.nouns.sessions.refresh(next.refreshToken))).toMatchObject({ code: 'UNAUTHENTICATED' });
    const again = await api.app.nouns.sessions.open(accountId, undefined);
    await api.database.query("UPDATE accounts SET state = 'suspended' WHERE id = $1", [accountId]);
    expect(await refusal(api.app.nouns.sessions.refresh(again.refreshToken))).toMatchObject({ code: 'UNAUTHENTICATED' });
    for (const broken of [undefined, '', 'x', 'x.y', `${accountId}.secret`, '.', again.refreshToken.split('.')[0]]) expect(await refusal(api.app.nouns.sessions.refresh(broken))).toEqual({ code: 'UNAUTHENTICATED', reason: 'invalid' });
    expect(await stateOf(again.refreshToken)).toEqual({ revoked_reason: null });
  });

  test('are kept only as hashes', async () => {
    const { session } = await signedIn();
    const [row] = await api.database.query<{ text: string }>('SELECT s::text AS text FROM sessions s WHERE id = $1', [session.refreshToken.split('.')[0]]);
    expect(row.text).not.toContain(session.refreshToken.split('.')[1]);
  });
});
