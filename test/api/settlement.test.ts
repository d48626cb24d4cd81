import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Command } from 'commander';
import Fastify from 'fastify';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toGlobalId } from '../../server/graphql/global-ids.js';
import { DomainError } from '../../server/platform/errors.js';
import { newId } from '../../server/platform/ids.js';
import { systemActor, type Actor } from '../../server/platform/actor.js';
import { registerStatementFiles } from '../../server/settlement/statement-route.js';
import { verifyProof, type StatementProof } from '../../server/settlement/statement-proof.js';
import { addContents } from '../support/content-factories.js';
import { addVerifyStatementCommand } from '../../workers/verify-statement-command.js';
import { buildTestApp, type TestApp } from '../support/app.js';

type Person = Actor & { kind: 'account' };
let api: TestApp;
let [ann, bob, manager, operator, reader]: Person[] = [];
let statement: { id: string; version: number };
const folder = mkdtempSync(join(tmpdir(), 'tandem-statement-'));

beforeAll(async () => {
  api = await buildTestApp();
  [ann, bob, manager, operator, reader] = await Promise.all([api.newActor('partner'), api.newActor('partner'), api.newActor('partner_manager'), api.newActor('operator'), api.newActor('reader')]);
  const { database } = api;
  const [contractId, versionId] = [newId(), newId()];
  await database.query(`INSERT INTO contracts (id, code, partner_id, title) VALUES ($1::uuid, $1::text, $2, 'Shares')`, [contractId, ann.partnerId]);
  await database.query(
    `INSERT INTO contract_versions (id, contract_id, number, state, parties, clauses, content_hash, starts_at, ends_at, drafted_by)
     VALUES ($1, $2, 1, 'active', '{}', $3, sha256('x'), '2026-03-01T00:00:00Z', '2027-03-01T00:00:00Z', 'platform')`,
    [versionId, contractId, JSON.stringify([{ key: 'share', kind: 'revenue_share', sharePpm: 100_000, mode: 'slab', bands: [{ from: { amountMinor: '1000', currency: 'CNY' }, sharePpm: 500_001 }], base: 'net', floor: null, cap: null }])]);
  const [contentId] = await addContents(database, [{ title: 'A course' }]);
  await database.query('UPDATE contents SET partner_id = $2 WHERE id = $1', [contentId, ann.partnerId]);
  const offerId = newId();
  await database.query(`INSERT INTO offers (id, content_id, kind, title, price_minor, currency) VALUES ($1, $2, 'one_off', 'Course', 900, 'CNY')`, [offerId, contentId]);
  for (const day of ['05', '06', '07']) {
    const [orderId, paymentId, at] = [newId(), newId(), `2026-03-${day}T00:00:00Z`];
    await database.query(`INSERT INTO orders (id, code, account_id, offer_id, state, payable_minor, currency, expires_at) VALUES ($1::uuid, $1::text, $2, $3, 'fulfilled', 900, 'CNY', $4)`, [orderId, reader.accountId, offerId, at]);
    await database.query(`INSERT INTO payments (id, order_id, provider, provider_ref, amount_minor, currency, state) VALUES ($1::uuid, $2, 'sandbox', $1::text, 900, 'CNY', 'succeeded')`, [paymentId, orderId]);
    await database.query(`INSERT INTO payment_events (id, payment_id, provider_event_id, kind, amount_minor, currency, received_at) VALUES ($1::uuid, $2, $1::text, 'succeeded', 900, 'CNY', $3)`, [newId(), paymentId, at]);
  }
  api.setNow(new Date('2026-04-02T00:00:00Z'));
  const { settlement } = api.app.nouns;
  await settlement.accruals.accrue();
  const issued = (await settlement.statements.issueNext(systemActor('test')))!;
  statement = { id: toGlobalId('Statement', issued.id), version: issued.version };
}, 60_000);
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await api.close();
});

const change = async (name: string, type: string, input: object, as: Person) => {
  const { data, errors } = await api.execute(`mutation($input: ${type}!) { ${name}(input: $input) { result { id state version } userErrors { code } } }`, { input }, as);
  return data?.[name]?.result ?? data?.[name]?.userErrors[0]?.code ?? errors?.[0].extensions?.code;
};

test('a statement opens to its lines, and each line to its computation', async () => {
  const query = `query($id: ID!) { node(id: $id) { ... on Statement { code state opening { amountMinor } closing { amountMinor } hash availableActions
    lines(perPage: 2, page: 1) { total items { number kind amount { amountMinor currency } contractVersion { number }
      computation { gross { amountMinor } tax { amountMinor } fee { amountMinor } base { amountMinor } below { amountMinor } exactMillionths shifted { amountMinor } platform { amountMinor } bands { from { amountMinor } part { amountMinor } sharePpm } } } } } } }`;
  const { data, errors } = await api.execute(query, { id: statement.id }, ann);
  expect(errors).toBeUndefined();
  // 900 less 51 tax and 5 fee: 844. 10 % of it, then 156 at 10 % and 688 at 50.0001 %.
  expect(data.node).toMatchObject({ state: 'ISSUED', opening: { amountMinor: '0' }, closing: { amountMinor: '866' }, availableActions: ['statementAcknowledge', 'statementDispute'] });
  expect(data.node.lines).toMatchObject({
    total: 3,
    items: [
      { number: 1, kind: 'SHARE', amount: { amountMinor: '84', currency: 'CNY' }, computation: { gross: { amountMinor: '900' }, tax: { amountMinor: '51' }, fee: { amountMinor: '5' }, base: { amountMinor: '844' }, below: { amountMinor: '0' }, bands: [{ part: { amountMinor: '844' }, sharePpm: 100_000 }] } },
      { number: 2, contractVersion: { number: 1 }, amount: { amountMinor: '360' }, computation: { exactMillionths: '359600688', shifted: { amountMinor: '0' }, platform: { amountMinor: '484' }, bands: [{ part: { amountMinor: '156' } }, { from: { amountMinor: '1000' }, part: { amountMinor: '688' }, sharePpm: 500_001 }] } },
    ],
  });
  expect((await api.execute(query, { id: statement.id }, bob)).data.node).toBeNull();
  expect((await api.execute(`{ statementCheck(id: "${statement.id}") { isSame hash lines } }`, {}, ann)).data.statementCheck).toEqual({ isSame: true, hash: data.node.hash, lines: 3 });
  expect((await api.execute('{ accrualList(sort: "occurredAt") { items { state source base { amountMinor } } } }', {}, ann)).data.accrualList.items[0]).toEqual({ state: 'ACCRUED', source: 'SALE', base: { amountMinor: '844' } });
  expect((await api.execute('{ ledgerAccountList(filter: { kind: { eq: PARTNER_PAYABLE } }) { items { balance { amountMinor } limited } } }', {}, ann)).data.ledgerAccountList.items).toEqual([{ balance: { amountMinor: '866' }, limited: true }]);
  expect((await api.execute('{ ledgerAccountList { total } }', {}, bob)).data.ledgerAccountList.total).toBe(0);
});

test('the partner acknowledges; one person proposes and another approves', async () => {
  expect(await change('statementAcknowledge', 'SettlementStepInput', { id: statement.id, expectedVersion: statement.version }, bob)).toBe('NOT_FOUND');
  expect(await change('statementAcknowledge', 'SettlementStepInput', { id: statement.id, expectedVersion: 99 }, ann)).toBe('CONFLICT');
  const acknowledged = await change('statementAcknowledge', 'SettlementStepInput', { id: statement.id, expectedVersion: statement.version }, ann);
  expect(acknowledged).toMatchObject({ state: 'ACKNOWLEDGED' });
  const input = { statementId: statement.id, expectedVersion: acknowledged.version, idempotencyKey: 'one' };
  const payout = await change('payoutPropose', 'PayoutProposeInput', input, manager);
  expect(payout).toMatchObject({ state: 'PROPOSED' });
  expect(await change('payoutPropose', 'PayoutProposeInput', input, manager)).toEqual(payout);
  expect(await change('payoutApprove', 'SettlementStepInput', { id: payout.id, expectedVersion: 1 }, manager)).toBe('FORBIDDEN');
  expect(await change('payoutApprove', 'SettlementStepInput', { id: payout.id, expectedVersion: 1 }, operator)).toMatchObject({ state: 'APPROVED' });
  const seen = async (as: Person) => (await api.execute('{ payoutList { items { state availableActions proposer { id } } } }', {}, as)).data.payoutList.items;
  expect(await seen(ann)).toEqual([{ state: 'APPROVED', availableActions: [], proposer: null }]);
  expect(await seen(bob)).toEqual([]);
});

async function withFiles(work: (get: (path: string, as: Actor) => Promise<Response>) => Promise<void>): Promise<void> {
  const asked: { actor: Actor } = { actor: { kind: 'anonymous' } };
  const fastify = Fastify();
  await registerStatementFiles(fastify, { database: api.database, actorOf: async () => asked.actor, spend: () => {} });
  const address = await fastify.listen({ port: 0, host: '127.0.0.1' });
  try {
    await work((path, as) => {
      asked.actor = as;
      return fetch(`${address}/statements/${statement.id}/${path}`);
    });
  } finally {
    await fastify.close();
  }
}

test('files: CSV, PDF with an embedded font, and a proof that a person checks without us', () => withFiles(async (get) => {
  expect((await get('statement.csv', { kind: 'anonymous' })).status).toBe(401);
  expect((await get('statement.csv', bob)).status).toBe(404);
  const csv = await (await get('statement.csv', ann)).text();
  expect(csv.split('\r\n').slice(0, 2).map((row) => row.split(',').slice(0, 9).join())).toEqual(['序号,时间,类别,条款,实收,税,手续费,基数,金额 (CNY)', '1,2026-03-05T00:00:00.000Z,分成,share,9.00,0.51,0.05,8.44,0.84']);
  const pdf = Buffer.from(await (await get('statement.pdf?lang=en', ann)).arrayBuffer());
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.length).toBeLessThan(60_000);
  expect((await get('proof.json?line=4', ann)).status).toBe(400);
  const proof = await (await get('proof.json?line=2', ann)).json() as StatementProof;
  expect(verifyProof(proof)).toMatchObject({ lines: [{ number: 2, amountMinor: '360' }], auditSeq: proof.audit.entry.seq });
  const [{ hash }] = await api.database.query<{ hash: Buffer }>('SELECT hash FROM audit_entries WHERE seq = $1', [proof.audit.entry.seq]);
  expect(proof.audit.hash).toBe(hash.toString('hex'));

  const path = join(folder, 'proof.json');
  const command = async () => {
    const said = jest.spyOn(console, 'log').mockImplementation(() => {});
    try {
      const program = new Command('tandem');
      addVerifyStatementCommand(program);
      await program.parseAsync(['verify-statement', path], { from: 'user' });
      return said.mock.calls.flat().join();
    } finally {
      said.mockRestore();
    }
  };
  writeFileSync(path, JSON.stringify(proof));
  expect(await command()).toContain('1 lines hold');
  proof.lines[0].line.amountMinor = '361';
  writeFileSync(path, JSON.stringify(proof));
  await expect(command()).rejects.toThrow('Line 2 is not in the statement');
  rmSync(path);
  await expect(command()).rejects.toThrow('There is no file');
}));

test.each<[string, (proof: StatementProof) => void, RegExp]>([
  ['a line of another number', (proof) => { proof.lines[0].line.number = 3; }, /Line 3 is not/],
  ['a head that was changed', (proof) => { proof.statement.closingMinor = '900'; }, /head/],
  ['another hash', (proof) => { proof.hash = '0'.repeat(64); }, /head/],
  ['an entry of something else', (proof) => { proof.audit.entry.action = 'statementAcknowledge'; }, /not the issue/],
  ['an entry that was changed', (proof) => { proof.audit.entry.actor = 'system:else'; }, /does not have this hash/],
  ['a broken path', (proof) => { proof.lines[0].path.pop(); }, /is not in the statement/],
  ['no proof', (proof) => { delete (proof as { audit?: unknown }).audit; }, /no proof/],
])('a proof with %s is refused', (_name, spoil, message) => withFiles(async (get) => {
  const proof = await (await get('proof.json', ann)).json() as StatementProof;
  expect(verifyProof(proof).lines).toHaveLength(3);
  spoil(proof);
  expect(() => verifyProof(proof)).toThrow(DomainError);
  expect(() => verifyProof(proof)).toThrow(message);
}));
