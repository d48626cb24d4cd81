import { fitPlatt } from '../calibration/platt.js';
import { pickHistories } from '../candidate-model.js';
import type { CandidateTrainer } from '../candidate-model.js';
import { readerRows } from '../dataset.js';
import { aucInterval, aucParts } from '../metrics/auc-interval.js';
import { auc, bestThreshold, calibrationError } from '../metrics/classification.js';
import { bootstrap } from '../metrics/interval.js';
import { groupAuc } from '../metrics/group-auc.js';
import { silent } from '../trainer.js';
import type { Params, Report } from '../trainer.js';
import { datasetOf } from './evaluate.js';
import type { ClickModel, ClickTable, ClickTask, ClickTrainer } from './click-task.js';
import { timed } from './measured.js';
import type { Measured } from './measured.js';

/** What tuning climbs: AUC on the validation part. */
export async function clicksObjective(trainer: ClickTrainer, params: Params, task: ClickTask, seed: number): Promise<number> {
  const model = await trainer.learn(task, { ...trainer.defaults, ...params }, seed, silent);
  try {
    return auc(await model.probabilities(task.validation), task.validation.labels);
  } finally {
    await model.close();
  }
}

/** AUC first; F1 at the threshold that was best on validation, as the protocol of KGCN does not but an honest one must. */
export async function measureClicks(trainer: ClickTrainer, params: Params, task: ClickTask, test: ClickTable, seed: number, report: Report = silent): Promise<Measured> {
  const whole = { ...trainer.defaults, ...params };
  const { result, cost } = await timed(
    () => trainer.learn(task, whole, seed, report),
    async (model) => {
      try {
        const chosen = bestThreshold(await model.probabilities(task.validation), task.validation.labels).threshold;
        return { chosen, probabilities: Float64Array.from(await model.probabilities(test)) };
      } finally {
        await model.close();
      }
    },
  );
  const { chosen, probabilities } = result;
  const parts = aucParts(probabilities, test.labels);
  return {
    model: trainer.name, params: whole, tested: test.labels.length, sizes: { readers: task.readerCount, items: task.itemCount, pairs: test.labels.length },
    figures: { auc: aucInterval(parts), gauc: groupAuc(probabilities, test.labels, test.readers, seed), ...pointFigures(probabilities, test.labels, chosen, seed) },
    plain: { calibrationError: calibrationError(probabilities, test.labels), threshold: chosen },
    units: { kind: 'auc', parts }, slices: [], cost,
  };
}

/** Figures that are functions of means over rows: log-loss, normalised entropy, F1 and accuracy at a threshold. */
export function pointFigures(probabilities: Float64Array, labels: Uint8Array, threshold: number, seed: number) {
  const clamped = probabilities.map((p) => Math.min(1 - 1e-15, Math.max(1e-15, p)));
  const loss = clamped.map((p, row) => -Math.log(labels[row] ? p : 1 - p));
  const claimed = probabilities.map((p) => (p >= threshold ? 1 : 0));
  const positive = Float64Array.from(labels);
  const both = claimed.map((claim, row) => claim * positive[row]);
  const [logLoss, normalisedEntropy, f1, accuracy] = bootstrap([loss, claimed, positive, both], ([lost, claims, positives, hits]) => [
    lost,
    lost / -(positives * Math.log(positives) + (1 - positives) * Math.log(1 - positives)),
    claims + positives === 0 ? 0 : (2 * hits) / (claims + positives),
    1 - claims - positives + 2 * hits,
  ], seed, 300);
  return { logLoss, normalisedEntropy, f1, accuracy };
}

/**
 * A model that ranks, as a model of clicks: it learns from the positives of train, and p = σ(a·score + b) with a and b
 * fitted on validation (Platt). Scores of different readers are compared as they are, which not every such model is made for.
 */
export function candidatesAsClicks(trainer: CandidateTrainer): ClickTrainer {
  return {
    name: trainer.name,
    defaults: trainer.defaults,
    space: trainer.space,
    async learn(task, params, seed, report) {
      const positives = positiveRows(task);
      const model = await trainer.learn({ ...datasetOf({ train: positives, test: positives }, 'clicks'), contents: task.contents }, params, seed, report);
      const histories = readerRows(positives);
      const score = async ({ readers, items }: Pick<ClickTable, 'readers' | 'items'>): Promise<Float64Array> => {
        const scores = new Float64Array(readers.length);
        const row = new Float32Array(task.itemCount);
        const places = [...readers.keys()].sort((a, b) => readers[a] - readers[b]);
        for (let at = 0; at < places.length; at++) {
          const reader = readers[places[at]];
          if (at === 0 || reader !== readers[places[at - 1]]) {
            const { offsets, columns, values } = histories;
            await model.scoreBatch(pickHistories({ offsets, items: columns, weights: values }, [reader]), row);
          }
          scores[places[at]] = row[items[places[at]]];
        }
        return scores;
      };
      const seen = await score(task.validation);
      const scale = Math.sqrt(seen.reduce((sum, value) => sum + value * value, 0) / seen.length) || 1;
      const platt = fitPlatt(seen.map((value) => value / scale), task.validation.labels, new Float64Array(seen.length).fill(1));
      return calibratedModel(async (pairs) => (await score(pairs)).map((value) => 1 / (1 + Math.exp(-(platt.slope * (value / scale) + platt.intercept)))), () => model.close());
    },
  };
}

function calibratedModel(probabilities: ClickModel['probabilities'], close: () => void): ClickModel {
  return { probabilities, close };
}

function positiveRows({ readerCount, itemCount, train }: ClickTask) {
  const rows = [...train.labels.keys()].filter((row) => train.labels[row] === 1);
  return {
    readerCount, itemCount,
    readers: Int32Array.from(rows, (row) => train.readers[row]),
    items: Int32Array.from(rows, (row) => train.items[row]),
    weights: new Float32Array(rows.length).fill(1),
    timesMs: new Float64Array(rows.length),
  };
}
