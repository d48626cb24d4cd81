import type { Params, Report, SearchSpace } from '../trainer.js';

/** Labelled texts; `seconds` holds the other sentence of each pair where pairs are to be compared, else null. */
export interface TextExamples {
  readonly texts: readonly string[];
  readonly seconds: readonly string[] | null;
  /** Index into `TextTask.labels`. */
  readonly labels: Int32Array;
}

export interface TextTask {
  readonly labels: readonly string[];
  readonly train: TextExamples;
  /** For early stopping; tuning measures here. */
  readonly validation: TextExamples;
  /** Texts without a label, for vectors and language models. The test texts are never among them. */
  readonly unlabelled: readonly string[];
}

export interface TextModel {
  /** Probabilities, row-major [texts, labels]; rows sum to 1. */
  classify(examples: Pick<TextExamples, 'texts' | 'seconds'>): Promise<Float32Array> | Float32Array;
  close(): void | Promise<void>;
}

/** Learns from `train`, may stop by `validation`. The test texts are not in the task, so that nothing can look at them. */
export interface TextTrainer<P extends Params = Params> {
  readonly name: string;
  readonly defaults: P;
  readonly space?: SearchSpace;
  learn(task: TextTask, params: P, seed: number, report: Report): Promise<TextModel>;
}
