import type { ContentTable, ImpressionTable } from '../dataset.js';
import type { Split } from '../splits.js';
import type { AdTask } from './ad-models.js';
import type { ClickTable, ClickTask } from './click-task.js';
import type { TextExamples, TextTask } from './text-task.js';

/** Which items will a reader take? All items are ranked for everybody with a test item. */
export interface RankingTask {
  readonly kind: 'ranking';
  /** Cut out of what is known before the test: the only rows that tuning sees. */
  readonly tuning: Split;
  readonly test: Split;
  readonly contents: ContentTable | null;
  /** Length of the lists in the tables that the protocol is compared with. */
  readonly k: number;
  /**
   * Several cuts of what is known before the test, each with its own train and validation: rolling origins where rows have
   * times, other held-out tenths where a split was published without; null where a reader has one validation item.
   */
  readonly folds: ((count: number) => Split[]) | null;
}

export interface ClicksTask {
  readonly kind: 'clicks';
  readonly task: ClickTask;
  readonly test: ClickTable;
}

/** Logged showings of ads, cut by time. */
export interface AdsTask {
  readonly kind: 'ads';
  readonly task: AdTask;
  readonly test: ImpressionTable;
}

export interface TextsTask {
  readonly kind: 'texts';
  readonly task: TextTask;
  readonly test: TextExamples;
}

/** Logs of two policies over the same actions, in a folder that the estimators read themselves. */
export interface OffPolicyTask {
  readonly kind: 'off-policy';
  readonly folder: string;
}

export type Task = RankingTask | ClicksTask | AdsTask | TextsTask | OffPolicyTask;
