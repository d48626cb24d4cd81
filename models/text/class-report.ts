import { bootstrap } from '../metrics/interval.js';
import type { Interval } from '../metrics/interval.js';

export interface LabelFigures {
  readonly label: string;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly texts: number;
}

export interface ClassReport {
  readonly accuracy: Interval;
  /** Mean F1 over the labels that occur. */
  readonly macroF1: number;
  /** confusion[true][given]. */
  readonly confusion: number[][];
  readonly labels: LabelFigures[];
}

/** Figures of given against true labels. F1 is 2·hits / (given + true), 0 where a label was neither given nor true. */
export function classReport(given: ArrayLike<number>, truth: ArrayLike<number>, names: readonly string[], seed: number): ClassReport {
  if (given.length !== truth.length || truth.length === 0) throw new RangeError(`${given.length} answers for ${truth.length} texts`);
  const confusion = names.map(() => names.map(() => 0));
  for (let row = 0; row < truth.length; row++) confusion[truth[row]][given[row]]++;
  const labels = names.map((label, k) => {
    const texts = confusion[k].reduce((sum, count) => sum + count, 0);
    const claimed = confusion.reduce((sum, row) => sum + row[k], 0);
    const hits = confusion[k][k];
    const share = (whole: number): number => (whole === 0 ? 0 : hits / whole);
    return { label, precision: share(claimed), recall: share(texts), f1: claimed + texts === 0 ? 0 : (2 * hits) / (claimed + texts), texts };
  });
  const occurring = labels.filter(({ texts }) => texts > 0);
  const [accuracy] = bootstrap([Float64Array.from({ length: truth.length }, (_, row) => Number(given[row] === truth[row]))], (mean) => mean, seed);
  return { accuracy, macroF1: occurring.reduce((sum, { f1 }) => sum + f1, 0) / occurring.length, confusion, labels };
}
