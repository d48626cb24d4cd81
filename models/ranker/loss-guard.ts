import { requireBetween } from '../trainer.js';

export interface GuardParams {
  /** Events per window. */
  readonly window: number;
  /** z-score of a window's mean log-loss among the windows before it, above which learning stops. */
  readonly threshold: number;
  /** Windows before the first judgement, and the most that are remembered. */
  readonly least: number;
  readonly most: number;
}

export const GUARD_DEFAULTS: GuardParams = { window: 1000, threshold: 4, least: 12, most: 96 };

/** Windows that are all alike must not make the next one an anomaly: the deviation is at least this share of the mean. */
const LEAST_DEVIATION = 0.01;

export type Verdict = 'open' | 'good' | 'anomaly';

export interface GuardState {
  readonly means: readonly number[];
  readonly sum: number;
  readonly count: number;
}

/**
 * Watches the log-loss of predictions made before learning: a window whose mean stands more than `threshold` deviations
 * above those before it says that the world or the log broke. Only a rise counts. Windows are of events, not of hours, so
 * that a replay judges as the first time did; the caller chooses a window of about an hour.
 */
export class LossGuard {
  private means: number[] = [];
  private sum = 0;
  private count = 0;

  constructor(readonly params: GuardParams = GUARD_DEFAULTS) {
    requireBetween('window', params.window, 1, 1e9);
    requireBetween('threshold', params.threshold, 0.1, 100);
    requireBetween('least', params.least, 2, params.most);
  }

  /** 'open' inside a window, else what the window was; an anomaly is not remembered among the good ones. */
  add(loss: number): Verdict {
    this.sum += loss;
    if (++this.count < this.params.window) return 'open';
    const mean = this.sum / this.count;
    [this.sum, this.count] = [0, 0];
    if (this.score(mean) > this.params.threshold) return 'anomaly';
    this.means.push(mean);
    if (this.means.length > this.params.most) this.means.shift();
    return 'good';
  }

  /** z of a window's mean, 0 while there are too few windows to say. */
  score(mean: number): number {
    const { means } = this;
    if (means.length < this.params.least) return 0;
    const centre = means.reduce((sum, value) => sum + value, 0) / means.length;
    const variance = means.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (means.length - 1);
    return (mean - centre) / Math.max(Math.sqrt(variance), LEAST_DEVIATION * centre);
  }

  /** Mean log-loss of the remembered windows, NaN before the first. */
  get runningLoss(): number {
    return this.means.reduce((sum, value) => sum + value, 0) / this.means.length;
  }

  state(): GuardState {
    return { means: [...this.means], sum: this.sum, count: this.count };
  }

  restore({ means, sum, count }: GuardState): void {
    [this.means, this.sum, this.count] = [[...means], sum, count];
  }

  /** Begins a new history: after a thaw what was normal may have changed. */
  forget(): void {
    this.restore({ means: [], sum: 0, count: 0 });
  }
}
