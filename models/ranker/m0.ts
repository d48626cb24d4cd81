import { makeArtefact } from '../artefact.js';
import type { Dataset, ImpressionTable } from '../dataset.js';
import { CONTENT_WIDTH } from '../features/spec.js';
import { requireBetween, withDefaults } from '../trainer.js';
import type { Params, Report, Trainer } from '../trainer.js';
import { AdModel, adModelFiles, goldenProbabilities, loadAdModel } from './ad-model.js';
import type { GoldenPair } from './ad-model.js';
import { pairGraph } from './graph.js';
import { impressionsOf, PAIR_WIDTH } from './impressions.js';
import { fitLogistic } from './newton.js';

export interface M0Params extends Readonly<Record<string, number>> {
  readonly lambda: number;
}

const GOLDEN_COUNT = 4;

async function learn(dataset: Dataset, given: Params, report: Report): Promise<AdModel> {
  const params = withDefaults('m0', DEFAULTS, given);
  requireBetween('lambda', params.lambda, 1e-8, 1e4);
  const fitted = await fitLogistic(impressionsOf(dataset, 'm0'), params.lambda, (iteration, loss) =>
    report(iteration / (iteration + 3), `m0: step ${iteration}, loss ${loss.toFixed(6)}`));
  const theta = Float32Array.from(fitted.theta);
  return new AdModel(theta.subarray(0, PAIR_WIDTH), theta[PAIR_WIDTH]);
}

function goldenPairs(table: ImpressionTable): GoldenPair[] {
  return Array.from({ length: Math.min(GOLDEN_COUNT, table.rowCount) }, (_, row) => ({
    content: [...table.features.subarray(row * PAIR_WIDTH, row * PAIR_WIDTH + CONTENT_WIDTH)],
    ad: [...table.features.subarray(row * PAIR_WIDTH + CONTENT_WIDTH, (row + 1) * PAIR_WIDTH)],
  }));
}

const DEFAULTS: M0Params = { lambda: 1e-4 };

export const m0: Trainer<M0Params, AdModel> = {
  name: 'm0',
  stage: 'ads',
  defaults: DEFAULTS,
  learn: (dataset, params, _seed, report) => learn(dataset, params, report),
  async fit(dataset, given, seed, report) {
    const params = withDefaults('m0', DEFAULTS, given);
    const model = await learn(dataset, params, report);
    const files = adModelFiles(model);
    files.set('model.onnx', pairGraph(model));
    const pairs = goldenPairs(impressionsOf(dataset, 'm0'));
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
