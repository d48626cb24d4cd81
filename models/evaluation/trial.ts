import type { TrialJob, TrialOutcome } from '../tuning/tune.js';
import { subjectOf } from './subjects.js';
import type { Task } from './tasks.js';

/** One trial of a search. What a model refuses is an outcome, not an error: the search goes on without that point. */
export async function runTrial(task: Task, model: string, { params, share }: TrialJob, options: { seed: number; folds: number }): Promise<TrialOutcome> {
  const startedMs = performance.now();
  const seconds = (): number => (performance.now() - startedMs) / 1000;
  try {
    const value = await subjectOf(task, model).objective(params, { ...options, share });
    if (!Number.isFinite(value)) return { value: null, error: `the figure of the trial is ${value}`, seconds: seconds() };
    return { value, error: null, seconds: seconds() };
  } catch (error) {
    return { value: null, error: (error as Error).message, seconds: seconds() };
  }
}
