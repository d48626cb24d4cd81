import { calibrated, fitCalibration } from '../../calibration/calibration.js';
import { readerRows } from '../../dataset.js';
import { easeMatrix } from '../../item-item/ease.js';
import { itemKnnMatrix } from '../../item-item/item-knn.js';
import type { ClickTask, ClickTrainer } from '../../evaluation/click-task.js';
import { find } from '../../sparse.js';
import type { SparseRows } from '../../sparse.js';
import { withDefaults } from '../../trainer.js';
import type { Params, Report } from '../../trainer.js';
import type { Pairs } from './pair-columns.js';

/** Scores that know no labels become probabilities by Platt's scaling on the validation part. */
function scoredTrainer<P extends Params>(own: {
  name: string; defaults: P;
  learn(task: ClickTask, histories: SparseRows, params: P, report: Report): Promise<(reader: number, item: number) => number>;
}): ClickTrainer<P> {
  return {
    name: own.name,
    defaults: own.defaults,
    async learn(task, given: Params, _seed, report) {
      const { train, validation, readerCount, itemCount } = task;
      const taken = Array.from(train.labels.keys()).filter((row) => train.labels[row] === 1);
      const histories = readerRows({
        readerCount, itemCount,
        readers: Int32Array.from(taken, (row) => train.readers[row]), items: Int32Array.from(taken, (row) => train.items[row]),
        weights: new Float32Array(taken.length).fill(1), timesMs: new Float64Array(taken.length),
      });
      const score = await own.learn(task, histories, withDefaults(own.name, own.defaults, given), report);
      const scores = (pairs: Pairs): Float64Array => Float64Array.from(pairs.readers, (reader, at) => score(reader, pairs.items[at]));
      const calibration = fitCalibration('platt', scores(validation), validation.labels, new Float32Array(validation.labels.length).fill(1));
      return {
        probabilities: (pairs) => scores(pairs).map((value) => calibrated(calibration, value)),
        close: () => undefined,
      };
    },
  };
}

/** ln(1 + readers of the item). */
export const clickPopularity = scoredTrainer<Params>({
  name: 'popularity',
  defaults: {},
  async learn(_task, histories) {
    const counts = new Float64Array(histories.columnCount);
    for (const item of histories.columns) counts[item]++;
    return (_reader, item) => Math.log1p(counts[item]);
  },
});

/** Σ_{j ∈ history} B_ji of a matrix of items. */
const historySum = (histories: SparseRows, matrix: SparseRows) => (reader: number, item: number): number => {
  let sum = 0;
  for (let at = histories.offsets[reader]; at < histories.offsets[reader + 1]; at++) {
    const cell = find(matrix, histories.columns[at], item);
    if (cell >= 0) sum += matrix.values[cell];
  }
  return sum;
};

export const clickItemKnn = scoredTrainer<Readonly<Record<'shrink', number>>>({
  name: 'item-knn',
  defaults: { shrink: 0 },
  learn: async (_task, histories, { shrink }, report) => historySum(histories, await itemKnnMatrix(histories, { shrink, neighbours: 0, halfLifeDays: 0 }, report)),
});

export const clickEase = scoredTrainer<Readonly<Record<'lambda', number>>>({
  name: 'ease',
  defaults: { lambda: 500 },
  learn: async (_task, histories, { lambda }, report) =>
    historySum(histories, await easeMatrix(histories, { lambda, dropout: 0, neighbours: 0, halfLifeDays: 0 }, report)),
});
