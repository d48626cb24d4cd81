import { fitPlatt } from '../calibration/platt.js';
import { pickHistories } from '../candidate-model.js';
import type { CandidateTrainer } from '../candidate-model.js';
import { readerRows } from '../dataset.js';
import type { ImpressionTable } from '../dataset.js';
import { aucInterval, aucParts } from '../metrics/auc-interval.js';
import { auc, bestThreshold, calibrationError } from '../metrics/classification.js';
import { bootstrap } from '../metrics/interval.js';
import { groupAuc } from '../metrics/group-auc.js';
import type { AdRanker } from '../ranker/ad-ranker.js';
import { servedProbabilities } from '../ranker/impressions.js';
import type { AdTask } from './ad-models.js';
import { datasetOf } from './evaluate.js';
import type { ClickModel, ClickTable, ClickTask, ClickTrainer } from './click-task.js';
import type { Judge } from './labelled.js';

interface ClickAnswers {
  readonly probabilities: Float64Array;
  /** Best for F1 on validation, as the protocol of KGCN does not choose it but an honest one must. */
  readonly threshold: number;
}

/** Asks about validation, where the threshold is chosen, and about the part. */
async function answersOf<Part extends { readonly labels: Uint8Array }>(ask: (part: Part) => Promise<ArrayLike<number>> | ArrayLike<number>, validation: Part, part: Part): Promise<ClickAnswers> {
  const before = Float64Array.from(await ask(validation));
  return { threshold: bestThreshold(before, validation.labels).threshold, probabilities: part === validation ? before : Float64Array.from(await ask(part)) };
}

const aucOf = ({ probabilities }: ClickAnswers, _task: unknown, { labels }: { readonly labels: Uint8Array }): number => auc(probabilities, labels);

/** AUC first, and within each reader. */
export const CLICKS: Judge<ClickTask, ClickTable, ClickModel, ClickAnswers> = {
  answer: (model, { validation }, part) => answersOf((pairs) => model.probabilities(pairs), validation, part),
  objective: aucOf,
  figures: ({ probabilities, threshold }, { readerCount, itemCount }, { labels, readers }, seed) => {
    const { auc: area, figures, plain } = areaFigures(probabilities, labels, threshold, seed);
    return {
      tested: labels.length, sizes: { readers: readerCount, items: itemCount, pairs: labels.length },
      figures: { auc: area.interval, gauc: groupAuc(probabilities, labels, readers, seed), ...figures }, plain, units: area.units,
    };
  },
};

/** AUC first; every impression is asked about in the place where it stood. */
export const ADS: Judge<AdTask, ImpressionTable, AdRanker, ClickAnswers> = {
  answer: (model, { validation }, part) => answersOf((table) => servedProbabilities(model, table), validation, part),
  objective: aucOf,
  figures: ({ probabilities, threshold }, { train }, { labels, adKeys }, seed) => {
    const { auc: area, figures, plain } = areaFigures(probabilities, labels, threshold, seed);
    const clicks = labels.reduce((sum, label) => sum + label, 0);
    return {
      tested: labels.length, sizes: { learnt: train.rowCount, impressions: labels.length, clicks, ads: new Set(adKeys).size },
      figures: { auc: area.interval, ...figures }, plain, units: area.units,
    };
  },
};

function areaFigures(probabilities: Float64Array, labels: Uint8Array, threshold: number, seed: number) {
  const parts = aucParts(probabilities, labels);
  return {
    auc: { interval: aucInterval(parts), units: { kind: 'auc' as const, parts } },
    figures: pointFigures(probabilities, labels, threshold, seed),
    plain: { calibrationError: calibrationError(probabilities, labels), threshold },
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
