import { makeArtefact } from '../../artefact.js';
import type { Card } from '../../artefact.js';
import { CALIBRATIONS, fitCalibration } from '../../calibration/calibration.js';
import type { Calibration } from '../../calibration/calibration.js';
import type { Dataset } from '../../dataset.js';
import { requireBetween, withDefaults } from '../../trainer.js';
import type { Params, Report, SearchSpace, Trainer } from '../../trainer.js';
import { logit } from '../ad-ranker.js';
import { checkArchitecture, rowWidth } from './architecture.js';
import type { Architecture } from './architecture.js';
import { fixedRows } from './batch-rows.js';
import { deepRankerFiles, goldenTable, loadDeepRanker } from './deep-artefact.js';
import { DeepRanker } from './deep-ranker.js';
import { examplesOf } from './examples.js';
import { encodeRows, fitFieldTable } from './field-table.js';
import type { FieldTable } from './field-table.js';
import { fitNetwork, networkProbabilities } from './fit-network.js';
import type { FitParams, FittedNetwork } from './fit-network.js';
import { rankingOf } from './impression-columns.js';
import { networkGraph } from './network.js';
import { checkRanking, headsOf, rankingRows, UNKNOWN } from './ranking-table.js';
import type { Head, RankingTable } from './ranking-table.js';

export interface DeepParams extends FitParams {
  /** k. */
  readonly factors: number;
  /** An id gets a row of its own once it occurs so often. */
  readonly admitAfter: number;
  /** Share of the rows, the last by time, that stops and calibrates; 0 trains on all rows for all epochs. */
  readonly heldOut: number;
  /** 0 none, 1 Platt, 2 isotonic. */
  readonly calibration: number;
  /** w_k of the final score Σ_k w_k p_k. */
  readonly clickWeight: number;
  readonly dwellWeight: number;
  readonly completeWeight: number;
  readonly buyWeight: number;
}

export const DEEP_DEFAULTS: DeepParams = {
  factors: 16, epochs: 20, batch: 1024, learningRate: 1e-3, rowRate: 0.05, rowDecay: 1e-4, decay: 1, factorScale: 0.05, patience: 3,
  admitAfter: 3, heldOut: 0.1, calibration: 1, clickWeight: 1, dwellWeight: 1, completeWeight: 1, buyWeight: 1,
};

/** Fewer rows than this are all trained on: a tenth of them would stop the training by chance. */
const LEAST_TO_HOLD_OUT = 100;

export type NetworkSizes = Pick<Architecture, 'kind' | 'hidden' | 'crossLayers' | 'crossRank' | 'stacked'>;

function checkParams(params: DeepParams): void {
  requireBetween('epochs', params.epochs, 1, 1000);
  requireBetween('batch', params.batch, 1, 65_536);
  requireBetween('learningRate', params.learningRate, 1e-7, 1);
  requireBetween('rowRate', params.rowRate, 1e-7, 10);
  requireBetween('rowDecay', params.rowDecay, 0, 10);
  requireBetween('decay', params.decay, 0, 10);
  requireBetween('factorScale', params.factorScale, 1e-6, 1);
  requireBetween('patience', params.patience, 1, 1000);
  requireBetween('admitAfter', params.admitAfter, 1, 1e6);
  requireBetween('heldOut', params.heldOut, 0, 0.5);
  requireBetween('calibration', params.calibration, 0, CALIBRATIONS.length - 1);
}

/** A ranker learnt from a table; `heldOut` instead of the last rows by time where a protocol gives its own. */
export async function learnRanker(
  sizes: NetworkSizes, table: RankingTable, params: DeepParams, seed: number, report: Report, heldOut: RankingTable | null = null,
): Promise<DeepRanker> {
  checkParams(params);
  checkRanking(table);
  const [training, held] = heldOut ? [table, heldOut] : splitLast(table, params.heldOut);
  const heads = headsOf(training);
  const fieldTable = fitFieldTable(training, params.admitAfter);
  const architecture: Architecture = {
    ...sizes, fields: fieldTable.fields.length, numbers: fieldTable.numberNames.length, heads: heads.length, factors: params.factors,
  };
  checkArchitecture(architecture);
  const own = { architecture, fieldTable };
  const examples = examplesOf(encodeRows(fieldTable, training), training, heads);
  const heldExamples = held && examplesOf(encodeRows(fieldTable, held), held, heads);
  const fitted = await fitNetwork(own, examples, heldExamples, { ...params, seed }, report);
  const calibrations = await calibrationsOf(own, fitted, held, heads, params);
  const headWeights = heads.map((head) => params[`${head}Weight`]);
  const { rows, parameters } = fitted;
  return new DeepRanker({ ...own, rows, parameters, heads, headWeights, calibrations });
}

/** train < held out by time, rows of equal times in their order. */
function splitLast(table: RankingTable, share: number): [RankingTable, RankingTable | null] {
  const count = Math.floor(table.rowCount * share);
  if (share === 0 || table.rowCount < LEAST_TO_HOLD_OUT) return [table, null];
  const { timesMs } = table;
  const order = Uint32Array.from({ length: table.rowCount }, (_, row) => row).sort((a, b) => timesMs[a] - timesMs[b] || a - b);
  const training = rankingRows(table, order.subarray(0, table.rowCount - count));
  // Where one of the labels came only at the end, nothing could be learnt from the beginning.
  if (headsOf(training).some((head) => !training.labels[head]!.includes(0) || !training.labels[head]!.includes(1))) return [table, null];
  const held = rankingRows(table, order.subarray(table.rowCount - count));
  return headsOf(held).some((head) => held.labels[head]!.some((label) => label !== UNKNOWN)) ? [training, held] : [table, null];
}

async function calibrationsOf(
  own: { architecture: Architecture; fieldTable: FieldTable },
  fitted: FittedNetwork, held: RankingTable | null, heads: readonly Head[], params: DeepParams,
): Promise<Calibration[]> {
  const kind = CALIBRATIONS[Math.floor(params.calibration)];
  if (!held || kind === 'none') return heads.map(() => ({ kind: 'none' }));
  const table = fixedRows(fitted.rows, rowWidth(own.architecture));
  const probabilities = await networkProbabilities({ ...own, parameters: fitted.parameters, table }, encodeRows(own.fieldTable, held));
  return heads.map((head, at) => {
    const labels = held.labels[head]!;
    const known = Array.from(labels.keys()).filter((row) => labels[row] !== UNKNOWN);
    // A head whose newest labels are all still open is used as it was learnt.
    if (known.length === 0) return { kind: 'none' };
    return fitCalibration(kind, known.map((row) => logit(probabilities[row * heads.length + at])), known.map((row) => labels[row]), known.map((row) => held.weights[row]));
  });
}

/** For the card. */
function trainedHeads(table: RankingTable): Card['heads'] {
  return Object.fromEntries(headsOf(table).map((head) => {
    const known = table.labels[head]!.filter((label) => label !== UNKNOWN);
    return [head, { known: known.length, positives: known.reduce((sum, label) => sum + label, 0) }];
  }));
}

export type DeepTrainer<P extends DeepParams = DeepParams> = Trainer<P, DeepRanker>;

/** A trainer of rankers from what is its own: the sizes that its params say. */
export function deepTrainer<P extends DeepParams>(own: { name: string; defaults: P; space: SearchSpace; sizes(params: P): NetworkSizes }): DeepTrainer<P> {
  const learn = async (dataset: Dataset, given: Params, seed: number, report: Report): Promise<DeepRanker> => {
    const params = withDefaults(own.name, own.defaults, given);
    return learnRanker(own.sizes(params), rankingOf(dataset, own.name), params, seed, report);
  };
  return {
    name: own.name,
    stage: 'ads',
    defaults: own.defaults,
    space: own.space,
    learn,
    async fit(dataset, given, seed, report) {
      const params = withDefaults(own.name, own.defaults, given);
      const model = await learn(dataset, params, seed, report);
      const files = deepRankerFiles(model);
      files.set('model.onnx', networkGraph(model.parts.architecture, model.parts.parameters));
      const table = rankingOf(dataset, own.name);
      const { inputs, rows } = goldenTable(table);
      const golden = { inputs, outputs: [...model.probabilities(rows)] };
      const { snapshotId, codeRevision, window: dataWindow } = dataset;
      await report(1, 'packed');
      return makeArtefact({ model: own.name, params, seed, dataWindow, snapshotId, codeRevision, golden, heads: trainedHeads(table) }, files);
    },
    load: loadDeepRanker,
  };
}
