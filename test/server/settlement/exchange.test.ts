import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import type { Actor } from '../../../server/platform/actor.js';
import { exchanged, ratePpbOf } from '../../../server/settlement/exchange.js';
import { imbalances, openSettlementWorld, share, type SettlementWorld } from './settlement-world.js';

const code = (work: Promise<unknown>) => work.then(() => 'done', (error: { code?: string; message: string }) => error.code ?? error.message);

describe('the rule', () => {
  it('says what 100 yuan are in euros and in yen, which has no minor unit', () => {
    expect(exchanged(10_000n, { source: 'CNY', target: 'EUR', ratePpb: 127_300_000n, spreadPpm: 5_000 })).toEqual({ spreadMinor: 50n, paidMinor: 1_266n });
    expect(exchanged(10_000n, { source: 'CNY', target: 'JPY', ratePpb: 20_500_000_000n, spreadPpm: 0 })).toEqual({ spreadMinor: 0n, paidMinor: 2_050n });
    expect(exchanged(2_050n, { source: 'JPY', target: 'CNY', ratePpb: 48_780_487n, spreadPpm: 0 })).toEqual({ spreadMinor: 0n, paidMinor: 9_999n });
  });

  it('never pays more than the rate says, and less by under one minor unit', () => {
    fc.assert(fc.property(fc.bigInt(1n, 10n ** 12n), fc.bigInt(1n, 10n ** 13n), fc.integer({ min: 0, max: 100_000 }), fc.constantFrom('EUR', 'JPY'), (amount, ratePpb, spreadPpm, target) => {
      const { spreadMinor, paidMinor } = exchanged(amount, { source: 'CNY', target, ratePpb, spreadPpm });
      const [numerator, denominator] = [(amount - spreadMinor) * ratePpb * (target === 'JPY' ? 1n : 100n), 100n * 10n ** 9n];
      return paidMinor * denominator <= numerator && numerator < (paidMinor + 1n) * denominator && spreadMinor >= 0n && 2n * (spreadMinor * 1_000_000n - amount * BigInt(spreadPpm)) <= 1_000_000n;
    }));
  });

  it('pays nobody more for asking in two pieces', () => {
    fc.assert(fc.property(fc.bigInt(1n, 10n ** 9n), fc.bigInt(1n, 10n ** 9n), fc.bigInt(1n, 10n ** 12n), (one, other, ratePpb) => {
      const rate = { source: 'CNY', target: 'EUR', ratePpb, spreadPpm: 0 };
      return exchanged(one, rate).paidMinor + exchanged(other, rate).paidMinor <= exchanged(one + other, rate).paidMinor;
    }));
  });

  it('reads decimals, and nothing else', () => {
    expect(['0.1273', ' 20 ', '999999.999999999', '0', '-1', '1e3', '0.0000000001', '1000000', ''].map(ratePpbOf)).toEqual([127_300_000n, 20_000_000_000n, 999_999_999_999_999n, null, null, null, null, null, null]);
  });
});

describe('payouts in another currency', () => {
  let world: SettlementWorld;
  let second: Actor;
  beforeEach(async () => {
    world = await openSettlementWorld();
    second = await world.person('operator');
  });
  afterEach(() => world.close());

  const setRate = (rate: string, spreadPpm = 5_000) => world.do((tx) => world.rates.set(tx, { source: 'CNY', target: 'EUR', rate, spreadPpm }, world.manager));
  const propose = (statement: { id: string; version: number }) => world.do((tx) => world.payouts.propose(tx, { statementId: statement.id, expectedVersion: statement.version, paidCurrency: 'EUR' }, world.manager));
  async function march() {
    await world.contract([share({ base: 'gross', sharePpm: 500_000 })]);
    await world.sell(20_000n, '2026-03-05T00:00:00Z');
    await world.go('2026-04-02T00:00:00Z');
    await world.accrueAll();
    const [statement] = await world.issueAll();
    return world.disputes.acknowledge({ id: statement.id, expectedVersion: statement.version }, world.annOfA);
  }
  const balances = async () => Object.fromEntries((await world.database.query<{ name: string; minor: string }>(
    `SELECT kind || ' ' || currency AS name, credits_posted - debits_posted AS minor FROM ledger_accounts WHERE kind IN ('partner_payable','fx_liquidity') OR (kind = 'cash' AND currency = 'EUR')`)).map(({ name, minor }) => [name, minor]));

  test('the bank pays euros, each currency balances, and the spread is a leg of its own', async () => {
    const statement = await march();
    expect(await code(propose(statement))).toBe('NOT_READY');
    await setRate('0.1273');
    const id = await propose(statement);
    await world.payouts.approve({ id, expectedVersion: 1 }, second);
    await world.payouts.moveDue(world.bank, world.system);
    const [{ amount_minor: amount, currency }] = await world.database.query<{ amount_minor: string; currency: string }>('SELECT amount_minor, currency FROM bank_transfers WHERE reference = $1', [id]);
    expect({ amount, currency }).toEqual({ amount: '1266', currency: 'EUR' });
    expect(await balances()).toEqual({ 'partner_payable CNY': '0', 'fx_liquidity CNY': '9950', 'fx_liquidity EUR': '-1266', 'cash EUR': '1266' });
    expect(await imbalances(world)).toEqual([]);
  });

  test('a rate that changed before the second person came, or grew old, refuses and reserves nothing', async () => {
    const statement = await march();
    await setRate('0.1273');
    const id = await propose(statement);
    await world.go('2026-04-03T00:00:00Z');
    await setRate('0.1274');
    expect(await code(world.payouts.approve({ id, expectedVersion: 1 }, second))).toBe('ILLEGAL_TRANSITION');
    expect((await balances())['fx_liquidity CNY']).toBeUndefined();
    await world.payouts.cancel({ id, expectedVersion: 1 }, world.manager);
    const next = await propose(statement);
    await world.go('2026-04-11T00:00:00Z');
    expect(await code(world.payouts.approve({ id: next, expectedVersion: 1 }, second))).toBe('NOT_READY');
  });

  test('refused rates leave none', async () => {
    for (const [target, rate, spread] of [['CNY', '1', 0], ['eur', '1', 0], ['EUR', '0', 0], ['EUR', '1', 100_001]] as const) {
      expect(await code(world.do((tx) => world.rates.set(tx, { source: 'CNY', target, rate, spreadPpm: spread }, world.manager)))).toBe('BAD_INPUT');
    }
    expect(await world.database.query('SELECT id FROM exchange_rates')).toEqual([]);
    await setRate('0.5');
    await expect(world.database.query('UPDATE exchange_rates SET rate_ppb = 1')).rejects.toThrow(/append-only/);
  });
});
