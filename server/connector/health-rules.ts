/** How one call of a partner's end came out. Each call is one of these, once. */
export const outcomes = ['answered', 'late', 'refused', 'invalid', 'unreachable'] as const;
export type Outcome = (typeof outcomes)[number];

/** Calls of one span of time, by how they came out. */
export type OutcomeCounts = Readonly<Record<Outcome, number>>;

/** Nine hundred and ninety of a thousand calls are answered well: what a connector promises while it is live. */
export const OBJECTIVE = 0.99;
/** Fewer calls than this say nothing about a rate. */
const FEWEST = 20;

export const totalOf = (counts: OutcomeCounts): number => outcomes.reduce((sum, outcome) => sum + counts[outcome], 0);
export const badOf = (counts: OutcomeCounts): number => totalOf(counts) - counts.answered;
export const none: OutcomeCounts = { answered: 0, late: 0, refused: 0, invalid: 0, unreachable: 0 };

/** How many times faster than allowed the error budget is used up; 1 uses it up exactly. 0 without calls. */
export function burnRate(counts: OutcomeCounts): number {
  const total = totalOf(counts);
  return total === 0 ? 0 : badOf(counts) / total / (1 - OBJECTIVE);
}

export type Window = '5m' | '30m' | '1h' | '6h';
export const windowMinutes: Readonly<Record<Window, number>> = { '5m': 5, '30m': 30, '1h': 60, '6h': 360 };

/**
 * Alerts of two windows each (Google SRE Workbook, ch. 5): the long one says that it matters, the short one that it goes on.
 * Both thresholds are of a budget of thirty days: 2 % of it within the hour, 5 % within six.
 */
export const alerts = [{ long: '1h', short: '5m', factor: 14.4 }, { long: '6h', short: '30m', factor: 6 }] as const;

/** The short window must hold a few calls: one failure at night is no trend. */
export function isBurning(windows: Readonly<Record<Window, OutcomeCounts>>): boolean {
  return alerts.some(({ long, short, factor }) => burnRate(windows[long]) >= factor && burnRate(windows[short]) >= factor && totalOf(windows[long]) >= FEWEST);
}

/** After one minute with calls: exponentially weighted share of bad ones (Roberts 1959), half of it from the last three minutes. */
export function illHealthAfter(before: number, counts: OutcomeCounts): number {
  const total = totalOf(counts);
  return total === 0 ? before : before + (1 - 0.5 ** (1 / 3)) * (badOf(counts) / total - before);
}

/** Share of calls that are not made: nothing up to an ill-health of .2, then growing evenly to .9, never all of them (Prebid Server). */
export function heldBackShare(illHealth: number): number {
  return Math.min(1, Math.max(0, (illHealth - 0.2) / 0.8)) * 0.9;
}

/** Nine of ten bad within five minutes: the connector is taken out and only probed. */
export function isDown(lastFiveMinutes: OutcomeCounts): boolean {
  const total = totalOf(lastFiveMinutes);
  return total >= FEWEST && badOf(lastFiveMinutes) >= 0.9 * total;
}

/** Probes that must be answered one after another before traffic returns. */
export const PROBES_NEEDED = 3;
const FIRST_WAIT_MS = 15_000;
const LONGEST_WAIT_MS = 900_000;

/** Until the next probe: 15 s, doubled with each failure up to 15 min, spread by a fifth either way; `draw` in [0, 1). */
export function probeWaitMs(failuresInRow: number, draw: number): number {
  return Math.round(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failuresInRow, 20)) * (0.8 + 0.4 * draw));
}
