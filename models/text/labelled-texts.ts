import { DatasetError } from '../dataset.js';

/** Texts, or pairs of texts: `seconds` holds the other text of each, else null. */
export interface Pairs {
  readonly texts: readonly string[];
  readonly seconds: readonly string[] | null;
}

/** What a classifier is fitted on. */
export interface LabelledTexts extends Pairs {
  /** Indices into `labelNames`. */
  readonly labels: Int32Array;
  readonly labelNames: readonly string[];
  /** Of the same kind, without labels: vectors and rarities are learnt from them as well. */
  readonly unlabelled?: Pairs;
}

export const MOST_LABELS = 1000;

/** A pair as its two texts one after the other. */
export const joined = ({ texts, seconds }: Pairs): readonly string[] => (seconds ? texts.map((text, at) => `${text}\n${seconds[at]}`) : texts);

/** Refuses what no classifier can learn from, in words for whoever brought the file. */
export function checkLabelled({ texts, labels, labelNames }: LabelledTexts): void {
  if (texts.length !== labels.length) throw new DatasetError(`${texts.length} texts with ${labels.length} labels`);
  if (labelNames.length > MOST_LABELS) throw new DatasetError(`there are ${labelNames.length} different labels; at most ${MOST_LABELS} can be told apart`);
  if (new Set(labels).size < 2) {
    throw new DatasetError(`all ${texts.length} texts have one label; give texts of at least two, or there is nothing to tell apart`);
  }
  const strange = labels.find((label) => !(label >= 0 && label < labelNames.length));
  if (strange !== undefined) throw new DatasetError(`the label index ${strange} has no name; there are ${labelNames.length} names`);
}
