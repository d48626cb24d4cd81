import { makeArtefact } from '../artefact.js';
import { DatasetError } from '../dataset.js';
import type { Dataset, ImpressionTable } from '../dataset.js';
import { AD_WIDTH, CONTENT_WIDTH } from '../features/spec.js';
import { requireBetween, withDefaults } from '../trainer.js';
import type { Params, Report, Trainer } from '../trainer.js';
import { AdModel, adModelFiles, goldenProbabilities, loadAdModel } from './ad-model.js';
import type { GoldenPair } from './ad-model.js';
import { pairGraph } from './graph.js';
import { fitLogistic } from './newton.js';

export interface M0Params extends Readonly<Record<string, number>> {
  readonly lambda: number;
}

export type AdTrainer = Trainer<M0Params, AdModel>;

const WIDTH = CONTENT_WIDTH + AD_WIDTH;
const GOLDEN_COUNT = 4;

/** The logged impressions, or a DatasetError that says what is missing. */
function impressionsOf(dataset: Dataset): ImpressionTable {
  const table = dataset.impressions;
  if (!table || table.rowCount === 0) throw new DatasetError('M0 learns from logged ad impressions, and there are none yet');
  if (table.featureCount !== WIDTH || table.features.length !== table.rowCount * WIDTH) {
    throw new DatasetError(`an impression has ${WIDTH} features (content ⊕ ad), not ${table.featureCount}`);
  }
  if (table.labels.length !== table.rowCount || table.weights.length !== table.rowCount) {
    throw new DatasetError(`${table.rowCount} impressions, ${table.labels.length} labels, ${table.weights.length} weights`);
  }
  for (let row = 0; row < table.rowCount; row++) {
    if (table.labels[row] > 1) throw new DatasetError(`impression ${row} has the label ${table.labels[row]}, not 0 or 1`);
    if (!(table.weights[row] > 0 && table.weights[row] < Infinity)) {
      throw new DatasetError(`impression ${row} has the weight ${table.weights[row]}`);
    }
  }
  return table;
}

async function learn(dataset: Dataset, given: Params, report: Report): Promise<AdModel> {
  const params = withDefaults('m0', DEFAULTS, given);
  requireBetween('lambda', params.lambda, 1e-8, 1e4);
  const fitted = await fitLogistic(impressionsOf(dataset), params.lambda, (iteration, loss) =>
    report(iteration / (iteration + 3), `m0: step ${iteration}, loss ${loss.toFixed(6)}`));
  const theta = Float32Array.from(fitted.theta);
  return new AdModel(theta.subarray(0, WIDTH), theta[WIDTH]);
}

function goldenPairs(table: ImpressionTable): GoldenPair[] {
  return Array.from({ length: Math.min(GOLDEN_COUNT, table.rowCount) }, (_, row) => ({
    content: [...table.features.subarray(row * WIDTH, row * WIDTH + CONTENT_WIDTH)],
    ad: [...table.features.subarray(row * WIDTH + CONTENT_WIDTH, (row + 1) * WIDTH)],
  }));
}

const DEFAULTS: M0Params = { lambda: 1e-4 };

export const m0: AdTrainer = {
  name: 'm0',
  stage: 'ads',
  defaults: DEFAULTS,
  learn: (dataset, params, _seed, report) => learn(dataset, params, report),
  async fit(dataset, given, seed, report) {
    const params = withDefaults('m0', DEFAULTS, given);
    const model = await learn(dataset, params, report);
    const files = adModelFiles(model);
    files.set('model.onnx', pairGraph(model));
    const pairs = goldenPairs(impressionsOf(dataset));
    const golden = {
      inputs: pairs.map(({ content, ad }) => ({ content, ad })),
      outputs: goldenProbabilities(model, pairs),
    };
    const { snapshotId, codeRevision, window: dataWindow } = dataset;
    await report(1, 'packed');
    return makeArtefact({ model: 'm0', params, seed, dataWindow, snapshotId, codeRevision, golden }, files);
  },
  load: loadAdModel,
};
