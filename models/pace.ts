import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Report } from './trainer.js';

const EVERY_MS = 100;

/**
 * For long loops: `step` reports at most ten times a second and then lets the event loop turn once, so that progress is
 * sent, locks renew and a cancellation arrives while a fit has the thread. Between reports it costs one clock reading.
 */
export class Pace {
  private lastMs = performance.now();

  constructor(private readonly report: Report) {}

  /** Null when it is not yet time, so that the loop need not await at each step. */
  step(fraction: number, message: () => string): Promise<void> | null {
    const nowMs = performance.now();
    if (nowMs - this.lastMs < EVERY_MS) return null;
    this.lastMs = nowMs;
    return this.turn(fraction, message());
  }

  private async turn(fraction: number, message: string): Promise<void> {
    await this.report(fraction, message);
    await nextTurn();
  }
}
