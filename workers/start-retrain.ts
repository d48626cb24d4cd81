import { ModelRuns } from '../server/model-run/model-runs.js';
import { systemActor } from '../server/platform/actor.js';
import type { Processor, WorkerServices } from './processor.js';

/** The nightly start. A run that is still under way is left alone. */
export function startRetrain({ database, outbox, audit, clock, newId, config }: WorkerServices): Processor<'start-retrain'> {
  const runs = new ModelRuns(database, outbox, audit, clock, newId);
  return async ({ scenario }) => {
    const { run, started } = await runs.start({ scenario, trigger: 'schedule', shadow: config.shadow }, systemActor('schedule'));
    return { run: run.code, started };
  };
}
