import { minorDigits } from './minor-digits.js';

export interface Rate {
  readonly source: string;
  readonly target: string;
  /** Billionths of a whole unit of `target` for a whole unit of `source`. */
  readonly ratePpb: bigint;
  readonly spreadPpm: number;
}

export interface Exchanged {
  /** What the platform keeps, minor units of `source`, half up. */
  readonly spreadMinor: bigint;
  /** What the rest is worth, minor units of `target`, rounded down: the fraction stays with the platform's liquidity. */
  readonly paidMinor: bigint;
}

/** `amountMinor` of the rate's source, above zero, in its target. Nothing is rounded in favour of one who asks in small pieces. */
export function exchanged(amountMinor: bigint, { source, target, ratePpb, spreadPpm }: Rate): Exchanged {
  const spreadMinor = (amountMinor * BigInt(spreadPpm) + 500_000n) / 1_000_000n;
  const paidMinor = ((amountMinor - spreadMinor) * ratePpb * 10n ** BigInt(minorDigits(target))) / (1_000_000_000n * 10n ** BigInt(minorDigits(source)));
  return { spreadMinor, paidMinor };
}

/** '0.1273' → 127300000; null for what is no decimal above zero of at most nine places and six digits before them. */
export function ratePpbOf(text: string): bigint | null {
  const [, whole, fraction = ''] = /^(\d{1,6})(?:\.(\d{1,9}))?$/.exec(text.trim()) ?? [];
  const ppb = whole === undefined ? 0n : BigInt(whole + fraction.padEnd(9, '0'));
  return ppb > 0n ? ppb : null;
}
