import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { authorization } from '../../server/graphql/authorization.js';
import type { Actor } from '../../server/platform/actor.js';
import { asPartner, outsidePartnerScope } from '../../server/platform/partner-scope.js';
import { buildTestApp, type TestApp } from '../support/app.js';
import { operations } from './operations.js';
import { worldOf, type World } from './world.js';

type AccountActor = Actor & { kind: 'account' };
let api: TestApp;
let [a, b]: AccountActor[] = [];
let [ofA, ofB]: World[] = [];
beforeAll(async () => {
  api = await buildTestApp();
  [a, b] = [await api.newActor('partner'), await api.newActor('partner')];
  [ofA, ofB] = [await worldOf(api, a), await worldOf(api, b)];
});
afterAll(() => api.close());

/** Everything of the api that a partner may ask for, with whatever arguments its test has. */
const questions = Object.entries(authorization).filter(([name, { allow }]) => name.startsWith('Query.') && (typeof allow === 'string' || allow.includes('partner'))).map(([name]) => name);
const isolated = async (): Promise<{ table: string }[]> => api.database.query(`SELECT tablename AS table FROM pg_policies WHERE policyname = 'partner_reads' ORDER BY 1`);
const partnerIdOf = (actor: AccountActor) => actor.partnerId!;
/** uuid and global id of each row of a partner's world that nobody else has to see. */
const secretsOf = ({ ids }: World) => (Object.entries(ids) as [keyof World['ids'], string][])
  .filter(([name]) => !['offer', 'job', 'modelRun', 'publication', 'dispute'].includes(name))
  .flatMap(([, id]) => [id, Buffer.from(id, 'base64url').toString().split(':')[1]]);

describe('through the api', () => {
  test.each(questions)('%s says nothing of another partner', async (question) => {
    const { args, select } = operations[question];
    const [ownArgs, foreignArgs] = [ofA, ofB].map((world) => (typeof args === 'function' ? args(world) : args));
    for (const given of new Set([ownArgs, foreignArgs])) {
      const name = question.split('.')[1];
      const { data } = await api.execute(`{ ${name}${given ? `(${given})` : ''} ${select ?? '{ items { id } }'} }`, {}, a);
      const said = JSON.stringify(data);
      expect(secretsOf(ofB).filter((secret) => said.includes(secret))).toEqual([]);
    }
  });

  test('node(id) gives a partner its own rows and null for each of another partner', async () => {
    const rows = async (world: World) => (await api.execute('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: (['partner', 'application', 'contract', 'connector', 'campaign', 'statement', 'accrual', 'payout', 'ledgerAccount', 'content', 'apiKey'] as const).map((name) => world.ids[name]) }, a)).data.nodes;
    expect((await rows(ofA)).filter(Boolean)).toHaveLength(11);
    expect((await rows(ofB)).filter(Boolean)).toEqual([]);
  });
});

describe('with the filter of the application removed', () => {
  test('invariant 14: no table gives a partner a row of another one, whatever the statement', async () => {
    const tables = await isolated();
    expect(tables.length).toBeGreaterThan(25);
    for (const { table } of tables) {
      const texts = await asPartner(partnerIdOf(a), () => api.database.query<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM ${table} t`));
      const said = texts.map(({ row }) => row).join('\n');
      expect([table, secretsOf(ofB).filter((secret) => said.includes(secret)), said.includes(partnerIdOf(b))]).toEqual([table, [], false]);
    }
  });

  test('what it owns is there, and TypeORM reads with the same eyes', async () => {
    const counts = (actor: AccountActor) => asPartner(partnerIdOf(actor), async () => Object.fromEntries(await Promise.all(
      ['partners', 'contracts', 'contract_versions', 'statements', 'accruals', 'payouts', 'ledger_accounts', 'campaigns', 'connectors', 'applications'].map(async (table) => [table, Number((await api.database.dataSource.query(`SELECT count(*) FROM ${table}`))[0].count)] as const))));
    expect(await counts(a)).toEqual({ partners: 1, contracts: 1, contract_versions: 1, statements: 1, accruals: 1, payouts: 1, ledger_accounts: 1, campaigns: 1, connectors: 1, applications: 1 });
    const seen = await asPartner(partnerIdOf(a), () => api.database.transaction((tx) => tx.query('SELECT id FROM partners')));
    expect(seen).toEqual([{ id: partnerIdOf(a) }]);
  });

  test('nothing can be changed, and what is on no list cannot be read', async () => {
    const refused = (sql: string) => expect(asPartner(partnerIdOf(a), () => api.database.query(sql))).rejects.toThrow(/permission denied/);
    for (const { table } of await isolated()) await refused(`DELETE FROM ${table}`);
    await refused(`UPDATE partners SET name = 'mine'`);
    for (const table of ['credentials', 'sessions', 'signing_keys', 'field_keys', 'audit_entries', 'payments', 'interactions', 'impressions', 'idempotency_keys', 'due_diligence_reviews', 'ledger_entries']) await refused(`SELECT FROM ${table}`);
  });

  test('every table is either read row by row or not at all', async () => {
    const open = await api.database.query(`
      SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'public' AND c.relkind IN ('r','p','v','m') AND has_table_privilege('tandem_partner', c.oid, 'SELECT')
        AND NOT CASE c.relkind WHEN 'v' THEN coalesce('security_invoker=true' = ANY(c.reloptions), false) ELSE c.relrowsecurity AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid) END`);
    const writable = await api.database.query(`
      SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'public' AND c.relkind IN ('r','p','v') AND has_table_privilege('tandem_partner', c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')`);
    expect({ open, writable }).toEqual({ open: [], writable: [] });
  });

  test('an account of no partner reads nothing of any', async () => {
    const lost = { ...a, partnerId: null };
    const { data, errors } = await api.execute('query($id: ID!) { node(id: $id) { id } }', { id: ofA.ids.contract }, lost);
    expect({ data, errors }).toEqual({ data: { node: null }, errors: undefined });
  });
});

describe('connections', () => {
  it('come back without anybody\'s eyes, after failures too', async () => {
    const who = () => api.database.query<{ role: string; partner: string | null }>(`SELECT current_user AS role, current_setting('app.partner', true) AS partner`);
    const [{ role: owner }] = await who();
    await fc.assert(fc.asyncProperty(fc.array(fc.constantFrom('a', 'b', 'owner', 'fault', 'orm', 'orm-fault'), { minLength: 10, maxLength: 40 }), async (steps) => {
      await Promise.all(steps.map(async (step) => {
        const partners = () => api.database.query<{ id: string }>('SELECT id FROM partners');
        if (step === 'a') expect((await asPartner(partnerIdOf(a), partners)).map(({ id }) => id)).toEqual([partnerIdOf(a)]);
        else if (step === 'b') expect((await asPartner(partnerIdOf(b), partners)).map(({ id }) => id)).toEqual([partnerIdOf(b)]);
        else if (step === 'owner') expect((await partners()).length).toBeGreaterThan(1);
        else if (step === 'fault') await expect(asPartner(partnerIdOf(a), () => api.database.query('SELECT 1/0'))).rejects.toThrow('division by zero');
        else if (step === 'orm') expect(await asPartner(partnerIdOf(a), () => api.database.dataSource.query('SELECT id FROM partners'))).toEqual([{ id: partnerIdOf(a) }]);
        else await expect(asPartner(partnerIdOf(a), () => api.database.transaction((tx) => tx.query('SELECT 1/0')))).rejects.toThrow('division by zero');
      }));
      for (const { role, partner } of (await Promise.all(Array.from({ length: 8 }, who))).flat()) expect([role, partner || null]).toEqual([owner, null]);
      const orm = await Promise.all(Array.from({ length: 8 }, () => api.database.dataSource.query('SELECT current_user AS role')));
      expect(orm.flat().filter((one: { role: string }) => one.role !== owner)).toEqual([]);
    }), { numRuns: 12 });
  });

  it('what all requests share is read outside of the scope', async () => {
    const all = await asPartner(partnerIdOf(a), () => outsidePartnerScope(() => api.database.query('SELECT id FROM partners')));
    expect(all.length).toBeGreaterThan(1);
  });
});
