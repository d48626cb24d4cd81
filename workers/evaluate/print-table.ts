import type { Protocol } from '../../models/evaluation/protocols.js';
import type { ResultRow, RunResult } from '../../models/evaluation/run.js';
import type { Interval } from '../../models/metrics/interval.js';
import type { OffPolicyRow } from '../../models/off-policy/open-bandit.js';

interface Heading {
  readonly data: string;
  readonly protocol: string;
  readonly about: Protocol['about'];
  readonly seed: number;
  /** Length of the lists, where there are lists. */
  readonly k: number | null;
  /** 10⁹ float32 operations a second in a matrix product, measured before the run. */
  readonly gemmGflops: number;
}

export type ModelsReport = Heading & RunResult;
export type OffPolicyReport = Heading & { readonly estimates: readonly OffPolicyRow[] };
export type ProtocolReport = ModelsReport | OffPolicyReport;

const withInterval = ({ value, low, high }: Interval): string => `${value.toFixed(5)} (${low.toFixed(4)}–${high.toFixed(4)})`;

/** Figures that stand in the first table, with their intervals. */
const FIRST = 2;

function line(row: ResultRow): Record<string, string | number> {
  const { cost, difference } = row;
  return {
    ...Object.fromEntries(Object.entries(row.figures).slice(0, FIRST).map(([name, interval]) => [name, withInterval(interval)])),
    difference: difference ? `${difference.value >= 0 ? '+' : ''}${withInterval(difference)} to ${difference.to}` : '',
    ...(row.seeds > 1 && { seeds: `${row.seeds}, ±${row.deviation.toFixed(4)}` }),
    seconds: (cost.fitSeconds + cost.predictSeconds).toFixed(1),
    'peak MB': Math.round(cost.peakRssBytes / 1e6),
    protocol: row.honesty,
  };
}

function furtherFigures({ figures, plain }: ResultRow): Record<string, string> {
  return {
    ...Object.fromEntries(Object.entries(figures).slice(FIRST).map(([name, { value }]) => [name, value.toFixed(4)])),
    ...Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, value.toFixed(4)])),
  };
}

export function printReport(report: ModelsReport): void {
  const { data, protocol, about, rows, refused, gemmGflops } = report;
  console.log(`${data}, ${protocol}: ${about.en}`);
  console.log(`${rows[0].tested} tested; this machine multiplies matrices at ${gemmGflops.toFixed(1)} GFLOP/s (one thread)`);
  console.table(Object.fromEntries(rows.map((row) => [row.model, line(row)])));
  console.table(Object.fromEntries(rows.map((row) => [row.model, furtherFigures(row)])));
  for (const row of rows) if (row.folds) console.log(`${row.model}, folds: ${row.folds.values.map((value) => value.toFixed(4)).join(', ')}; mean ${row.folds.mean.toFixed(4)} ± ${row.folds.deviation.toFixed(4)}`);
  for (const { model, reason } of refused) console.log(`${model} was left out: ${reason}`);
  for (const row of rows.filter(({ trials }) => trials.length > 0)) {
    console.log(`\ntrials of ${row.model} (on rows held out of train):`);
    console.table(row.trials.map(({ number, params, share, value, seconds, error }) =>
      ({ trial: number, ...params, ...(share < 1 && { share: share.toFixed(2) }), value: value?.toFixed(5) ?? error, seconds: seconds.toFixed(1) })));
  }
}

/** Each policy from the other's log, beside what its own log says. */
export function printOffPolicy({ data, protocol, about, estimates }: OffPolicyReport): void {
  console.log(`${data}, ${protocol}: ${about.en}`);
  console.table(Object.fromEntries(estimates.map((row) => [`${row.campaign}: ${row.policy} from ${row.log}`, {
    ...Object.fromEntries(Object.entries(row.values).map(([name, interval]) => [name, withInterval(interval)])),
    'own log': withInterval(row.onPolicy), brackets: row.brackets, ess: Math.round(row.effectiveRows),
  }])));
  for (const row of estimates) if (row.refusal) console.log(`${row.campaign}, ${row.policy} from ${row.log}: no verdict; ${row.refusal}`);
}

/** One report as JSON: figures by the names that published tables use, intervals beside, everything that was tried. */
export function reportJson(report: ProtocolReport): Record<string, unknown> {
  return { ...report, about: report.about.en, ...('rows' in report && { rows: report.rows.map(rowJson) }) };
}

function rowJson(row: ResultRow): Record<string, unknown> {
  const { model, role, params, honesty, tested, sizes, figures, plain, difference, seeds, deviation, folds, trials, slices, cost } = row;
  return {
    model, role, params, protocol: honesty, tested, ...sizes,
    ...Object.fromEntries(Object.entries(figures).map(([name, { value }]) => [name, value])),
    ...plain,
    intervals: Object.fromEntries(Object.entries(figures).map(([name, { low, high }]) => [name, [low, high]])),
    difference, seeds, deviation, folds,
    seconds: cost.fitSeconds + cost.predictSeconds, ...cost, peakMemoryBytes: cost.peakRssBytes,
    slices: slices.map(({ recall, ...slice }) => ({ ...slice, recall: recall.value, interval: [recall.low, recall.high] })),
    trials,
  };
}
