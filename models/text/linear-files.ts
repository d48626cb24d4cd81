import { ArtefactError } from '../artefact.js';
import type { ArtefactFiles } from '../artefact.js';
import { float32Table, float64Table, tableBytes } from '../artefact-pack.js';
import { outputsOf } from './linear.js';
import type { LinearModel } from './linear.js';

/** With weights as they are stored, so that the learnt model answers as the one that is opened again. */
export const asStored = (model: LinearModel): LinearModel => ({ ...model, weights: Float32Array.from(model.weights) });

export const linearFiles = ({ weights, bias }: LinearModel): [string, Uint8Array][] =>
  [['weights.bin', tableBytes(weights as Float32Array)], ['bias.bin', tableBytes(bias)]];

/** Throws ArtefactError where the tables have other sizes. */
export function loadLinear(files: ArtefactFiles, shape: Pick<LinearModel, 'classCount' | 'featureCount' | 'link'>): LinearModel {
  const [weights, bias] = [float32Table(files, 'weights.bin'), float64Table(files, 'bias.bin')];
  const outputs = outputsOf(shape.classCount);
  if (weights.length !== shape.featureCount * outputs || bias.length !== outputs) {
    throw new ArtefactError('MODEL', 'The tables of the model do not fit together; tune it again.');
  }
  return { ...shape, weights, bias };
}
