import type { Clause, ClauseOf } from '../../schema/clause.js';
import type { ClauseKind } from '../../schema/clause-kind.js';
import type { Money } from '../../schema/money.js';

/** What of a change raises what the platform owes, gives or may lose. */
export interface Increase {
  /** null: it is the term. */
  readonly clauseKey: string | null;
  readonly kind: ClauseKind | null;
  /** The field of the clause, or endsAt; `added` and `removed` where the whole clause is it. */
  readonly field: string;
}

export interface ExposedTerms {
  readonly endsAt: Date;
  readonly clauses: readonly Clause[];
}

type Compare<Kind extends ClauseKind> = (before: ClauseOf<Kind>, after: ClauseOf<Kind>) => (string | false)[];
interface Rule<Kind extends ClauseKind> {
  /** Whether a new clause of this kind, and whether a removed one, raises exposure. */
  added(clause: ClauseOf<Kind>): boolean;
  removed(clause: ClauseOf<Kind>): boolean;
  /** The fields whose change raises it. */
  changed: Compare<Kind>;
}

const rank = { base: ['net_of_refunds', 'net', 'gross'], level: ['none', 'counts', 'pseudonymous', 'record'], atEnd: ['none', 'by_offer', 'auto'] };
const higher = (before: Money | null, after: Money | null) => after !== null && (before === null || before.currency !== after.currency || after.amountMinor > before.amountMinor);
const loosened = (before: Money | null, after: Money | null) => before !== null && (after === null || before.currency !== after.currency || after.amountMinor > before.amountMinor);
const differs = <Kind extends ClauseKind>(...fields: (keyof ClauseOf<Kind> & string)[]): Compare<Kind> => (before, after) => fields.map((field) => before[field] !== after[field] && field);
const ofPlatform = ({ party }: { party: string }) => party === 'platform';
const ofPartner = ({ party }: { party: string }) => party === 'partner';
const always = () => true;
const never = () => false;

/**
 * Anything that cannot be compared (another currency, purpose, wording) counts as an increase: only what is surely a decrease goes
 * without a second person.
 */
const rules: { [Kind in ClauseKind]: Rule<Kind> } = {
  revenue_share: {
    added: always, removed: never,
    changed: (before, after) => [
      paysMore(before, after) && 'sharePpm', rank.base.indexOf(after.base) > rank.base.indexOf(before.base) && 'base', higher(before.floor, after.floor) && 'floor', loosened(before.cap, after.cap) && 'cap', higher(before.guarantee, after.guarantee) && 'guarantee',
    ],
  },
  cost_budget: { added: always, removed: never, changed: (before, after) => [higher(before.budget, after.budget) && 'budget', ...differs<'cost_budget'>('period', 'purpose')(before, after)] },
  data_scope: {
    added: ({ level }) => level !== 'none', removed: never,
    changed: (before, after) => [
      after.fields.some((field) => !before.fields.includes(field)) && 'fields', after.retentionDays > before.retentionDays && 'retentionDays', rank.level.indexOf(after.level) > rank.level.indexOf(before.level) && 'level',
      after.kMin < before.kMin && 'kMin', after.epsilon > before.epsilon && 'epsilon', after.epsilon > 0 && before.epsilonPeriod !== after.epsilonPeriod && 'epsilonPeriod', ...differs<'data_scope'>('dataset', 'purpose', 'basis', 'region')(before, after),
    ],
  },
  sla: {
    added: never, removed: always,
    changed: (before, after) => [
      (after.direction === 'at_least' ? after.target < before.target : after.target > before.target) && 'target', after.creditPpm < before.creditPpm && 'creditPpm', after.cureDays > before.cureDays && 'cureDays', after.maxVariancePpm > before.maxVariancePpm && 'maxVariancePpm',
      ...differs<'sla'>('metric', 'unit', 'windowDays', 'direction', 'measuredBy', 'remedy')(before, after),
    ],
  },
  responsibility: { added: ofPlatform, removed: ofPartner, changed: differs<'responsibility'>('party', 'duty', 'withinDays') },
  right: { added: ofPartner, removed: ofPlatform, changed: differs<'right'>('party', 'permission') },
  exclusivity: { added: ofPlatform, removed: ofPartner, changed: differs<'exclusivity'>('party', 'scope', 'territory') },
  audit_right: {
    added: ofPartner, removed: ofPlatform,
    changed: (before, after) => {
      const [less, more] = after.party === 'partner' ? [before, after] : [after, before];
      return [before.party !== after.party && 'party', more.timesPerYear > less.timesPerYear && 'timesPerYear', more.noticeDays < less.noticeDays && 'noticeDays'];
    },
  },
  // Without the clause other days count (contract-terms.ts): neither way is surely less.
  termination: { added: always, removed: always, changed: (before, after) => [after.noticeDays > before.noticeDays && 'noticeDays', before.cureDays !== after.cureDays && 'cureDays', higher(before.fee, after.fee) && 'fee'] },
  renewal: { added: ({ atEnd }) => atEnd === 'auto', removed: never, changed: (before, after) => [rank.atEnd.indexOf(after.atEnd) > rank.atEnd.indexOf(before.atEnd) && 'atEnd', after.atEnd === 'auto' && after.months > before.months && 'months'] },
  signing: { added: never, removed: always, changed: (before, after) => [countOfPlatform(after) < countOfPlatform(before) && 'signatories'] },
  dispute: { added: always, removed: always, changed: differs<'dispute'>('talkDays', 'method', 'seat', 'law') },
  text: { added: always, removed: always, changed: differs<'text'>('heading', 'body') },
};

/** Why `after` exposes the platform to more than `before`; empty: it only lowers it, or leaves it. */
export function increasesOf(before: ExposedTerms, after: ExposedTerms): Increase[] {
  const found: Increase[] = after.endsAt > before.endsAt ? [{ clauseKey: null, kind: null, field: 'endsAt' }] : [];
  const note = ({ key, kind }: Clause, field: string | false) => { if (field) found.push({ clauseKey: key, kind, field }); };
  const counterpart = (one: Clause, others: readonly Clause[]) => others.find(({ key, kind }) => key === one.key && kind === one.kind);
  for (const clause of before.clauses) if (!counterpart(clause, after.clauses)) note(clause, ruleOf(clause).removed(clause) && 'removed');
  for (const clause of after.clauses) {
    const old = counterpart(clause, before.clauses);
    if (old) for (const field of ruleOf(clause).changed(old, clause)) note(clause, field);
    else note(clause, ruleOf(clause).added(clause) && 'added');
  }
  return found;
}

type AnyRule = { added(clause: Clause): boolean; removed(clause: Clause): boolean; changed(before: Clause, after: Clause): (string | false)[] };

function ruleOf({ kind }: Clause): AnyRule {
  return rules[kind] as unknown as AnyRule;
}

function countOfPlatform({ signatories }: ClauseOf<'signing'>): number {
  return signatories.filter(ofPlatform).length;
}

/** Whether there is a revenue of which `after` gives the partner more. Both are linear between their bands: the ends of each piece decide. */
function paysMore(before: ClauseOf<'revenue_share'>, after: ClauseOf<'revenue_share'>): boolean {
  const currencies = new Set([...before.bands, ...after.bands].map(({ from }) => from.currency));
  if (currencies.size > 1) return true;
  const points = [...before.bands, ...after.bands].flatMap(({ from: { amountMinor } }) => [amountMinor - 1n, amountMinor]);
  const last = (share: ClauseOf<'revenue_share'>) => share.bands.at(-1)?.sharePpm ?? share.sharePpm;
  return last(after) > last(before) || after.sharePpm > before.sharePpm || points.some((revenue) => given(after, revenue) > given(before, revenue));
}

/** Millionths of minor units. */
function given({ sharePpm, bands, mode }: ClauseOf<'revenue_share'>, revenue: bigint): bigint {
  const steps = [{ from: 0n, sharePpm }, ...bands.map((band) => ({ from: band.from.amountMinor, sharePpm: band.sharePpm }))].filter(({ from }) => from <= revenue);
  if (mode === 'whole') return revenue * BigInt(steps.at(-1)!.sharePpm);
  return steps.reduce((sum, step, place) => sum + ((steps[place + 1]?.from ?? revenue) - step.from) * BigInt(step.sharePpm), 0n);
}
