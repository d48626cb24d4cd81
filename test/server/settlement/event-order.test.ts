import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newId } from '../../../server/platform/ids.js';
import { clauseId, linesOf, type AccrualFact } from '../../../server/settlement/statement-lines.js';
import type { ShareTerms } from '../../../server/settlement/shares.js';
import { imbalances, openSettlementWorld, share, yuan, type SettlementWorld } from './settlement-world.js';

let world: SettlementWorld;
beforeAll(async () => { world = await openSettlementWorld(); }, 30_000);
afterAll(() => world.close());

const terms: ShareTerms = { base: 'net_of_refunds', mode: 'slab', bands: [{ fromMinor: 0n, sharePpm: 123_457n }, { fromMinor: 5_000n, sharePpm: 654_321n }], floorMinor: null, capMinor: null, guaranteeMinor: null };
const fact = (more: Partial<AccrualFact>): AccrualFact => ({
  id: newId(), source: 'sale', sourceId: newId(), contractId: 'k', contractVersionId: 'v', clauseKey: 'share', reversesId: null, occurredAt: new Date(0), grossMinor: 0n, taxMinor: 0n, feeMinor: 0n, baseMinor: 0n, fixedMinor: null, ...more,
});
const anyFacts = fc.array(fc.record({ amount: fc.bigInt({ min: 1n, max: 3_000n }), at: fc.nat(5), refunds: fc.array(fc.bigInt({ min: 1n, max: 1_000n }), { maxLength: 3 }) }), { maxLength: 12 })
  .map((sales) => sales.flatMap(({ amount, at, refunds }) => {
    const sale = fact({ grossMinor: amount, baseMinor: amount, occurredAt: new Date(at) });
    return [sale, ...refunds.map((part, place) => fact({ source: 'refund', reversesId: sale.id, grossMinor: part, baseMinor: -part, occurredAt: new Date(at + place) }))];
  }));
const statementOf = (accruals: readonly AccrualFact[]) => linesOf({ endsAt: new Date(10), accruals, terms: new Map([[clauseId('v', 'share'), terms]]), originals: new Map(), limits: [] });

test('P26: the lines are the same in whatever order the accruals are given, and whatever ids they have', () => {
  fc.assert(fc.property(anyFacts, fc.infiniteStream(fc.nat()), (facts, random) => {
    const shuffled = [...facts].map((one) => ({ one, by: random.next().value as number })).sort((a, b) => a.by - b.by).map(({ one }) => one);
    const renamed = new Map(facts.map(({ id }) => [id, newId()]));
    const other = shuffled.map((one) => ({ ...one, id: renamed.get(one.id)!, reversesId: one.reversesId && renamed.get(one.reversesId)! }));
    const without = (lines: ReturnType<typeof statementOf>) => lines.map(({ accrualId: _id, ...line }) => line);
    expect(without(statementOf(other))).toEqual(without(statementOf(facts)));
  }), { numRuns: 300 });
});

test('P23: what was sold and refunded whole, in any parts, leaves nothing; in part, never more than was given', () => {
  fc.assert(fc.property(anyFacts, (facts) => {
    const lines = statementOf(facts);
    for (const sale of facts.filter(({ source }) => source === 'sale')) {
      const refunds = facts.filter(({ reversesId }) => reversesId === sale.id);
      const refunded = refunds.reduce((sum, { grossMinor }) => sum + grossMinor, 0n);
      const amountOf = (id: string) => lines.find(({ accrualId }) => accrualId === id)!.amountMinor;
      const left = refunds.reduce((sum, { id }) => sum + amountOf(id), amountOf(sale.id));
      if (refunded >= sale.grossMinor) expect(left).toBe(0n);
      else expect(left).toBeGreaterThanOrEqual(0n);
    }
  }), { numRuns: 300 });
});

test('P26: any order of arrival, in batches of any size, with a crash and two jobs at once, gives one statement', async () => {
  await world.contract([share({ sharePpm: 100_001, bands: [{ from: yuan(4_000n), sharePpm: 333_333 }], floor: yuan(10n) })]);
  await world.go('2026-03-28T00:00:00Z');
  const clauses = [share({ sharePpm: 100_001, bands: [{ from: yuan(4_000n), sharePpm: 333_333 }], floor: yuan(10n) })];
  const partners = [world.a];
  const offers = [world.offerId];
  for (let more = 0; more < 2; more++) {
    const partner = await world.partner();
    world.time.now = new Date('2026-03-01T00:00:00Z');
    await world.contract(clauses, partner, await world.person('partner', partner.id));
    await world.go('2026-03-28T00:00:00Z');
    partners.push(partner);
    offers.push(await world.offerOf(partner.id));
  }
  const events = Array.from({ length: 24 }, (_, place) => ({ amount: BigInt(101 + 37 * place), at: `2026-03-${String(3 + (place % 20)).padStart(2, '0')}T0${place % 10}:${10 + place}:00Z` }));
  const arrive = async (offer: string, order: number[], step: number) => {
    const sales = new Map<number, string>();
    for (const [done, place] of order.entries()) {
      const id = await world.sell(events[place].amount, events[place].at, { offer });
      sales.set(place, id);
      if (place % 5 === 0) await world.refund(id, events[place].amount / 3n + 1n, `2026-03-26T00:${10 + place}:00Z`);
      if (done % step === 0) await Promise.all([world.accruals.accrue({ limit: 3 }), world.accruals.accrue({ limit: 3 })]);
    }
  };
  const inOrder = events.map((_, place) => place);
  await arrive(offers[0], inOrder, 5);
  // A crash: the transaction of a batch is lost after it has written, and another job does it again.
  const ledger = world.ledger as { transfer: unknown };
  const transfer = ledger.transfer;
  ledger.transfer = () => Promise.reject(new Error('killed'));
  await world.sell(1n, '2026-03-04T00:00:00Z', { offer: await world.offerOf(null) });
  await expect(world.accruals.accrue({ limit: 10 })).rejects.toThrow('killed');
  ledger.transfer = transfer;
  await arrive(offers[1], [...inOrder].reverse(), 2);
  await arrive(offers[2], [...inOrder].sort((one, two) => (one * 7) % 24 - (two * 7) % 24), 24);
  await world.accrueAll(4);
  expect(await world.accrueAll()).toBe(0);
  await world.go('2026-04-02T00:00:00Z');
  const issued = await world.issueAll();
  const march = partners.map(({ id }) => issued.find(({ partnerId }) => partnerId === id)!);
  const shown = await Promise.all(march.map(async ({ id, closingMinor }) => ({ closingMinor, lines: await world.lines(id) })));
  expect(shown[0].lines).toHaveLength(29);
  expect(shown[1]).toEqual(shown[0]);
  expect(shown[2]).toEqual(shown[0]);
  expect(await imbalances(world)).toEqual([]);
}, 60_000);
