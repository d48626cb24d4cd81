import { makeArtefact } from '../artefact.js';
import { CALIBRATIONS, fitCalibration } from '../calibration/calibration.js';
import type { Dataset, ImpressionTable } from '../dataset.js';
import { Pace } from '../pace.js';
import { requireBetween, withDefaults } from '../trainer.js';
import type { Params, Report, SearchSpace, Trainer } from '../trainer.js';
import { logit } from './ad-ranker.js';
import { crossGraph } from './cross-graph.js';
import { CrossReader } from './cross-fields.js';
import type { CrossKind } from './cross-fields.js';
import { CrossLearner, Progress } from './cross-learner.js';
import type { CrossModel } from './cross-model.js';
import { crossFiles, goldenCrosses, loadCrossModel } from './cross-files.js';
import { impressionsOf, oldestFirst } from './impressions.js';
import { principalAxes } from './principal-axes.js';

export interface CrossParams extends Readonly<Record<string, number>> {
  /** Learning rate; beta, l1 and l2 as in FTRL-Proximal. */
  readonly alpha: number;
  readonly beta: number;
  readonly l1: number;
  readonly l2: number;
  /** Passes over what is older than the last tenth; that tenth is passed once, predicted before it is learnt. */
  readonly epochs: number;
  /** 0 none, 1 Platt, 2 isotonic. */
  readonly calibration: number;
}

/** Held back by time, to calibrate on. */
const CALIBRATION_SHARE = 0.1;

const SPACE: SearchSpace = {
  alpha: { low: 0.003, high: 0.5, scale: 'log' },
  l1: { low: 1e-3, high: 30, scale: 'log' },
  l2: { low: 1e-3, high: 300, scale: 'log' },
  epochs: { low: 1, high: 5, whole: true },
};

function checked(kind: CrossKind, defaults: CrossParams, given: Params): CrossParams {
  const params = withDefaults(kind, defaults, given);
  requireBetween('epochs', params.epochs, 1, 100);
  requireBetween('calibration', params.calibration, 0, CALIBRATIONS.length - 1);
  return { ...params, epochs: Math.floor(params.epochs), calibration: Math.floor(params.calibration) };
}

/** The impressions once or more, oldest first, as they came: what an online learner would have made of them. */
async function learn(kind: CrossKind, table: ImpressionTable, params: CrossParams, report: Report): Promise<CrossModel> {
  const { alpha, beta, l1, l2, epochs } = params;
  const learner = new CrossLearner(kind, { alpha, beta, l1, l2 }, kind === 'm2' ? principalAxes(table) : null);
  const rows = oldestFirst(table);
  const cut = rows.length - Math.floor(rows.length * CALIBRATION_SHARE);
  const reader = new CrossReader(table);
  const pace = new Pace(report);
  const steps = epochs * cut + rows.length - cut;
  const progress = new Progress();
  let loss = 0;
  for (let step = 0; step < steps; step++) {
    const row = step < epochs * cut ? rows[step % cut] : rows[step - (epochs - 1) * cut];
    const [label, weight] = [table.labels[row], table.weights[row]];
    const p = learner.learn(reader.at(row), label, weight);
    loss -= Math.log(Math.max(1e-12, label ? p : 1 - p));
    if (step >= epochs * cut) progress.add(p, label, weight);
    const turn = pace.step(step / steps, () => `${kind}: ${step} of ${steps} events, progressive log-loss ${(loss / (step + 1)).toFixed(4)}`);
    if (turn) await turn;
  }
  const shift = meanShift(learner, reader, rows.subarray(cut), progress.logits);
  const logits = progress.logits.map((z) => z + shift);
  return learner.model(fitCalibration(CALIBRATIONS[params.calibration], logits, progress.labels, progress.weights));
}

/**
 * By how much the last weights say more than those that predicted these rows, in the mean: the last step of a learner that
 * never stops is a little off in some direction, and the calibration must be of the weights that serve. Shifting all
 * logits alike keeps them honest otherwise: no row decides on itself.
 */
function meanShift(learner: CrossLearner, reader: CrossReader, rows: Uint32Array, before: readonly number[]): number {
  let sum = 0;
  rows.forEach((row, at) => {
    sum += logit(learner.probability(reader.at(row))) - before[at];
  });
  return rows.length > 0 ? sum / rows.length : 0;
}

export function crossTrainer(kind: CrossKind, defaults: CrossParams): Trainer<CrossParams, CrossModel> {
  const learnFrom = async (dataset: Dataset, given: Params, report: Report): Promise<CrossModel> =>
    learn(kind, impressionsOf(dataset, kind), checked(kind, defaults, given), report);
  return {
    name: kind,
    stage: 'ads',
    defaults,
    space: SPACE,
    learn: (dataset, given, _seed, report) => learnFrom(dataset, given, report),
    async fit(dataset, given, seed, report) {
      const model = await learnFrom(dataset, given, report);
      const files = crossFiles(model);
      files.set('model.onnx', crossGraph(model));
      const { snapshotId, codeRevision, window: dataWindow } = dataset;
      const golden = goldenCrosses(model, impressionsOf(dataset, kind));
      await report(1, 'packed');
      return makeArtefact({ model: kind, params: checked(kind, defaults, given), seed, dataWindow, snapshotId, codeRevision, golden }, files);
    },
    load: loadCrossModel,
  };
}
