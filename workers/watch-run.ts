import { setTimeout as sleep } from 'node:timers/promises';
import { ModelRun } from '../schema/model-run.js';
import { activeStates, runSteps, stepOf } from '../server/model-run/model-run-states.js';
import type { Database } from '../server/platform/database.js';

const everyMs = 250;
const stepNames = Object.keys(runSteps);

/** Share of the whole run, 0–1: its four steps count alike. */
export function runProgress({ state, stepProgress }: Pick<ModelRun, 'state' | 'stepProgress'>): number {
  const step = stepOf(state);
  return step === null ? 1 : (stepNames.indexOf(step) + stepProgress) / stepNames.length;
}

/** Looks at the run four times a second until it has come to rest: champion, rejected or failed. */
export async function watchRun(database: Database, runId: string, onProgress: (run: ModelRun) => void): Promise<ModelRun> {
  for (;;) {
    const run = await database.dataSource.manager.findOneByOrFail(ModelRun, { id: runId });
    onProgress(run);
    if (!(activeStates as readonly string[]).includes(run.state)) return run;
    await sleep(everyMs);
  }
}
