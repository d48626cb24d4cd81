import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { anonymous, systemActor, type Actor } from '../../../server/platform/actor.js';
import type { DomainError } from '../../../server/platform/errors.js';
import { hashPassword, isPassword } from '../../../server/account/passwords.js';
import { buildTestApp, type TestApp } from '../../support/app.js';

let api: TestApp;
let operator: Actor & { kind: 'account' };
beforeAll(async () => {
  api = await buildTestApp();
  operator = await api.actor('operator');
});
afterAll(() => api.close());

const system = systemActor('test');
const refusal = (work: Promise<unknown>) => work.then(() => 'none', (error: DomainError) => ({ code: error.code, ...error.details }));
const counts = async () => (await api.database.query('SELECT (SELECT count(*)::int FROM accounts) AS accounts, (SELECT count(*)::int FROM readers) AS readers, (SELECT count(*)::int FROM credentials) AS credentials, (SELECT count(*)::int FROM audit_entries) AS audit'))[0] as Record<string, number>;
const password = 'correct horse battery';

describe('accounts', () => {
  test('a sign-up is an account, its password, its reader and its audit entry, or nothing', async () => {
    const before = await counts();
    const account = await api.app.nouns.accounts.signUp({ email: '  New.Reader@Example.test ', displayName: 'N', locale: 'en', password }, anonymous);
    expect(account).toMatchObject({ email: 'new.reader@example.test', role: 'reader', state: 'active', version: 1 });
    expect(await counts()).toEqual({ accounts: before.accounts + 1, readers: before.readers + 1, credentials: before.credentials + 1, audit: before.audit + 1 });
    expect((await api.database.query('SELECT locale FROM readers WHERE account_id = $1', [account.id]))).toEqual([{ locale: 'en' }]);
    const after = await counts();
    expect(await refusal(api.app.nouns.accounts.signUp({ email: 'NEW.reader@example.test', displayName: 'M', locale: 'zh', password }, anonymous))).toEqual({ code: 'ALREADY_EXISTS', path: ['email'] });
    expect(await counts()).toEqual(after);
  });

  test('ten sign-ups at once with one address are one account', async () => {
    const before = await counts();
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => api.app.nouns.accounts.signUp({ email: 'race@example.test', displayName: 'R', locale: 'zh', password }, anonymous)));
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBe(1);
    expect((await counts()).accounts).toBe(before.accounts + 1);
    expect((await counts()).readers).toBe(before.readers + 1);
  });

  test('partners, and only they, belong to a partner', async () => {
    const partnerId = await api.newPartner();
    const make = (role: 'partner' | 'author', withPartner: boolean) => api.app.nouns.accounts.create({ email: `${role}${withPartner}@example.test`, displayName: 'P', role, locale: 'zh', partnerId: withPartner ? partnerId : null }, system);
    expect(await refusal(make('partner', false))).toEqual({ code: 'BAD_INPUT', path: ['partnerId'] });
    expect(await refusal(make('author', true))).toEqual({ code: 'BAD_INPUT', path: ['partnerId'] });
    expect(await make('partner', true)).toMatchObject({ partnerId });
  });

  test('suspending ends the sessions; a second time is an illegal step, an old version a conflict', async () => {
    const { accounts, sessions } = api.app.nouns;
    const { accountId } = await api.newActor('author');
    const session = await sessions.open(accountId, 'x');
    expect(await accounts.suspend(accountId, 1, 'spam', operator)).toMatchObject({ state: 'suspended', version: 2 });
    expect(await refusal(sessions.refresh(session.refreshToken))).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await refusal(accounts.suspend(accountId, 1, 'spam', operator))).toEqual({ code: 'CONFLICT', currentVersion: 2 });
    expect(await refusal(accounts.suspend(accountId, 2, 'spam', operator))).toEqual({ code: 'ILLEGAL_TRANSITION', from: 'suspended', allowed: ['active'] });
    expect(await accounts.restore(accountId, 2, operator)).toMatchObject({ state: 'active', version: 3 });
    expect(await refusal(sessions.refresh(session.refreshToken))).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await refusal(accounts.suspend(operator.accountId, 1, 'x', operator))).toMatchObject({ code: 'BAD_INPUT' });
    expect(await refusal(accounts.suspend('01890000-0000-7000-8000-000000000000', 1, 'x', operator))).toEqual({ code: 'NOT_FOUND' });
    const audit = await api.database.query('SELECT action, detail FROM audit_entries WHERE noun_id = $1 ORDER BY seq', [accountId]);
    expect(audit).toEqual([{ action: 'accountCreate', detail: { role: 'author' } }, { action: 'accountSuspend', detail: { reason: 'spam' } }, { action: 'accountRestore', detail: {} }]);
  });

  test('a new password ends all other sessions and none of the own', async () => {
    const { accounts, sessions } = api.app.nouns;
    const account = await accounts.create({ email: 'pw@example.test', displayName: 'P', role: 'author', locale: 'zh', password }, system);
    const [own, other] = [await sessions.open(account.id, 'own'), await sessions.open(account.id, 'other')];
    const actor: Actor = { kind: 'account', accountId: account.id, role: 'author', partnerId: null, sessionId: own.refreshToken.split('.')[0] };
    expect(await refusal(accounts.changePassword({ current: 'wrong', next: 'another password' }, actor))).toEqual({ code: 'BAD_INPUT', path: ['currentPassword'] });
    await accounts.changePassword({ current: password, next: 'another password' }, actor);
    expect(await refusal(sessions.refresh(other.refreshToken))).toMatchObject({ code: 'UNAUTHENTICATED' });
    await sessions.refresh(own.refreshToken);
    expect(await refusal(accounts.withPassword('pw@example.test', password))).toEqual({ code: 'BAD_CREDENTIALS' });
    expect(await accounts.withPassword('PW@example.test', 'another password')).toBe(account.id);
  });

  test('suspended accounts and those without a password cannot sign in, in the same words', async () => {
    const { accounts } = api.app.nouns;
    const account = await accounts.create({ email: 'sus@example.test', displayName: 'P', role: 'author', locale: 'zh', password }, system);
    await accounts.create({ email: 'service@example.test', displayName: 'P', role: 'service', locale: 'zh' }, system);
    await accounts.suspend(account.id, 1, 'x', operator);
    for (const email of ['sus@example.test', 'service@example.test', 'nobody@example.test']) expect(await refusal(accounts.withPassword(email, password))).toEqual({ code: 'BAD_CREDENTIALS' });
  });
});

describe('passwords', () => {
  test('are argon2id with the stated cost, salted, and nobody is let in without a stored one', async () => {
    const [one, two] = await Promise.all([hashPassword(password), hashPassword(password)]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
    expect([await isPassword(password, one), await isPassword('x', one), await isPassword('nobody has this password', undefined)]).toEqual([true, false, false]);
  });
});

describe('API keys', () => {
  const bearer = (secret: string) => api.app.nouns.authentication.actorOf(`Bearer ${secret}`);

  test('are shown once, kept as a hash, and act with role and scopes of their account', async () => {
    const { accountId } = await api.newActor('service');
    const { apiKey, secret } = await api.app.nouns.apiKeys.create({ name: 'cron', scopes: ['retrain:start', 'retrain:start'] }, accountId, operator);
    expect(secret).toMatch(new RegExp(`^tdm_${apiKey.prefix}_[\\w-]{43}$`));
    expect(await bearer(secret)).toMatchObject({ kind: 'api_key', accountId, role: 'service', keyId: apiKey.id, scopes: ['retrain:start'] });
    const [{ text }] = await api.database.query<{ text: string }>('SELECT k::text AS text FROM api_keys k WHERE id = $1', [apiKey.id]);
    expect(text).not.toContain(secret.split('_')[2]);
    expect(apiKey).not.toHaveProperty('keyHash');
  });

  test('end when revoked, expired or with the account', async () => {
    const start = new Date('2031-01-01T00:00:00Z');
    api.setNow(start);
    const { accountId } = await api.newActor('service');
    const make = (expiresAt?: Date) => api.app.nouns.apiKeys.create({ name: 'k', scopes: ['feed:read'], expiresAt }, accountId, operator);
    const [revoked, expiring, orphan] = [await make(), await make(new Date(start.getTime() + 60_000)), await make()];
    for (const { secret } of [revoked, expiring, orphan]) await bearer(secret);
    await api.app.nouns.apiKeys.revoke(revoked.apiKey.id, operator);
    api.app.nouns.authentication.forget();
    expect(await refusal(bearer(revoked.secret))).toMatchObject({ code: 'UNAUTHENTICATED' });
    await bearer(expiring.secret);
    api.setNow(new Date(start.getTime() + 60_000));
    expect(await refusal(bearer(expiring.secret))).toMatchObject({ code: 'UNAUTHENTICATED' });
    await bearer(orphan.secret);
    await api.app.nouns.accounts.suspend(accountId, 1, 'x', operator);
    api.setNow(new Date(start.getTime() + 75_000));
    expect(await refusal(bearer(orphan.secret))).toMatchObject({ code: 'UNAUTHENTICATED' });
    api.setNow(null);
  });

  test('guessing costs one statement a guess at most, and none when repeated', async () => {
    const guess = `tdm_00000000_${'A'.repeat(43)}`;
    await refusal(bearer(guess));
    const before = api.database.statementCount;
    for (let i = 0; i < 20; i++) expect(await refusal(bearer(guess))).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(api.database.statementCount).toBe(before);
  });

  test('have no scope that the role of their account has no use for', async () => {
    const { apiKeys } = api.app.nouns;
    const before = (await api.database.query('SELECT FROM api_keys')).length;
    for (const [role, scope] of [['reader', 'feed:read'], ['reader', 'events:write'], ['author', 'feed:read'], ['partner', 'feed:read'], ['author', 'events:write'], ['service', 'content:write']] as const) {
      const owner = await api.newActor(role);
      expect([role, await refusal(apiKeys.create({ name: 'k', scopes: [scope] }, null, owner))]).toMatchObject([role, { code: 'BAD_INPUT', path: ['scopes'], beyond: [scope] }]);
      expect([role, await refusal(apiKeys.create({ name: 'k', scopes: [scope] }, owner.accountId, operator))]).toMatchObject([role, { code: 'BAD_INPUT' }]);
    }
    expect((await api.database.query('SELECT FROM api_keys')).length).toBe(before);
  });

  test('need known scopes, a future end and a right to the account; keys cannot make keys', async () => {
    const { apiKeys } = api.app.nouns;
    const author = await api.newActor('author');
    expect(await refusal(apiKeys.create({ name: 'k', scopes: [] }, null, author))).toMatchObject({ code: 'BAD_INPUT', path: ['scopes'] });
    expect(await refusal(apiKeys.create({ name: 'k', scopes: ['everything'] }, null, author))).toMatchObject({ code: 'BAD_INPUT', path: ['scopes'] });
    expect(await refusal(apiKeys.create({ name: 'k', scopes: ['content:write'], expiresAt: new Date(0) }, null, author))).toMatchObject({ code: 'BAD_INPUT', path: ['expiresAt'] });
    expect(await refusal(apiKeys.create({ name: 'k', scopes: ['content:write'] }, operator.accountId, author))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refusal(apiKeys.create({ name: 'k', scopes: ['content:write'] }, null, await api.apiKeyActor('operator', ['content:write'])))).toMatchObject({ code: 'FORBIDDEN' });
    const { apiKey } = await apiKeys.create({ name: 'k', scopes: ['content:write'] }, null, author);
    expect(await refusal(apiKeys.revoke(apiKey.id, await api.newActor('author')))).toMatchObject({ code: 'NOT_FOUND' });
    expect((await apiKeys.revoke(apiKey.id, author)).revokedAt).toEqual(expect.any(Date));
    const entries = async () => (await api.database.query("SELECT 1 FROM audit_entries WHERE action = 'apiKeyRevoke' AND noun_id = $1", [apiKey.id])).length;
    await apiKeys.revoke(apiKey.id, author);
    expect(await entries()).toBe(1);
  });
});
