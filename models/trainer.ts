import type { Artefact } from './artefact.js';
import type { Dataset } from './dataset.js';

/** Hyper-parameters are numbers with names, so that a command line, a card and a search can all hold them. */
export type Params = Readonly<Record<string, number>>;

/** Where a search may look for one parameter: an interval, ends included, or a few values that have no order. */
export type ParamRange =
  | { readonly low: number; readonly high: number; readonly scale?: 'linear' | 'log'; readonly whole?: boolean }
  | { readonly choices: readonly number[] };

/** Parameters that are worth tuning; the others keep their defaults. */
export type SearchSpace = Readonly<Record<string, ParamRange>>;

/**
 * Called now and then with the share of the work that is done, 0…1. A promise is awaited, so a reporter may write to a
 * database, and one that rejects ends the work: that is how a fit is cancelled.
 */
export type Report = (fraction: number, message: string) => void | Promise<void>;

/** What answers: `predict` for a batch, `close` to free what it holds. */
export interface Model<Batch, Result> {
  predict(batch: Batch): Result;
  close(): void;
}

/**
 * One contract for every model. `fit` is deterministic: the same dataset, params and seed give the same bytes. `learn`
 * is `fit` without the files, for evaluation, where a model may be too large to be worth storing. `load` repeats the
 * golden inputs and refuses an artefact that answers differently.
 */
export interface Trainer<P extends Params, M extends Model<never, unknown>> {
  readonly name: string;
  /** Which alias a promoted model takes: candidates for the feed, or the order of ads. */
  readonly stage: 'candidates' | 'ads';
  readonly defaults: P;
  /** What tuning may change. */
  readonly space?: SearchSpace;
  learn(dataset: Dataset, params: P, seed: number, report: Report): Promise<M>;
  fit(dataset: Dataset, params: P, seed: number, report: Report): Promise<Artefact>;
  load(artefact: Artefact): M;
}

export class ParamsError extends Error {
  override readonly name: string = 'ParamsError';
}

/** The model takes no dataset of this size, whatever its parameters. */
export class SizeError extends ParamsError {
  override readonly name = 'SizeError';
}

/** The defaults with some of them replaced; an unknown name or a value that is no number is refused. */
export function withDefaults<P extends Params>(model: string, defaults: P, overrides: Params): P {
  for (const [name, value] of Object.entries(overrides)) {
    if (!(name in defaults)) {
      throw new ParamsError(`model ${model} has no parameter '${name}'; it has ${Object.keys(defaults).join(', ')}`);
    }
    if (!Number.isFinite(value)) throw new ParamsError(`parameter ${name} of model ${model} is not a number: ${value}`);
  }
  return { ...defaults, ...overrides };
}

/** Refuses a parameter outside [low, high]. */
export function requireBetween(name: string, value: number, low: number, high: number): void {
  if (!(value >= low && value <= high)) {
    throw new ParamsError(`parameter ${name} must lie between ${low} and ${high}, not ${value}`);
  }
}

export const silent: Report = () => undefined;
