import type { RevenueShareClause, ShareMode } from '../../schema/clause.js';
import type { Money } from '../../schema/money.js';

const PPM = 1_000_000n;

/** A revenue-share clause for one currency: minor units and whole ppm. */
export interface ShareTerms {
  readonly base: RevenueShareClause['base'];
  readonly mode: ShareMode;
  /** Ascending; the first begins at 0. */
  readonly bands: readonly { readonly fromMinor: bigint; readonly sharePpm: bigint }[];
  readonly floorMinor: bigint | null;
  readonly capMinor: bigint | null;
  readonly guaranteeMinor: bigint | null;
}

/** Bands and limits count only for the currency that they name; other currencies have the first share throughout. */
export function termsIn(clause: RevenueShareClause, currency: string): ShareTerms {
  const own = (money: Money | null) => (money?.currency === currency ? money.amountMinor : null);
  const higher = clause.bands.filter(({ from }) => from.currency === currency).map(({ from, sharePpm }) => ({ fromMinor: from.amountMinor, sharePpm: BigInt(sharePpm) }));
  return {
    base: clause.base, mode: clause.mode, bands: [{ fromMinor: 0n, sharePpm: BigInt(clause.sharePpm) }, ...higher],
    floorMinor: own(clause.floor), capMinor: own(clause.cap), guaranteeMinor: own(clause.guarantee),
  };
}

/** n / PPM, half up, for n of any sign: −x is the mirror of x, so that a reversal takes back exactly what was given. */
export function perMillion(product: bigint): bigint {
  return product < 0n ? -perMillion(-product) : (product + PPM / 2n) / PPM;
}

/** amount · part / whole, half up, mirrored below zero. */
export function proportion(amount: bigint, part: bigint, whole: bigint): bigint {
  if (amount < 0n) return -proportion(-amount, part, whole);
  return (2n * amount * part + whole) / (2n * whole);
}

/** What `base` earns at these bands, times 10⁶: slab Σ (part of base within the band)·share, whole base·share of the highest band reached. */
export function exactShare({ mode, bands }: Pick<ShareTerms, 'mode' | 'bands'>, base: bigint): bigint {
  if (mode === 'whole') return base * bands.findLast(({ fromMinor }) => fromMinor <= base)!.sharePpm;
  return bands.reduce((sum, { fromMinor, sharePpm }, place) => {
    const to = bands[place + 1]?.fromMinor;
    const within = (to === undefined || base < to ? base : to) - fromMinor;
    return within > 0n ? sum + within * sharePpm : sum;
  }, 0n);
}

/**
 * Hamilton's largest remainder: whole parts of `total` for exact claims (times 10⁶) that sum to within half a unit of it. Each
 * part is its claim rounded down or up; the units left over go to the largest remainders, equal ones by id.
 */
export function largestRemainder(claims: readonly { readonly id: string; readonly exact: bigint }[], total: bigint): bigint[] {
  const parts = claims.map(({ exact }) => exact / PPM);
  const left = Number(total - parts.reduce((sum, part) => sum + part, 0n));
  if (left > 0) {
    const places = claims.map(({ id, exact }, place) => ({ id, place, remainder: Number(exact % PPM) }));
    places.sort((one, two) => two.remainder - one.remainder || (one.id < two.id ? -1 : 1));
    for (const { place } of places.slice(0, left)) parts[place] += 1n;
  }
  return parts;
}

export interface SharedSale { readonly id: string; readonly baseMinor: bigint }

/**
 * The shares of sales in their canonical order under one set of terms. Σ amounts = exactShare(Σ bases) half up, whatever the
 * order in which the sales became known; `below` is the revenue that came before each, which is what its bands go by.
 */
export function sharesOf(sales: readonly SharedSale[], terms: ShareTerms): { belowMinor: bigint; amountMinor: bigint }[] {
  const whole = sales.reduce((sum, { baseMinor }) => sum + baseMinor, 0n);
  const rate = terms.mode === 'whole' ? terms.bands.findLast(({ fromMinor }) => fromMinor <= whole)!.sharePpm : 0n;
  let [below, reached] = [0n, 0n];
  const claims = sales.map(({ id, baseMinor }) => {
    const next = terms.mode === 'slab' ? exactShare(terms, below + baseMinor) : 0n;
    const claim = { id, belowMinor: below, exact: terms.mode === 'slab' ? next - reached : baseMinor * rate };
    [below, reached] = [below + baseMinor, next];
    return claim;
  });
  const parts = largestRemainder(claims, perMillion(exactShare(terms, whole)));
  return claims.map(({ belowMinor }, place) => ({ belowMinor, amountMinor: parts[place] }));
}

export type LimitKind = 'floor' | 'cap' | 'guarantee' | 'recoupment';

/**
 * What floor, cap and guarantee change of a clause's sum, in this order. `recoupableMinor`: advances of earlier statements that
 * are not paid back; what is above the guarantee pays them back.
 */
export function limitsOf(sumMinor: bigint, { floorMinor, capMinor, guaranteeMinor }: ShareTerms, recoupableMinor: bigint): { kind: LimitKind; amountMinor: bigint }[] {
  const lines: { kind: LimitKind; amountMinor: bigint }[] = [];
  let sum = sumMinor;
  const add = (kind: LimitKind, amountMinor: bigint) => {
    if (amountMinor === 0n) return;
    lines.push({ kind, amountMinor });
    sum += amountMinor;
  };
  if (floorMinor !== null && sum < floorMinor) add('floor', floorMinor - sum);
  if (capMinor !== null && sum > capMinor) add('cap', capMinor - sum);
  const guarantee = guaranteeMinor ?? 0n;
  if (guaranteeMinor !== null && sum < guarantee) add('guarantee', guarantee - sum);
  else if (sum > guarantee) add('recoupment', recoupableMinor < sum - guarantee ? -recoupableMinor : guarantee - sum);
  return lines;
}
