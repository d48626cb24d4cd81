import { ArtefactError, makeArtefact } from '../artefact.js';
import type { Artefact, JsonValue } from '../artefact.js';
import { float32Table, int32Table, tableBytes } from '../artefact-pack.js';
import type { CandidateModel, CandidateTrainer } from '../candidate-model.js';
import { DatasetError, readerRows, timedHistories } from '../dataset.js';
import type { Dataset } from '../dataset.js';
import { Graph } from '../onnx/graph.js';
import { goldenBatch, goldenHistories } from '../item-model.js';
import type { GoldenHistory } from '../item-model.js';
import { ParamsError, requireBetween, SizeError, withDefaults } from '../trainer.js';
import type { Params, Report } from '../trainer.js';
import { fitSasrec } from './sasrec-fit.js';
import { sasrecParameters, scoringGraph } from './sasrec-graph.js';
import type { SasrecShape } from './sasrec-graph.js';
import type { SasrecParts } from './sasrec-model.js';
import { SasrecRuntimeModel } from './sasrec-session.js';

/** `negatives` 0 is a softmax over all items: no better than 1,024 samples of 12,000 items, at three times the work. */
const DEFAULTS = {
  width: 64, inner: 256, blocks: 2, heads: 2, length: 50, rows: 32, negatives: 1024, dropout: 0.5, temperature: 1, rate: 0.003,
  weightDecay: 0, epochs: 60, patience: 4, validationReaders: 4000,
};
type SasrecParams = Params & typeof DEFAULTS;

/** The [places, items] scores of a step and their softmax: above this a softmax over all items is refused. */
const MOST_SCORES = 2 ** 28;

function shapeOf(itemCount: number, params: SasrecParams): SasrecShape {
  for (const name of ['width', 'inner', 'blocks', 'heads', 'length', 'rows', 'epochs', 'patience', 'validationReaders', 'negatives'] as const) {
    if (!Number.isInteger(params[name])) throw new ParamsError(`parameter ${name} must be a whole number, not ${params[name]}`);
  }
  requireBetween('width', params.width, 2, 1024);
  requireBetween('inner', params.inner, 1, 8192);
  requireBetween('blocks', params.blocks, 1, 12);
  requireBetween('heads', params.heads, 1, params.width);
  requireBetween('length', params.length, 2, 1000);
  requireBetween('rows', params.rows, 1, 4096);
  requireBetween('negatives', params.negatives, 0, 2 ** 24);
  requireBetween('patience', params.patience, 1, 1000);
  requireBetween('validationReaders', params.validationReaders, 0, 2 ** 31);
  requireBetween('rate', params.rate, 1e-7, 1);
  requireBetween('weightDecay', params.weightDecay, 0, 10);
  requireBetween('dropout', params.dropout, 0, 0.9);
  requireBetween('temperature', params.temperature, 0.01, 100);
  requireBetween('epochs', params.epochs, 1, 1000);
  if (params.width % params.heads !== 0) throw new ParamsError(`width ${params.width} must be a multiple of heads ${params.heads}`);
  const scored = sampledOf(itemCount, params) || itemCount;
  const scores = params.rows * params.length * scored;
  if (scores > MOST_SCORES) {
    throw new SizeError(`a step of ${params.rows} rows × ${params.length} places would score ${scored} items each, ${scores} in all; set negatives to at most ${Math.floor(MOST_SCORES / (params.rows * params.length))}`);
  }
  const { width, inner, blocks, heads, length } = params;
  return { itemCount, width, inner, blocks, heads, length };
}

/** 0, a softmax over all items, also where there are no more items than negatives. */
const sampledOf = (itemCount: number, { negatives }: SasrecParams): number => (negatives < itemCount ? negatives : 0);

async function learn(dataset: Dataset, given: Params, seed: number, report: Report): Promise<SasrecRuntimeModel> {
  const params: SasrecParams = withDefaults('sasrec', DEFAULTS, given);
  const { interactions, itemKeys } = dataset;
  if (itemKeys.length !== interactions.itemCount || itemKeys.length === 0) {
    throw new DatasetError(`${interactions.itemCount} items in the interactions, ${itemKeys.length} item keys`);
  }
  const shape = shapeOf(itemKeys.length, params);
  const histories = timedHistories(interactions, readerRows(interactions));
  const { rows, dropout, temperature, rate, weightDecay, epochs, patience, validationReaders } = params;
  const { values } = await fitSasrec(histories, {
    shape, batch: { rows, negatives: sampledOf(shape.itemCount, params), dropout, temperature }, rate, weightDecay, epochs, patience, validationReaders, seed,
  }, report);
  return new SasrecRuntimeModel({ itemKeys, shape, temperature, values });
}

function goldenOutputs(model: CandidateModel, histories: readonly GoldenHistory[]): JsonValue {
  const outputs = (model as SasrecRuntimeModel).predict(goldenBatch(histories));
  return outputs.map((output) => ({ items: [...output.items], scores: [...output.scores] }));
}

/** parameters.bin holds the tensors one after another in the order of `sasrecParameters`. */
function filesOf({ itemKeys, shape, temperature, values }: SasrecParts): Map<string, Uint8Array> {
  const names = Object.keys(sasrecParameters(shape, 0));
  const joined = new Float32Array(names.reduce((size, name) => size + values[name].length, 0));
  let at = 0;
  for (const name of names) {
    joined.set(values[name], at);
    at += values[name].length;
  }
  const graph = new Graph('sasrec');
  const inputs = Object.fromEntries(Object.entries(sasrecParameters(shape, 0)).map(([name, one]) => [name, graph.input(name, 'float32', one.shape)]));
  graph.output('scores', scoringGraph(graph, inputs, shape, temperature).scores);
  return new Map([['items.bin', tableBytes(itemKeys)], ['parameters.bin', tableBytes(joined)], ['model.onnx', graph.encode()]]);
}

function partsOf({ card, files }: Artefact): SasrecParts {
  const itemKeys = int32Table(files, 'items.bin');
  const joined = float32Table(files, 'parameters.bin');
  const params: SasrecParams = withDefaults('sasrec', DEFAULTS, card.params);
  const shape = shapeOf(itemKeys.length, params);
  let at = 0;
  const values = Object.fromEntries(Object.entries(sasrecParameters(shape, 0)).map(([name, { data }]) => {
    at += data.length;
    return [name, joined.subarray(at - data.length, at)];
  }));
  if (at !== joined.length) {
    throw new ArtefactError('MODEL', `The model ${card.model} has ${joined.length} parameters and its params ask for ${at}; it is not a SASRec of this shape, or retrain.`);
  }
  return { itemKeys, shape, temperature: params.temperature, values };
}

/**
 * SASRec: what a reader opens next, from the order of what he opened. Served without the runtime by `SasrecModel`, in batches
 * through onnxruntime.
 */
export const sasrec: CandidateTrainer<SasrecParams> = {
  name: 'sasrec',
  stage: 'candidates',
  defaults: DEFAULTS,
  space: { rate: { low: 0.0005, high: 0.01, scale: 'log' }, dropout: { low: 0.1, high: 0.7 }, temperature: { low: 0.3, high: 2, scale: 'log' } },
  learn,
  async fit(dataset, given, seed, report) {
    const model = await learn(dataset, given, seed, report);
    const histories = goldenHistories(readerRows(dataset.interactions));
    const golden = { inputs: histories.map(({ items, weights }) => ({ items, weights })), outputs: goldenOutputs(model, histories) };
    const { snapshotId, codeRevision, window: dataWindow } = dataset;
    await report(1, 'packed');
    const files = filesOf(model.parts);
    return makeArtefact({ model: 'sasrec', params: withDefaults('sasrec', DEFAULTS, given), seed, dataWindow, snapshotId, codeRevision, golden }, files);
  },
  load(artefact) {
    const model = new SasrecRuntimeModel(partsOf(artefact));
    const histories = artefact.card.golden.inputs as unknown as GoldenHistory[];
    if (JSON.stringify(goldenOutputs(model, histories)) !== JSON.stringify(artefact.card.golden.outputs)) {
      throw new ArtefactError('GOLDEN', 'The model sasrec no longer gives the answers it was published with; retrain it with this build.');
    }
    return model;
  },
};
