import { UnrecoverableError } from 'bullmq';
import type { RunSteps } from '../server/model-run/run-steps.js';
import type { RunStep } from '../server/model-run/model-run-states.js';
import type { RunningJob } from './processor.js';

const everyMs = 500;

/** Thrown where the run has left the step, or the job was stopped: the work is of no use any more. */
export class StepOver extends UnrecoverableError {}

/**
 * Progress of a step, from a trainer's `report` to the run's row and the job; at most twice a second. `pause` lets the
 * writes happen and throws StepOver when there is no reason to go on: call it between pieces of work.
 */
export class StepReport {
  private lastAt = -Infinity;
  private latest: [fraction: number, message: string] = [0, ''];
  private isOver = false;

  constructor(private readonly steps: RunSteps, private readonly runId: string, private readonly step: RunStep, private readonly job: RunningJob) {}

  /** The part from..to of the step as a step of its own. */
  readonly part = (from: number, to: number) => (fraction: number, message: string): void => this.say(from + (to - from) * fraction, message);

  readonly say = (fraction: number, message: string): void => {
    this.latest = [fraction, message];
    const now = performance.now();
    if (now - this.lastAt < everyMs) return;
    this.lastAt = now;
    this.job.report(fraction, message);
    void this.store();
  };

  async pause(): Promise<void> {
    await this.store();
    if (this.isOver || this.job.signal.aborted) throw new StepOver('The run was ended while this step was under way.');
  }

  private async store(): Promise<void> {
    try {
      this.isOver = !await this.steps.progress(this.runId, this.step, ...this.latest);
    } catch {
      // Progress is for people; the step itself will meet a database that does not answer.
    }
  }
}
