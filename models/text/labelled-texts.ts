import { DatasetError } from '../dataset.js';

/** What a classifier is fitted on. `labels` are indices into `labelNames`. */
export interface LabelledTexts {
  readonly texts: readonly string[];
  readonly labels: Int32Array;
  readonly labelNames: readonly string[];
  readonly window: { readonly fromMs: number; readonly toMs: number };
  readonly snapshotId: string;
  readonly codeRevision: string;
}

export const MOST_LABELS = 1000;

/** Refuses what no classifier can learn from, in words for whoever brought the file. */
export function checkLabelled({ texts, labels, labelNames }: Pick<LabelledTexts, 'texts' | 'labels' | 'labelNames'>): void {
  if (texts.length !== labels.length) throw new DatasetError(`${texts.length} texts with ${labels.length} labels`);
  if (labelNames.length > MOST_LABELS) throw new DatasetError(`there are ${labelNames.length} different labels; at most ${MOST_LABELS} can be told apart`);
  if (new Set(labels).size < 2) {
    throw new DatasetError(`all ${texts.length} texts have one label; give texts of at least two, or there is nothing to tell apart`);
  }
  const strange = labels.find((label) => !(label >= 0 && label < labelNames.length));
  if (strange !== undefined) throw new DatasetError(`the label index ${strange} has no name; there are ${labelNames.length} names`);
}
