import { bootstrap, pairedDifference } from '../metrics/interval.js';
import type { Interval } from '../metrics/interval.js';
import { aucDifference } from '../metrics/auc-interval.js';
import type { AucParts } from '../metrics/auc-interval.js';
import type { Params } from '../trainer.js';
import type { Slice } from './slices.js';

/** How the parameters of a row were chosen. */
export type Honesty =
  /** By tuning on rows held out of train; the test was looked at once. */
  | 'honest'
  /** Given or default: they may have been chosen on this very test, as published tables do. */
  | 'leaderboard'
  /** The figure itself is of held-out train rows; the test was not looked at. */
  | 'held-out';

/** What the main figure is made of, unit by unit, so that two models can be compared on the same units. */
export type Units = { readonly kind: 'mean'; readonly values: Float64Array } | { readonly kind: 'auc'; readonly parts: AucParts };

export interface Cost {
  readonly fitSeconds: number;
  readonly predictSeconds: number;
  /** User and system time, all threads. */
  readonly cpuSeconds: number;
  /** Of the process so far, so a row includes those before it. */
  readonly peakRssBytes: number;
}

/** One model, measured once with one seed. */
export interface Measured {
  readonly model: string;
  readonly params: Params;
  /** Tested readers, pairs or texts. */
  readonly tested: number;
  /** Sizes by name, such as readers and items. */
  readonly sizes: Readonly<Record<string, number>>;
  /** The first is the main one, which decides. */
  readonly figures: Readonly<Record<string, Interval>>;
  /** Figures of the whole, which no interval comes with. */
  readonly plain: Readonly<Record<string, number>>;
  readonly units: Units;
  readonly slices: readonly Slice[];
  readonly cost: Cost;
}

export function mainFigure({ figures }: Pick<Measured, 'figures'>): { name: string; interval: Interval } {
  const [name, interval] = Object.entries(figures)[0];
  return { name, interval };
}

/** Mean difference a − b of the main figure on the same units, with its 95 % interval. */
export function differenceOf(a: Measured, b: Measured, seed: number): Interval {
  if (a.units.kind === 'mean' && b.units.kind === 'mean') return pairedDifference(a.units.values, b.units.values, seed);
  if (a.units.kind === 'auc' && b.units.kind === 'auc') return aucDifference(a.units.parts, b.units.parts);
  throw new RangeError(`${a.model} and ${b.model} were measured by different figures`);
}

/** Where chance had a part: figures and units are means over the seeds; `deviation` is of the main figure. */
export function averageSeeds(runs: readonly Measured[], seed: number): Measured & { deviation: number } {
  const [first] = runs;
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const mains = runs.map((run) => mainFigure(run).interval.value);
  const deviation = runs.length < 2 ? 0 : Math.sqrt(mains.reduce((sum, value) => sum + (value - mean(mains)) ** 2, 0) / (mains.length - 1));
  if (runs.length === 1) return { ...first, deviation };
  const figures = Object.fromEntries(Object.keys(first.figures).map((name) => {
    const part = (end: keyof Interval): number => mean(runs.map((run) => run.figures[name][end]));
    return [name, { value: part('value'), low: part('low'), high: part('high') }];
  }));
  const units = meanUnits(runs.map((run) => run.units));
  if (units.kind === 'mean') figures[mainFigure(first).name] = bootstrap([units.values], (means) => means, seed)[0];
  const plain = Object.fromEntries(Object.keys(first.plain).map((name) => [name, mean(runs.map((run) => run.plain[name]))]));
  return { ...first, figures, plain, units, deviation };
}

function meanUnits(all: readonly Units[]): Units {
  const average = (columns: readonly Float64Array[]): Float64Array =>
    columns[0].map((_, at) => columns.reduce((sum, column) => sum + column[at], 0) / columns.length);
  const parts = all.flatMap((units) => (units.kind === 'auc' ? [units.parts] : []));
  if (parts.length === all.length) {
    return { kind: 'auc', parts: { positives: average(parts.map((part) => part.positives)), negatives: average(parts.map((part) => part.negatives)) } };
  }
  return { kind: 'mean', values: average(all.flatMap((units) => (units.kind === 'mean' ? [units.values] : []))) };
}

/** Runs the parts of a measurement and says what they cost. */
export async function timed<Fitted, Result>(fit: () => Promise<Fitted>, predict: (fitted: Fitted) => Promise<Result>): Promise<{ result: Result; cost: Cost }> {
  const cpuBefore = process.cpuUsage();
  const startedMs = performance.now();
  const fitted = await fit();
  const fittedMs = performance.now();
  const result = await predict(fitted);
  const cpu = process.cpuUsage(cpuBefore);
  const cost = {
    fitSeconds: (fittedMs - startedMs) / 1000,
    predictSeconds: (performance.now() - fittedMs) / 1000,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
  };
  return { result, cost };
}
