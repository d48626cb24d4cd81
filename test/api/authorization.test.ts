import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getNamedType, isObjectType } from 'graphql';
import { authorization, isAllowed, permissionsOf } from '../../server/graphql/authorization.js';
import { anonymous, roles, type Actor, type Role } from '../../server/platform/actor.js';
import { buildTestApp, type Answer, type TestApp } from '../support/app.js';
import { operations } from './operations.js';
import { worldOf, type World } from './world.js';

let api: TestApp;
const worlds = new Map<Role, { owner: Actor & { kind: 'account' }; world: World }>();
const strangers = new Map<Role, Actor & { kind: 'account' }>();

beforeAll(async () => {
  api = await buildTestApp();
  for (const role of roles) {
    const owner = await api.actor(role);
    worlds.set(role, { owner, world: await worldOf(api, owner) });
    strangers.set(role, await api.newActor(role));
  }
}, 60_000);
afterAll(() => api.close());

const refusals = new Set(['UNAUTHENTICATED', 'FORBIDDEN']);
const isSubscription = (operation: string) => operation.startsWith('Subscription.');
const called = Object.keys(authorization).filter((operation) => !isSubscription(operation));

/** The codes of errors[], and of the payload where there is one. */
function codesOf({ errors = [], data }: Answer): unknown[] {
  const payload = Object.values(data ?? {})[0] as { userErrors?: { code: string }[] } | null;
  return [...errors.map(({ extensions }) => extensions?.code), ...(payload?.userErrors ?? []).map(({ code }) => code)];
}

function call(operation: string, world: World, as: Actor): Promise<Answer> {
  const [kind, name] = operation.split('.');
  const { args, input, select } = operations[operation];
  const argumentText = typeof args === 'function' ? args(world) : args;
  if (kind === 'Query') return api.execute(`{ ${name}${argumentText ? `(${argumentText})` : ''} ${select ?? '{ items { id } }'} }`, {}, as);
  const type = api.app.schema.getMutationType()!.getFields()[name].args[0]?.type;
  return api.execute(input ? `mutation($input: ${String(type)}) { ${name}(input: $input) { userErrors { code message } } }` : `mutation { ${name} { userErrors { code } } }`, input ? { input: input(world) } : {}, as);
}

describe('the table is complete', () => {
  const fieldsOf = (kind: 'Query' | 'Mutation' | 'Subscription') => {
    const type = api.app.schema.getType(kind);
    return isObjectType(type) ? Object.keys(type.getFields()).map((name) => `${kind}.${name}`) : [];
  };

  test('every operation of the schema has a row, and every row an operation', () => {
    const inSchema = [...fieldsOf('Query'), ...fieldsOf('Mutation'), ...fieldsOf('Subscription')];
    expect(Object.keys(authorization).sort()).toEqual(inSchema.sort());
  });

  test('every operation has its line in test/api/operations.ts', () => {
    expect(Object.keys(operations).sort()).toEqual([...called].sort());
  });

  test('whatever only reaches own things says so in both tables', () => {
    const narrowed = called.filter((operation) => authorization[operation].own?.partner === 'partner' || authorization[operation].own?.author === 'author');
    expect(narrowed.filter((operation) => !operations[operation].lists && !operations[operation].reaches && operation !== 'Mutation.contentCreate')).toEqual([]);
  });
});

describe.each(called)('%s', (operation) => {
  test.each(['anonymous', ...roles] as const)('by %s', async (role) => {
    const { owner, world } = worlds.get(role === 'anonymous' ? 'reader' : role)!;
    const actor: Actor = role === 'anonymous' ? anonymous : owner;
    // What changes a state for good is tried by a stranger: whether the call is let in is the same.
    const answer = await call(operation, world, role === 'anonymous' || operations[operation].reaches ? (role === 'anonymous' ? anonymous : strangers.get(role)!) : actor);
    const rule = authorization[operation];
    const expected = rule.allow === 'everyone' || (role !== 'anonymous' && (rule.allow === 'signed_in' || rule.allow.includes(role)));
    expect(isAllowed(operation, actor)).toBe(expected);
    if (expected) {
      expect(codesOf(answer).filter((code) => code === 'UNAUTHENTICATED' && operation !== 'Mutation.refreshSession')).toEqual([]);
      expect(answer.errors?.filter(({ extensions }) => extensions?.code === 'INTERNAL' || (extensions?.details as { operation?: string })?.operation === operation) ?? []).toEqual([]);
    } else {
      expect({ data: answer.data, codes: codesOf(answer), status: answer.status, statements: answer.statements })
        .toEqual({ data: null, codes: [role === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN'], status: role === 'anonymous' ? 401 : 403, statements: 0 });
    }
  });

  const narrowedRoles = () => roles.filter((role) => {
    const { own = {}, allow } = authorization[operation];
    return own[role] && (allow === 'everyone' || allow === 'signed_in' || allow.includes(role));
  });

  test('owners reach their own, strangers of the same role do not', async () => {
    const { lists, reaches } = operations[operation];
    for (const role of narrowedRoles()) {
      const { owner, world } = worlds.get(role)!;
      if (lists) {
        const idsFor = async (as: Actor) => ((await call(operation, world, as)).data[operation.split('.')[1]].items as { id: string }[]).map(({ id }) => id);
        expect([role, (await idsFor(owner)).includes(world.ids[lists])]).toEqual([role, true]);
        expect([role, (await idsFor(strangers.get(role)!)).includes(world.ids[lists])]).toEqual([role, false]);
      }
      if (reaches) {
        const before = await fingerprint();
        const foreign = await call(operation, world, strangers.get(role)!);
        expect([role, codesOf(foreign)]).toEqual([role, ['NOT_FOUND']]);
        expect(await fingerprint()).toEqual(before);
        const own = await call(operation, world, owner);
        expect([role, codesOf(own).filter((code) => code === 'NOT_FOUND' || refusals.has(String(code)))]).toEqual([role, []]);
      }
    }
  });
});

/** Everything that a refused mutation must leave as it was. */
async function fingerprint(): Promise<unknown> {
  const [row] = await api.database.query(`SELECT
    (SELECT count(*) FROM audit_entries) AS audit, (SELECT count(*) FROM outbox) AS outbox, (SELECT count(*) FROM idempotency_keys) AS keys,
    (SELECT md5(string_agg(c::text, ',' ORDER BY id)) FROM contents c) AS contents, (SELECT md5(string_agg(c::text, ',' ORDER BY id)) FROM contract_versions c) AS versions,
    (SELECT md5(string_agg(c::text, ',' ORDER BY id)) FROM campaigns c) AS campaigns, (SELECT md5(string_agg(c::text, ',' ORDER BY id)) FROM orders c) AS orders,
    (SELECT md5(string_agg(c::text, ',' ORDER BY id)) FROM api_keys c) AS api_keys, (SELECT count(*) FROM contracts) AS contracts,
    (SELECT md5(string_agg(c::text, ',' ORDER BY id)) FROM statements c) AS statements, (SELECT md5(string_agg(c::text, ',' ORDER BY id)) FROM payouts c) AS payouts, (SELECT count(*) FROM statement_disputes) AS disputes`);
  return row;
}

describe('API keys', () => {
  test('need the scope and the role; without a scope in the table no key gets in', async () => {
    const { world } = worlds.get('operator')!;
    for (const operation of called.filter((one) => authorization[one].allow !== 'everyone')) {
      const { scope } = authorization[operation];
      const none = await api.apiKeyActor('operator', []);
      expect([operation, codesOf(await call(operation, world, none))]).toEqual([operation, ['FORBIDDEN']]);
      if (!scope) continue;
      const right = await api.apiKeyActor('operator', [scope]);
      const isForOperators = isAllowed(operation, await api.actor('operator'));
      expect([operation, isAllowed(operation, right)]).toEqual([operation, isForOperators]);
    }
  });

  test('a scope does not lift the role of its account', async () => {
    const key = await api.apiKeyActor('reader', ['retrain:start', 'model:read', 'content:write']);
    expect(permissionsOf(key)).toEqual(permissionsOf(anonymous));
  });
});

describe('by hand, so that a wrong table is noticed', () => {
  test.each<[string, Role | 'anonymous', boolean]>([
    ['Mutation.contractSign', 'reader', false],
    ['Mutation.contractSign', 'partner', true],
    ['Mutation.accountCreate', 'partner_manager', false],
    ['Mutation.modelPromote', 'service', false],
    ['Mutation.retrainStart', 'service', true],
    ['Mutation.campaignApprove', 'partner', false],
    ['Query.orderList', 'author', false],
    ['Query.contents', 'anonymous', true],
    ['Query.accountList', 'anonymous', false],
    ['Query.auditList', 'marketer', false],
  ])('%s by %s: %s', (operation, role, expected) => {
    const actor: Actor = role === 'anonymous' ? anonymous : worlds.get(role)!.owner;
    expect(isAllowed(operation, actor)).toBe(expected);
  });

  test('an operation that is not in the table is refused to everybody', () => {
    for (const role of roles) expect(isAllowed('Query.__proto__', worlds.get(role)!.owner)).toBe(false);
    expect(isAllowed('Query.toString', anonymous)).toBe(false);
  });

  test('aliases and fragments do not hide an operation', async () => {
    for (const query of ['{ a: accountList { total } }', 'query { ...f } fragment f on Query { accountList { total } }', '{ ... on Query { accountList { total } } }', '{ viewer { role } accountList @skip(if: true) { total } }']) {
      const { data, errors, statements } = await api.execute(query, {}, 'reader');
      expect({ data, code: errors?.[0].extensions?.code, statements }).toEqual({ data: null, code: 'FORBIDDEN', statements: 0 });
    }
    expect(getNamedType(api.app.schema.getQueryType()!.getFields().node.type).name).toBe('Node');
  });
});
