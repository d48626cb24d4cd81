import type { Interval } from '../metrics/interval.js';
import { ParamsError, SizeError } from '../trainer.js';
import type { Params, Report } from '../trainer.js';
import { tuneByHalving, tuneByTpe } from '../tuning/tune.js';
import type { Trial, TrialJob, TrialOutcome } from '../tuning/tune.js';
import { averageSeeds, differenceOf, mainFigure } from './measured.js';
import type { Honesty, Measured } from './measured.js';
import { baselinesOf, subjectOf } from './subjects.js';
import type { Subject } from './subjects.js';
import type { Task } from './tasks.js';

export interface Tuning {
  readonly trials: number;
  readonly method: 'tpe' | 'halving';
  /** Runs trials of a model side by side. */
  run(model: string, jobs: readonly TrialJob[]): Promise<TrialOutcome[]>;
}

export interface RunRequest {
  readonly models: readonly string[];
  /** What stands beside; the task's own where absent. */
  readonly baselines?: readonly string[];
  /** For `models`, not for the baselines. */
  readonly params: Params;
  readonly seed: number;
  /** Times that a model is learnt, with following seeds; once where the second time gives the same. */
  readonly seeds: number;
  /** Rolling origins or repeated hold-outs, which tuning averages over; 0 for none. */
  readonly folds: number;
  readonly k?: number;
  readonly heldOut: boolean;
  readonly tuning: Tuning | null;
  readonly report: Report;
}

/** One line of the table. */
export interface ResultRow extends Measured {
  readonly role: 'model' | 'baseline';
  readonly honesty: Honesty;
  readonly seeds: number;
  /** Standard deviation of the main figure over the seeds. */
  readonly deviation: number;
  readonly trials: readonly Trial[];
  /** The main figure of each fold, with mean and standard deviation. */
  readonly folds: { readonly values: readonly number[]; readonly mean: number; readonly deviation: number } | null;
  /** To the baseline with the best main figure, on the same units; null for that baseline itself. */
  readonly difference: ({ readonly to: string } & Interval) | null;
}

export interface RunResult {
  readonly rows: readonly ResultRow[];
  /** Models that the data is too large or otherwise wrong for. */
  readonly refused: readonly { readonly model: string; readonly reason: string }[];
}

type Row = Omit<ResultRow, 'difference'>;

/** Tunes (on held-out train rows only), learns and measures every model and its baselines, each once on the test. */
export async function runEvaluation(task: Task, request: RunRequest): Promise<RunResult> {
  const baselines = (request.baselines ?? baselinesOf(task)).filter((name) => !request.models.includes(name));
  const subjects = [
    ...request.models.map((name) => ({ subject: subjectOf(task, name), role: 'model' as const })),
    ...baselines.map((name) => ({ subject: subjectOf(task, name), role: 'baseline' as const })),
  ];
  const rows: Row[] = [];
  const refused: { model: string; reason: string }[] = [];
  for (const [at, { subject, role }] of subjects.entries()) {
    const report: Report = (share, message) => request.report((at + share) / subjects.length, `${subject.name}: ${message}`);
    try {
      rows.push(await measureSubject(subject, role, { ...request, report }));
    } catch (error) {
      // What was asked for must not fail silently; what stands beside may.
      if (!(error instanceof SizeError || (error instanceof ParamsError && role === 'baseline'))) throw error;
      refused.push({ model: subject.name, reason: error.message });
    }
  }
  if (rows.length === 0) throw new ParamsError(refused.map(({ model, reason }) => `${model}: ${reason}`).join('; '));
  return { rows: withDifferences(rows, request), refused };
}

async function measureSubject(subject: Subject, role: Row['role'], request: RunRequest): Promise<Row> {
  const { tuning, seed, heldOut, k } = request;
  const given = role === 'model' ? request.params : {};
  const isTuned = tuning !== null && Object.keys(subject.space).length > 0;
  const half = isTuned ? 0.7 : 0;
  let params = given;
  let trials: readonly Trial[] = [];
  if (isTuned) {
    const tune = tuning.method === 'tpe' ? tuneByTpe : tuneByHalving;
    const tuned = await tune({
      model: subject.name, space: subject.space, defaults: { ...subject.defaults, ...given }, trials: tuning.trials, seed,
      run: (jobs) => tuning.run(subject.name, jobs.map((job) => ({ ...job, params: { ...given, ...job.params } }))),
      report: (share, message) => request.report(half * share, message),
    });
    params = { ...given, ...tuned.best };
    ({ trials } = tuned);
  }
  const runs: Measured[] = [];
  for (let at = 0; at < request.seeds; at++) {
    const report: Report = (share, message) => request.report(half + (1 - half) * ((at + share) / request.seeds), message);
    runs.push(await subject.measure(params, { seed: seed + at, k, heldOut, report }));
    if (at === 1 && mainFigure(runs[0]).interval.value === mainFigure(runs[1]).interval.value) {
      runs.pop();
      break;
    }
  }
  const honesty: Honesty = heldOut ? 'held-out' : isTuned || isWithoutChoice(subject, given) ? 'honest' : 'leaderboard';
  const folds = await foldsOf(subject, params, request);
  return { ...averageSeeds(runs, seed), role, honesty, seeds: runs.length, trials, folds };
}

/** Counting has nothing to choose. */
const COUNTS: readonly string[] = ['popularity', 'text-majority'];

function isWithoutChoice({ name }: Subject, given: Params): boolean {
  return COUNTS.includes(name) && Object.keys(given).length === 0;
}

async function foldsOf(subject: Subject, params: Params, { folds, seed, k }: RunRequest): Promise<Row['folds']> {
  if (folds < 2) return null;
  const measured = await subject.crossValidate(params, folds, { seed, k });
  if (!measured) throw new ParamsError('this protocol has no folds; rows with times (interactions.csv) and published splits have');
  const values = measured.map((row) => mainFigure(row).interval.value);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { values, mean, deviation: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)) };
}

function withDifferences(rows: readonly Row[], { seed }: RunRequest): ResultRow[] {
  const value = (row: Row): number => mainFigure(row).interval.value;
  const baselines = rows.filter((row) => row.role === 'baseline');
  const best = baselines.length === 0 ? null : baselines.reduce((one, other) => (value(other) > value(one) ? other : one));
  return rows.map((row) => ({ ...row, difference: best && best !== row ? { to: best.model, ...differenceOf(row, best, seed) } : null }));
}
