import type { StatementLine } from '../../schema/statement-line.js';
import { perMillion, type ShareTerms } from './shares.js';

export interface BandPart { readonly fromMinor: bigint; readonly toMinor: bigint | null; readonly partMinor: bigint; readonly sharePpm: bigint }

/**
 * The arithmetic of a share line: which part of its base lies in which band. Slab: the revenue of the statement before the line
 * fills the lower bands. Whole: the band that the whole revenue of the statement reached. Σ parts = base.
 */
export function bandParts({ baseMinor, belowMinor }: Pick<StatementLine, 'baseMinor' | 'belowMinor'>, { mode, bands }: Pick<ShareTerms, 'mode' | 'bands'>, wholeMinor: bigint): BandPart[] {
  const ends = bands.map((_, place) => bands[place + 1]?.fromMinor ?? null);
  if (mode === 'whole') {
    const place = bands.findLastIndex(({ fromMinor }) => fromMinor <= wholeMinor);
    return [{ ...bands[place], toMinor: ends[place], partMinor: baseMinor }];
  }
  const above = belowMinor + baseMinor;
  return bands.map(({ fromMinor, sharePpm }, place) => {
    const [low, high] = [fromMinor > belowMinor ? fromMinor : belowMinor, ends[place] !== null && ends[place] < above ? ends[place] : above];
    return { fromMinor, toMinor: ends[place], partMinor: high > low ? high - low : 0n, sharePpm };
  }).filter(({ partMinor }) => partMinor > 0n);
}

/** What the parts come to, and what was added or left out so that all lines of the statement sum to the rounded whole: less than a unit. */
export function roundingOf(parts: readonly BandPart[], amountMinor: bigint): { exactMillionths: bigint; roundedMinor: bigint; shiftedMinor: bigint } {
  const exactMillionths = parts.reduce((sum, { partMinor, sharePpm }) => sum + partMinor * sharePpm, 0n);
  const roundedMinor = perMillion(exactMillionths);
  return { exactMillionths, roundedMinor, shiftedMinor: amountMinor - roundedMinor };
}
