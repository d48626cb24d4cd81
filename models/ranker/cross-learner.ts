import type { Calibration } from '../calibration/calibration.js';
import { logit } from './ad-ranker.js';
import { CROSS_BLOCKS, HASH_BITS, writeCross } from './cross-fields.js';
import type { Cross, CrossKind, Projection } from './cross-fields.js';
import { CrossModel } from './cross-model.js';
import { Ftrl } from './ftrl.js';
import type { FtrlParams, FtrlState } from './ftrl-state.js';

/** M1 or M2 while it learns: crosses in, FTRL steps, and a served model whenever one is wanted. */
export class CrossLearner {
  private readonly ftrl: Ftrl;

  /** `projection` belongs to M2 and is null for M1. */
  constructor(readonly kind: CrossKind, params: FtrlParams, readonly projection: Projection | null) {
    if ((kind === 'm2') !== (projection !== null)) throw new RangeError('M2 needs a projection, and M1 has none');
    this.ftrl = new Ftrl(CROSS_BLOCKS[kind], params, HASH_BITS);
  }

  static from({ kind, state, projection }: CrossModel): CrossLearner {
    const learner = new CrossLearner(kind, state.params, projection);
    learner.restore(state);
    return learner;
  }

  /** Predicts, then learns; returns the probability from before, not calibrated. */
  learn(cross: Cross, label: number, weight: number): number {
    writeCross(cross, this.projection, this.ftrl.event);
    return this.ftrl.learn(label, weight);
  }

  probability(cross: Cross): number {
    writeCross(cross, this.projection, this.ftrl.event);
    return this.ftrl.probability();
  }

  state(): FtrlState {
    return this.ftrl.state();
  }

  restore(state: FtrlState): void {
    this.ftrl.restore(state);
  }

  /** What was learnt up to here, as it serves. */
  model(calibration: Calibration): CrossModel {
    return new CrossModel(this.kind, this.state(), calibration, this.projection);
  }
}

/** Progressive predictions, to calibrate on: logits of a model that had not seen these rows. */
export class Progress {
  readonly logits: number[] = [];
  readonly labels: number[] = [];
  readonly weights: number[] = [];

  add(probability: number, label: number, weight: number): void {
    this.logits.push(logit(probability));
    this.labels.push(label);
    this.weights.push(weight);
  }
}
