import type { ContentTable } from '../dataset.js';
import type { Params, Report, SearchSpace } from '../trainer.js';

/** Pairs with an answer: 1 the reader took the item, 0 he was not seen to. Columns of one length. */
export interface ClickTable {
  readonly readers: Int32Array;
  readonly items: Int32Array;
  readonly labels: Uint8Array;
}

/** Click prediction: who takes what. `contents.attributes` holds a knowledge graph as [items, entities], where there is one. */
export interface ClickTask {
  readonly readerCount: number;
  readonly itemCount: number;
  readonly train: ClickTable;
  /** For early stopping and thresholds; tuning measures here. */
  readonly validation: ClickTable;
  readonly contents: ContentTable | null;
}

export interface ClickModel {
  /** Probability of label 1 for each pair, [pairs]; equal scores are ties. */
  probabilities(pairs: Pick<ClickTable, 'readers' | 'items'>): Promise<ArrayLike<number>> | ArrayLike<number>;
  close(): void | Promise<void>;
}

/** Learns from `train`, may stop by `validation`. The test pairs are not in the task, so that nothing can look at them. */
export interface ClickTrainer<P extends Params = Params> {
  readonly name: string;
  readonly defaults: P;
  readonly space?: SearchSpace;
  learn(task: ClickTask, params: P, seed: number, report: Report): Promise<ClickModel>;
}
