import type { Pairs } from '../text/labelled-texts.js';
import type { Params, Report, SearchSpace } from '../trainer.js';

export interface TextExamples extends Pairs {
  /** Index into `TextTask.labels`. */
  readonly labels: Int32Array;
}

export interface TextTask {
  readonly labels: readonly string[];
  readonly train: TextExamples;
  /** For early stopping; tuning measures here. */
  readonly validation: TextExamples;
  /** Texts or pairs without a label. The test texts are never among them. */
  readonly unlabelled: Pairs;
}

export interface TextModel {
  /** Probabilities, row-major [texts, labels]; rows sum to 1. */
  classify(examples: Pairs): Promise<Float32Array> | Float32Array;
  close(): void | Promise<void>;
}

/** Learns from `train`, may stop by `validation`. The test texts are not in the task, so that nothing can look at them. */
export interface TextTrainer<P extends Params = Params> {
  readonly name: string;
  readonly defaults: P;
  readonly space?: SearchSpace;
  learn(task: TextTask, params: P, seed: number, report: Report): Promise<TextModel>;
}
