import { createScoreTable } from '../server/model-run/reader-scores.js';
import { RunSteps } from '../server/model-run/run-steps.js';
import { listModelFiles } from '../server/platform/model-files.js';
import type { Processor, WorkerServices } from './processor.js';
import { pagePrefix } from './snapshot/files.js';

/** The planner: makes the run's own score table, then requests one job for each page of the snapshot. */
export function scoreReaders({ database, outbox, audit, clock }: WorkerServices): Processor<'score-readers'> {
  const steps = new RunSteps(database, outbox, audit, clock);
  return async ({ runId }) => {
    const run = await steps.begin(runId, 'score-readers');
    if (!run) return 'nothing to do';
    await createScoreTable(database, runId);
    const pages = (await listModelFiles(database, runId, pagePrefix)).map((name) => Number(name.slice(pagePrefix.length)));
    await steps.planPages(runId, pages);
    return { pages: pages.length };
  };
}
