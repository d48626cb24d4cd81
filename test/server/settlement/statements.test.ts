import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { imbalances, openSettlementWorld, share, yuan, type SettlementWorld } from './settlement-world.js';

let world: SettlementWorld;
beforeEach(async () => { world = await openSettlementWorld(); }, 30_000);
afterEach(() => world.close());

describe('a month', () => {
  test('sales, a refund and a late sale become two statements that chain; history gives their hashes again (P25, P27, P30)', async () => {
    await world.contract([share({ base: 'net_of_refunds' })]);
    await world.go('2026-03-20T00:00:00Z');
    const first = await world.sell(10_000n, '2026-03-05T00:00:00Z');
    await world.sell(9_999n, '2026-03-06T00:00:00Z');
    await world.refund(first, 4_000n, '2026-03-07T00:00:00Z');
    await world.sell(5_000n, '2026-03-01T00:00:00Z'); // before the contract
    expect(await world.accrueAll()).toBe(4);
    expect(await world.accrueAll()).toBe(0);
    expect(await imbalances(world)).toEqual([]);
    expect(await world.issueAll()).toEqual([]);

    await world.go('2026-04-02T00:00:00Z');
    const [march] = await world.issueAll();
    // 10,000 less 566 tax and 60 fee is 9,374; 9,999 less 566 and 60 is 9,373; 30 % of each, and 40 % of the first taken back.
    expect((await world.lines(march.id)).map(({ kind, base, amount }) => [kind, base, amount])).toEqual([['share', '9374', '2812'], ['share', '9373', '2812'], ['reversal', '-3750', '-1125']]);
    expect(march).toMatchObject({ state: 'issued', number: 1, openingMinor: 0n, closingMinor: 4499n, startsAt: new Date('2026-02-28T16:00:00Z'), endsAt: new Date('2026-03-31T16:00:00Z') });
    expect(await world.balance('partner_payable')).toBe(4499n);
    expect(await world.balance('clearing')).toBe(0n);
    expect(await imbalances(world)).toEqual([]);

    await world.sell(2_000n, '2026-03-30T00:00:00Z'); // late: its window is closed
    await world.refund(first, 6_000n, '2026-04-10T00:00:00Z');
    await world.go('2026-05-02T00:00:00Z');
    await world.accrueAll();
    const [april] = await world.issueAll();
    expect((await world.lines(april.id)).map(({ kind, amount }) => [kind, amount])).toEqual([['share', '563'], ['reversal', '-1687']]);
    expect(april).toMatchObject({ openingMinor: 4499n, closingMinor: 3375n, startsAt: march.endsAt });
    expect(await world.balance('partner_payable')).toBe(3375n);
    expect(await imbalances(world)).toEqual([]);

    for (const { id, hash } of [march, april]) expect(await world.statements.recompute(id)).toMatchObject({ hash, isSame: true });
  });

  test('terms that were amended later do not touch what was issued, and each sale counts by the version of its instant (P12, P27)', async () => {
    const versionId = await world.contract([share({ base: 'gross', sharePpm: 300_000 })]);
    await world.go('2026-03-10T00:00:00Z');
    const { contractId } = await world.version(versionId);
    await world.sell(1_000n, '2026-03-05T00:00:00Z');
    const amended = await world.do((tx) => world.contracts.amend(tx, { contractId, startsAt: new Date('2026-03-15T00:00:00Z'), endsAt: new Date('2027-03-02T00:00:00Z'), clauses: [share({ base: 'gross', sharePpm: 500_000 })] }, world.manager));
    const { signThrough } = await import('../partner/partner-world.js');
    await world.do((tx) => signThrough(world, tx, amended, world.annOfA));
    await world.sell(1_000n, '2026-03-14T23:59:59Z');
    await world.sell(1_000n, '2026-03-15T00:00:00Z');
    await world.go('2026-04-02T00:00:00Z');
    await world.accrueAll();
    const [march] = await world.issueAll();
    expect((await world.lines(march.id)).map(({ amount }) => amount)).toEqual(['300', '300', '500']);
    expect(await world.statements.recompute(march.id)).toMatchObject({ isSame: true });
  });

  test('nothing accrues while a contract rests (P13)', async () => {
    const versionId = await world.contract([share({ base: 'gross' })]);
    await world.go('2026-03-10T00:00:00Z');
    const step = async () => ({ versionId, expectedVersion: (await world.version(versionId)).version });
    await world.do(async (tx) => world.contracts.suspend(tx, { ...await step(), reason: 'a dispute' }, world.manager));
    await world.go('2026-03-20T00:00:00Z');
    await world.do(async (tx) => world.contracts.resume(tx, await step(), world.manager));
    for (const at of ['2026-03-09T00:00:00Z', '2026-03-15T00:00:00Z', '2026-03-21T00:00:00Z']) await world.sell(1_000n, at);
    await world.go('2026-04-02T00:00:00Z');
    await world.accrueAll();
    const [march] = await world.issueAll();
    expect((await world.lines(march.id)).map(({ amount }) => amount)).toEqual(['300', '300']);
  });

  test('a guarantee is advanced where nothing was sold, and paid back later', async () => {
    await world.contract([share({ base: 'gross', guarantee: yuan(1_000n) })]);
    await world.go('2026-03-20T00:00:00Z');
    await world.statements.openOwed();
    await world.sell(5_000n, '2026-04-05T00:00:00Z');
    await world.go('2026-06-02T00:00:00Z');
    await world.statements.openOwed();
    await world.accrueAll();
    const issued = await world.issueAll();
    expect(await Promise.all(issued.map(async ({ id, closingMinor }) => [(await world.lines(id)).map(({ kind, amount }) => `${kind} ${amount}`), closingMinor]))).toEqual([
      [['guarantee 1000'], 1000n], [['share 1500', 'recoupment -500'], 2000n], [['guarantee 1000'], 3000n],
    ]);
    expect(await imbalances(world)).toEqual([]);
    for (const { id } of issued) expect(await world.statements.recompute(id)).toMatchObject({ isSame: true });
  });

  test('bands, cap and a sale of another currency', async () => {
    await world.contract([share({ base: 'gross', sharePpm: 100_000, bands: [{ from: yuan(1_000n), sharePpm: 500_000 }], cap: yuan(1_500n) })]);
    await world.go('2026-03-20T00:00:00Z');
    for (const [amount, at, currency] of [[800n, '03', 'CNY'], [800n, '04', 'CNY'], [4_000n, '05', 'CNY'], [4_000n, '06', 'USD']] as const) await world.sell(amount, `2026-03-${at}T00:00:00Z`, { currency });
    await world.go('2026-04-02T00:00:00Z');
    await world.accrueAll();
    const issued = await world.issueAll();
    expect(await Promise.all(issued.map(async ({ id, currency }) => [currency, (await world.lines(id)).map(({ kind, amount, below }) => `${kind} ${amount} above ${below}`)]))).toEqual(expect.arrayContaining([
      ['CNY', ['share 80 above 0', 'share 320 above 800', 'share 2000 above 1600', 'cap -900 above 0']],
      ['USD', ['share 400 above 0']],
    ]));
  });

  test('an issued statement cannot be changed in the database', async () => {
    await world.contract([share()]);
    await world.sell(1_000n, '2026-03-05T00:00:00Z');
    await world.go('2026-04-02T00:00:00Z');
    await world.accrueAll();
    const [march] = await world.issueAll();
    await expect(world.database.query('UPDATE statements SET closing_minor = 1 WHERE id = $1', [march.id])).rejects.toThrow(/stays as it was/);
    await expect(world.database.query('UPDATE statement_lines SET amount_minor = 1 WHERE statement_id = $1', [march.id])).rejects.toThrow(/append-only/);
    await expect(world.database.query('DELETE FROM accruals')).rejects.toThrow(/append-only/);
  });
});
