import { ArtefactError } from '../artefact.js';
import type { Artefact } from '../artefact.js';
import { float32Table, int32Table, tableBytes } from '../artefact-pack.js';
import { checkGolden } from '../history-model.js';
import type { SasrecModel, SasrecParts } from './sasrec-model.js';
import { parameterShapes } from './sasrec-shape.js';
import type { SasrecShape } from './sasrec-shape.js';

const sizesOf = (shape: SasrecShape): [string, number][] =>
  Object.entries(parameterShapes(shape)).map(([name, sizes]) => [name, sizes.reduce((product, size) => product * size, 1)]);

/** parameters.bin holds the tensors one after another in the order of `parameterShapes`. */
export function sasrecFiles({ itemKeys, shape, values }: SasrecParts, popularity: Float32Array): Map<string, Uint8Array> {
  const joined = new Float32Array(sizesOf(shape).reduce((sum, [, size]) => sum + size, 0));
  let at = 0;
  for (const [name, size] of sizesOf(shape)) {
    joined.set(values[name], at);
    at += size;
  }
  return new Map([['items.bin', tableBytes(itemKeys)], ['popularity.bin', tableBytes(popularity)], ['parameters.bin', tableBytes(joined)]]);
}

function partsOf({ card, files }: Artefact): SasrecParts {
  const itemKeys = int32Table(files, 'items.bin');
  const joined = float32Table(files, 'parameters.bin');
  const { width, inner, blocks, heads, length, temperature } = card.params;
  const shape = { itemCount: itemKeys.length, width, inner, blocks, heads, length };
  let at = 0;
  const values = Object.fromEntries(sizesOf(shape).map(([name, size]) => {
    at += size;
    return [name, joined.subarray(at - size, at)];
  }));
  if (at !== joined.length) {
    throw new ArtefactError('MODEL', `The model ${card.model} has ${joined.length} parameters and its params ask for ${at}; it is not a SASRec of this shape, or retrain.`);
  }
  return { itemKeys, shape, temperature, values };
}

/** The model in an opened artefact, after its golden check: with the runtime or without, as `modelOf` makes it. Throws ArtefactError. */
export function loadSasrec<M extends SasrecModel>(artefact: Artefact, modelOf: (parts: SasrecParts) => M): M {
  const model = modelOf(partsOf(artefact));
  checkGolden(artefact.card, model);
  return model;
}
