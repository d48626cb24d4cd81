import { shiftOf } from '../models/drift/psi.js';
import { RunSteps } from '../server/model-run/run-steps.js';
import { readShadowFigures, readShadowRuns, readShadowScores, type ScoreSamples } from '../server/model-run/shadow-comparisons.js';
import { shadowVerdict } from '../server/model-run/shadow-rules.js';
import type { Processor, WorkerServices } from './processor.js';

/** Below this a distribution is mostly chance. */
const fewestScores = 100;

/** Looks at every challenger in shadow: writes down its figures and, once it has seen enough or its time is over, ends it by the rules. */
export function judgeShadow({ database, outbox, audit, clock }: WorkerServices): Processor<'judge-shadow'> {
  const steps = new RunSteps(database, outbox, audit, clock);
  return async () => {
    const ended: string[] = [];
    for (const { id, shadowRequests, shadowMinutes, shadowAt } of await readShadowRuns(database)) {
      const figures = { ...await readShadowFigures(database, id), scoreShift: shiftOfScores(await readShadowScores(database, id)) };
      const isOver = clock().getTime() >= shadowAt.getTime() + shadowMinutes * 60_000;
      if (figures.requests < shadowRequests && !isOver) await steps.shadowed(id, figures);
      else if (await steps.endShadow(id, figures, shadowVerdict(figures, shadowRequests))) ended.push(id);
    }
    return { ended };
  };
}

function shiftOfScores({ served, shadow }: ScoreSamples): number | null {
  return Math.min(served.length, shadow.length) < fewestScores ? null : shiftOf(served, shadow).psi;
}
