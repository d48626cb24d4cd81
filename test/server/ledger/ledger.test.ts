import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AccountName } from '../../../server/ledger/chart.js';
import { Ledger } from '../../../server/ledger/ledger.js';
import { Database } from '../../../server/platform/database.js';
import { DomainError } from '../../../server/platform/errors.js';
import { newId } from '../../../server/platform/ids.js';
import { addPartner, handClock } from '../../support/content-factories.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { LedgerModel, type ModelLeg, type Outcome } from './ledger-model.js';

const ledger = new Ledger(handClock(), newId);
let opened: TestDatabase;
let database: Database;
let partnerId = '';

beforeAll(async () => {
  opened = await openTestDatabase();
  database = opened.database;
  partnerId = await addPartner(database);
});
afterAll(() => opened.close());

const account = (kind: AccountName['kind'], subject = '', currency = 'CNY'): AccountName => ({ partnerId: kind === 'cash' || kind === 'platform_revenue' ? null : partnerId, kind, currency, subject });
const outcomeOf = (work: Promise<boolean>): Promise<Outcome> => work.then((isNew) => (isNew ? 'new' : 'known'), (error) => {
  if (error instanceof DomainError) return error.code as Outcome;
  throw error;
});
const within = (work: (tx: Parameters<Ledger['transfer']>[0]) => Promise<boolean>) => outcomeOf(database.transaction(work));

interface Step { key: number; legs: ModelLeg[]; pending: boolean; resolves: number | null; amount: number | null }
const anyStep: fc.Arbitrary<Step> = fc.record({
  key: fc.integer({ min: 0, max: 30 }),
  legs: fc.array(fc.record({ from: fc.integer({ min: 0, max: 3 }), to: fc.integer({ min: 0, max: 3 }), amount: fc.bigInt({ min: 1n, max: 9n }) }), { minLength: 1, maxLength: 3 }),
  pending: fc.boolean(),
  resolves: fc.option(fc.integer({ min: 0, max: 30 })),
  amount: fc.option(fc.integer({ min: 0, max: 9 })),
});

let round = 0;
async function expectSame(steps: Step[]): Promise<void> {
  round += 1;
  const names = [account('cash', `r${round}`), account('partner_payable', `r${round}`), account('hold', `r${round}`), account('platform_revenue', `r${round}`)];
  const model = new LedgerModel([false, true, true, false]);
  for (const { key: number, legs, pending, resolves, amount } of steps) {
    const key = `${round}:${number}`;
    if (resolves === null) {
      const real = legs.map(({ from, to, amount: moved }) => ({ from: names[from], to: names[to], amountMinor: moved }));
      expect(await within((tx) => ledger.transfer(tx, { key, kind: 'test', legs: real, pending }))).toBe(model.transfer(key, legs, pending));
    } else {
      const [pendingKey, posted] = [`${round}:${resolves}`, amount === null ? undefined : BigInt(amount)];
      expect(await within((tx) => ledger.resolve(tx, { key, pendingKey, amountMinor: posted }))).toBe(model.resolve(key, pendingKey, posted));
    }
  }
  const rows = await database.query<Record<string, string>>(
    `SELECT kind, debits_pending AS "debitsPending", debits_posted AS "debitsPosted", credits_pending AS "creditsPending", credits_posted AS "creditsPosted" FROM ledger_accounts WHERE subject = $1`, [`r${round}`]);
  for (const { kind, ...counters } of rows) {
    const expected = model.accounts[names.findIndex((name) => name.kind === kind)];
    expect(counters).toEqual(Object.fromEntries(Object.keys(counters).map((name) => [name, String(expected[name as keyof typeof expected])])));
  }
}

/** P22: the counters are the fold of the entries, and every transfer sums to zero in each currency. */
async function expectFold(): Promise<void> {
  expect(await database.query(
    `SELECT a.id FROM ledger_accounts a LEFT JOIN ledger_entries e ON e.account_id = a.id GROUP BY a.id
     HAVING a.credits_posted - a.debits_posted <> coalesce(sum(CASE side WHEN 'credit' THEN posted_minor ELSE -posted_minor END), 0)
       OR a.credits_pending - a.debits_pending <> coalesce(sum(CASE side WHEN 'credit' THEN pending_minor ELSE -pending_minor END), 0)`)).toEqual([]);
  expect(await database.query(`SELECT transfer_id FROM ledger_entries GROUP BY transfer_id, currency HAVING sum(CASE side WHEN 'credit' THEN posted_minor ELSE -posted_minor END) <> 0`)).toEqual([]);
}

describe('the ledger', () => {
  test('answers and counts as the model does, for any script; balances are the fold of the entries (P22, P30)', async () => {
    await fc.assert(fc.asyncProperty(fc.array(anyStep, { minLength: 5, maxLength: 40 }), expectSame), { numRuns: 25 });
    await expectFold();
  });

  test('a transfer and its opposite are the identity on balances (P23)', async () => {
    const [from, to] = [account('cash', 'identity'), account('clearing', 'identity')];
    await database.transaction(async (tx) => {
      await ledger.transfer(tx, { key: 'there', kind: 'test', legs: [{ from, to, amountMinor: 77n }] });
      await ledger.transfer(tx, { key: 'back', kind: 'test', legs: [{ from: to, to: from, amountMinor: 77n }] });
      expect(await ledger.balance(tx, from)).toEqual({ posted: 0n, reserved: 0n });
      expect(await ledger.balance(tx, to)).toEqual({ posted: 0n, reserved: 0n });
    });
  });

  test('legs of two currencies are all or nothing', async () => {
    const [cash, payable] = [account('cash', 'linked'), account('partner_payable', 'linked')];
    const [dollars, owed] = [account('cash', 'linked', 'USD'), account('partner_payable', 'linked', 'USD')];
    expect(await within((tx) => ledger.transfer(tx, { key: 'linked', kind: 'test', legs: [{ from: cash, to: payable, amountMinor: 5n }, { from: owed, to: dollars, amountMinor: 1n }] }))).toBe('OVER_LIMIT');
    expect(await database.transaction((tx) => ledger.balance(tx, payable))).toEqual({ posted: 0n, reserved: 0n });
    expect(await within((tx) => ledger.transfer(tx, { key: 'crossed', kind: 'test', legs: [{ from: cash, to: dollars, amountMinor: 5n }] }))).toBe('BAD_INPUT');
  });

  test('Σ (posted + pending) stays within what was put in, however many reserve at once (P29)', async () => {
    const wide = await Database.open({ url: opened.url, pool: 40, name: 'race' });
    try {
      const [reserve, cost] = [account('reserve', 'race'), account('partner_cost', 'race')];
      await database.transaction((tx) => ledger.transfer(tx, { key: 'fund', kind: 'test', legs: [{ from: cost, to: reserve, amountMinor: 100n }] }));
      const outcomes = await Promise.all(Array.from({ length: 200 }, (_, place) => outcomeOf(
        wide.transaction((tx) => ledger.transfer(tx, { key: `race ${place}`, kind: 'test', pending: true, legs: [{ from: reserve, to: cost, amountMinor: 3n }] })))));
      expect(outcomes.filter((one) => one === 'new')).toHaveLength(33);
      expect(outcomes.filter((one) => one === 'OVER_LIMIT')).toHaveLength(167);
      const won = outcomes.indexOf('new');
      const ends = await Promise.all(Array.from({ length: 20 }, (_, place) => outcomeOf(
        wide.transaction((tx) => ledger.resolve(tx, { key: `end ${place}`, pendingKey: `race ${won}`, amountMinor: 2n })))));
      expect(ends.filter((one) => one === 'new')).toHaveLength(1);
      expect(await database.transaction((tx) => ledger.balance(tx, reserve))).toEqual({ posted: 98n, reserved: 96n });
    } finally {
      await wide.close();
    }
  }, 60_000);

  test.each([
    ['entries that do not balance', `INSERT INTO ledger_entries SELECT $1, 1, id, currency, 'debit', 5, 0 FROM ledger_accounts WHERE subject = 'sql' LIMIT 1`, /must balance/],
    ['a balance by hand', `UPDATE ledger_accounts SET credits_posted = 1000000 WHERE subject = 'sql' AND $1::uuid IS NOT NULL`, /follow from entries/],
    ['a changed entry', `UPDATE ledger_entries SET posted_minor = 1 WHERE $1::uuid IS NOT NULL`, /append-only/],
    ['a removed transfer', `DELETE FROM ledger_transfers WHERE id <> $1`, /append-only/],
  ])('the database refuses %s', async (_name, sql, message) => {
    await database.transaction((tx) => ledger.transfer(tx, { key: 'sql', kind: 'test', legs: [{ from: account('cash', 'sql'), to: account('tax', 'sql'), amountMinor: 1n }] }));
    const id = newId();
    await expect(database.transaction(async (tx) => {
      await tx.query(`INSERT INTO ledger_transfers (id, key, input_hash, kind, phase, at) VALUES ($1, $2, sha256('x'), 'test', 'posted', now())`, [id, id]);
      await tx.query(sql, [id]);
    })).rejects.toThrow(message);
  });
});
