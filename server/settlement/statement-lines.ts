import type { StatementLineKind } from '../../schema/statement-line.js';
import { limitsOf, proportion, sharesOf, type ShareTerms } from './shares.js';

/** An accrual as history tells it: the event, the version in force then, the base after that version's deductions. */
export interface AccrualFact {
  readonly id: string;
  readonly source: 'sale' | 'refund' | 'charge' | 'credit' | 'adjustment' | 'payout' | 'forfeit';
  readonly sourceId: string;
  readonly contractId: string | null;
  readonly contractVersionId: string | null;
  readonly clauseKey: string | null;
  readonly reversesId: string | null;
  readonly occurredAt: Date;
  readonly grossMinor: bigint;
  readonly taxMinor: bigint;
  readonly feeMinor: bigint;
  readonly baseMinor: bigint;
  /** What it comes to, where no clause computes it. */
  readonly fixedMinor: bigint | null;
}

/** The line that first gave a share, and what later lines took back of it. */
export interface OriginalLine { readonly grossMinor: bigint; readonly baseMinor: bigint; readonly amountMinor: bigint; readonly refundedMinor: bigint }

/** A clause whose floor, cap or guarantee may add lines. */
export interface ClauseLimit {
  readonly contractId: string;
  readonly contractVersionId: string;
  readonly clauseKey: string;
  readonly terms: ShareTerms;
  /** In force at the last instant of the window: only then floor and guarantee are owed. */
  readonly isInForce: boolean;
  readonly recoupableMinor: bigint;
}

export interface StatementFacts {
  readonly endsAt: Date;
  readonly accruals: readonly AccrualFact[];
  /** By version and clause key. */
  readonly terms: ReadonlyMap<string, ShareTerms>;
  readonly originals: ReadonlyMap<string, OriginalLine>;
  readonly limits: readonly ClauseLimit[];
}

export interface ComputedLine {
  readonly number: number;
  readonly kind: StatementLineKind;
  readonly accrualId: string | null;
  readonly sourceId: string | null;
  readonly contractId: string | null;
  readonly contractVersionId: string | null;
  readonly clauseKey: string | null;
  readonly occurredAt: Date;
  readonly grossMinor: bigint;
  readonly taxMinor: bigint;
  readonly feeMinor: bigint;
  readonly baseMinor: bigint;
  /** share: revenue of the statement before this line; reversal: what was refunded before. */
  readonly belowMinor: bigint;
  readonly amountMinor: bigint;
}

export const clauseId = (versionId: string, key: string): string => `${versionId}/${key}`;

/** By time, then by what tells two things of one instant apart: never by the order of arrival. */
function inOrder(one: AccrualFact, two: AccrualFact): number {
  return one.occurredAt.getTime() - two.occurredAt.getTime() || compare(one.source, two.source) || compare(one.sourceId, two.sourceId)
    || compare(one.contractId ?? '', two.contractId ?? '') || compare(one.clauseKey ?? '', two.clauseKey ?? '');
}
const compare = (one: string, two: string): number => (one < two ? -1 : one > two ? 1 : 0);

/** The lines of a statement: a function of its facts alone, in whatever order they are given. */
export function linesOf({ accruals, terms, originals, limits, endsAt }: StatementFacts): ComputedLine[] {
  const ordered = [...accruals].sort(inOrder);
  const shares = shareAmounts(ordered, terms);
  const refunded = new Map<string, bigint>();
  const bySale = new Map(ordered.map((accrual) => [accrual.id, accrual]));
  const amounts = ordered.map((accrual): { belowMinor: bigint; amountMinor: bigint } => {
    if (accrual.fixedMinor !== null) return { belowMinor: 0n, amountMinor: accrual.fixedMinor };
    if (accrual.reversesId === null) return shares.get(accrual.id)!;
    const sale = bySale.get(accrual.reversesId);
    const original = sale ? { grossMinor: sale.grossMinor, amountMinor: shares.get(sale.id)!.amountMinor, refundedMinor: 0n } : originals.get(accrual.reversesId)!;
    const earlier = refunded.get(accrual.reversesId) ?? original.refundedMinor;
    const before = earlier < original.grossMinor ? earlier : original.grossMinor;
    const after = before + accrual.grossMinor < original.grossMinor ? before + accrual.grossMinor : original.grossMinor;
    refunded.set(accrual.reversesId, after);
    // Differences of one rounded curve: refunds in parts take back no more than the share, and all of it in the end.
    return { belowMinor: before, amountMinor: proportion(original.amountMinor, before, original.grossMinor) - proportion(original.amountMinor, after, original.grossMinor) };
  });
  const sums = new Map<string, bigint>();
  const lines = ordered.map(({ id, source, reversesId: _reversed, fixedMinor: _fixed, ...accrual }, place): ComputedLine => {
    if (accrual.contractId !== null) addTo(sums, `${accrual.contractId}/${accrual.clauseKey}`, amounts[place].amountMinor);
    return { number: place + 1, kind: source === 'sale' ? 'share' : source === 'refund' ? 'reversal' : source, accrualId: id, ...accrual, ...amounts[place] };
  });
  return [...lines, ...limitLines(limits, sums, endsAt, lines.length)];
}

function shareAmounts(ordered: readonly AccrualFact[], terms: ReadonlyMap<string, ShareTerms>): Map<string, { belowMinor: bigint; amountMinor: bigint }> {
  const groups = new Map<string, AccrualFact[]>();
  for (const accrual of ordered) {
    if (accrual.contractVersionId === null || accrual.reversesId !== null) continue;
    const group = clauseId(accrual.contractVersionId, accrual.clauseKey!);
    const members = groups.get(group);
    if (members) members.push(accrual);
    else groups.set(group, [accrual]);
  }
  const amounts = new Map<string, { belowMinor: bigint; amountMinor: bigint }>();
  for (const [group, sales] of groups) {
    // The accrual's own id is random; the event's is not.
    sharesOf(sales.map(({ sourceId, baseMinor }) => ({ id: sourceId, baseMinor })), terms.get(group)!).forEach((share, place) => amounts.set(sales[place].id, share));
  }
  return amounts;
}

function limitLines(limits: readonly ClauseLimit[], sums: ReadonlyMap<string, bigint>, endsAt: Date, count: number): ComputedLine[] {
  const nothing = { accrualId: null, sourceId: null, grossMinor: 0n, taxMinor: 0n, feeMinor: 0n, belowMinor: 0n };
  // The last instant that belongs to the window.
  const occurredAt = new Date(endsAt.getTime() - 1);
  return [...limits]
    .sort((one, two) => compare(one.contractId, two.contractId) || compare(one.clauseKey, two.clauseKey))
    .flatMap(({ contractId, contractVersionId, clauseKey, terms, isInForce, recoupableMinor }) => {
      const sum = sums.get(`${contractId}/${clauseKey}`) ?? 0n;
      const owed = isInForce ? terms : { ...terms, floorMinor: null, guaranteeMinor: null };
      return limitsOf(sum, owed, recoupableMinor).map(({ kind, amountMinor }) => ({ ...nothing, kind, contractId, contractVersionId, clauseKey, occurredAt, baseMinor: sum, amountMinor }));
    })
    .map((line, place) => ({ number: count + place + 1, ...line }));
}

function addTo(sums: Map<string, bigint>, key: string, amount: bigint): void {
  sums.set(key, (sums.get(key) ?? 0n) + amount);
}
