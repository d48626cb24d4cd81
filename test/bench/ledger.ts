import { Random } from '../../models/random.js';
import type { AccountName } from '../../server/ledger/chart.js';
import { Ledger } from '../../server/ledger/ledger.js';
import { DomainError } from '../../server/platform/errors.js';
import { systemClock } from '../../server/platform/clock.js';
import { newId } from '../../server/platform/ids.js';
import { LedgerModel, type ModelLeg, type Outcome } from '../server/ledger/ledger-model.js';
import type { BenchOptions } from './main.js';
import { openBenchPlatform } from './bench-platform.js';

const accounts = 12;

/** Random transfers, reservations, posts and voids beside a model of TigerBeetle's semantics: --ops 1000000 for the long run. */
export async function run({ ops = '20000', seed = '7' }: BenchOptions): Promise<object> {
  const platform = await openBenchPlatform();
  try {
    const { database } = platform;
    const [random, ledger] = [new Random(Number(seed)), new Ledger(systemClock, newId)];
    const names = Array.from({ length: accounts }, (_, place): AccountName => ({ partnerId: null, currency: 'CNY', subject: String(place), kind: place % 3 === 0 ? 'cash' : place % 3 === 1 ? 'reserve' : 'clearing' }));
    const model = new LedgerModel(names.map(({ kind }) => kind === 'reserve'));
    const outcomes: Record<string, number> = {};
    const started = performance.now();
    for (let op = 0; op < Number(ops); op++) {
      // Keys come again now and then; what is resolved is mostly recent.
      const [key, pendingKey] = [`k${op - (random.below(50) === 0 ? random.below(op + 1) : 0)}`, `k${Math.max(0, op - 1 - random.below(40))}`];
      const legs: ModelLeg[] = Array.from({ length: 1 + random.below(3) }, () => ({ from: random.below(accounts), to: random.below(accounts), amount: BigInt(1 + random.below(1_000)) }));
      const amount = random.below(2) === 0 ? undefined : BigInt(random.below(1_200));
      const [isPending, resolves] = [random.below(3) === 0, random.below(4) === 0];
      const real = await outcomeOf(database.transaction((tx) => (resolves
        ? ledger.resolve(tx, { key, pendingKey, amountMinor: amount })
        : ledger.transfer(tx, { key, kind: 'bench', pending: isPending, legs: legs.map(({ from, to, amount: amountMinor }) => ({ from: names[from], to: names[to], amountMinor })) }))));
      const expected = resolves ? model.resolve(key, pendingKey, amount) : model.transfer(key, legs, isPending);
      if (real !== expected) throw new Error(`operation ${op}: the ledger says ${real}, the model ${expected}`);
      outcomes[real] = (outcomes[real] ?? 0) + 1;
    }
    const seconds = (performance.now() - started) / 1000;
    const rows = await database.query<Record<string, string>>('SELECT subject, debits_pending AS "debitsPending", debits_posted AS "debitsPosted", credits_pending AS "creditsPending", credits_posted AS "creditsPosted" FROM ledger_accounts');
    const differing = rows.filter(({ subject, ...counters }) => Object.entries(counters).some(([name, value]) => String(model.accounts[Number(subject)][name as 'debitsPosted']) !== value)).length;
    const [{ imbalance }] = await database.query<{ imbalance: string }>('SELECT sum(credits_posted - debits_posted)::text AS imbalance FROM ledger_accounts');
    return { ops: Number(ops), operationsPerSecond: Math.round(Number(ops) / seconds), outcomes, accountsThatDiffer: differing, imbalanceMinor: imbalance };
  } finally {
    await platform.close();
  }
}

function outcomeOf(work: Promise<boolean>): Promise<Outcome> {
  return work.then((isNew) => (isNew ? 'new' : 'known'), (error) => {
    if (error instanceof DomainError) return error.code as Outcome;
    throw error;
  });
}
