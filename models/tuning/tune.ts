import { Random } from '../random.js';
import { ParamsError, silent } from '../trainer.js';
import type { Params, Report, SearchSpace } from '../trainer.js';
import { checkSpace, sampleParams } from './search-space.js';
import { proposeParams } from './tpe.js';
import type { Observation } from './tpe.js';

/** What one trial is asked to measure: `share` of the resource, which is readers or epochs. */
export interface TrialJob {
  readonly params: Params;
  readonly share: number;
}

export interface TrialOutcome {
  /** What is climbed; null where the trial failed. */
  readonly value: number | null;
  readonly error: string | null;
  readonly seconds: number;
}

export interface Trial extends TrialJob, TrialOutcome {
  readonly number: number;
}

export interface TuneRequest {
  readonly model: string;
  readonly space: SearchSpace;
  readonly defaults: Params;
  readonly trials: number;
  readonly seed: number;
  /** Trials of a batch run side by side; outcomes come in the order of the jobs. */
  run(jobs: readonly TrialJob[]): Promise<TrialOutcome[]>;
  readonly report?: Report;
}

export interface Tuned {
  readonly best: Params;
  readonly value: number;
  readonly trials: readonly Trial[];
}

/** Fixed, whatever the cores: the same seed then proposes the same trials on every machine. */
export const BATCH = 4;
const STARTUP = 8;
export const TRIALS_LIMIT = 1000;

function checkRequest({ model, space, defaults, trials }: TuneRequest): void {
  checkSpace(model, space, defaults);
  if (Object.keys(space).length === 0) throw new ParamsError(`${model} has nothing to tune`);
  if (!(Number.isSafeInteger(trials) && trials >= 1 && trials <= TRIALS_LIMIT)) throw new ParamsError(`there can be 1 to ${TRIALS_LIMIT} trials, not ${trials}`);
}

/** The defaults where they lie in the space: a search must never end below them. */
function firstParams({ space, defaults }: TuneRequest): Params {
  return Object.fromEntries(Object.keys(space).map((name) => [name, defaults[name]]));
}

/** `trials` trials by TPE in batches of four, the defaults first. Throws ParamsError where every trial failed. */
export async function tuneByTpe(request: TuneRequest): Promise<Tuned> {
  checkRequest(request);
  const { space, trials: budget, seed, report = silent } = request;
  const random = new Random(seed);
  const trials: Trial[] = [];
  const startup = Math.min(STARTUP, Math.ceil(budget / 2));
  while (trials.length < budget) {
    const observed: Observation[] = trials.map(({ params, value }) => ({ params, value: value ?? -Infinity }));
    const batch: Params[] = [];
    while (batch.length < Math.min(BATCH, budget - trials.length)) {
      const isFirst = trials.length + batch.length === 0;
      batch.push(isFirst ? firstParams(request) : proposeParams(space, observed, batch, startup, random));
    }
    await runBatch(request, batch.map((params) => ({ params, share: 1 })), trials);
    await report(trials.length / budget, `${request.model}: ${trials.length} of ${budget} trials`);
  }
  return bestOf(request, trials);
}

/** η: a rung keeps one of so many, and gives it so many times the resource. */
export const KEEP_ONE_OF = 3;
const RUNGS = 3;

/**
 * Successive halving (Jamieson & Talwalkar 2016), two times: `trials` uniform draws get a ninth of the resource, the best
 * third of them a third, the best ninth all of it. The best of those on the whole resource wins.
 */
export async function tuneByHalving(request: TuneRequest): Promise<Tuned> {
  checkRequest(request);
  const { space, trials: budget, seed, report = silent } = request;
  const random = new Random(seed);
  const trials: Trial[] = [];
  let alive: Params[] = Array.from({ length: budget }, (_, at) => (at === 0 ? firstParams(request) : sampleParams(space, random)));
  for (let rung = 0; rung < RUNGS; rung++) {
    const share = KEEP_ONE_OF ** (rung - RUNGS + 1);
    const from = trials.length;
    for (let at = 0; at < alive.length; at += BATCH) {
      await runBatch(request, alive.slice(at, at + BATCH).map((params) => ({ params, share })), trials);
      await report((rung + at / alive.length) / RUNGS, `${request.model}: rung ${rung + 1} of ${RUNGS}, ${trials.length} trials`);
    }
    const ranked = trials.slice(from).filter((trial) => trial.value !== null).sort((a, b) => b.value! - a.value! || a.number - b.number);
    alive = ranked.slice(0, Math.max(1, Math.ceil(alive.length / KEEP_ONE_OF))).map(({ params }) => params);
  }
  return bestOf(request, trials);
}

async function runBatch(request: TuneRequest, jobs: readonly TrialJob[], trials: Trial[]): Promise<void> {
  const outcomes = await request.run(jobs);
  jobs.forEach((job, at) => trials.push({ number: trials.length + 1, ...job, ...outcomes[at] }));
}

function bestOf({ model }: TuneRequest, trials: readonly Trial[]): Tuned {
  const whole = trials.filter((trial) => trial.share === 1 && trial.value !== null);
  if (whole.length === 0) throw new ParamsError(`every trial of ${model} failed; the first said: ${trials[0].error}`);
  const best = whole.reduce((one, other) => (other.value! > one.value! ? other : one));
  return { best: best.params, value: best.value!, trials };
}
