import { ArtefactError } from '../artefact.js';
import type { Artefact } from '../artefact.js';
import { float32Table, int32Table, tableBytes } from '../artefact-pack.js';
import { checkGolden } from '../history-model.js';
import type { IalsParams } from './ials-fit.js';
import { IalsModel } from './ials-model.js';
import type { ScoreProduct } from './ials-model.js';
import { strideOf } from './ials-system.js';

/** gram.bin is α₀YᵀY, so that opening a model of many items does not hold up the api. */
export function ialsFiles(model: IalsModel, popularity: Float32Array): Map<string, Uint8Array> {
  return new Map([
    ['items.bin', tableBytes(model.itemKeys)], ['popularity.bin', tableBytes(popularity)],
    ['factors.bin', tableBytes(model.factors.slice())], ['gram.bin', tableBytes(model.gram.slice())],
  ]);
}

/** The model in an opened artefact, after its golden check; batches go through `product` where there is one. Throws ArtefactError. */
export function loadIals({ card, files }: Artefact, productOf: (factors: Float32Array, stride: number) => ScoreProduct | null = () => null): IalsModel {
  const params = card.params as IalsParams;
  const itemKeys = int32Table(files, 'items.bin');
  const factors = float32Table(files, 'factors.bin');
  const gram = float32Table(files, 'gram.bin');
  const stride = strideOf(params.width);
  if (factors.length !== itemKeys.length * stride || gram.length !== stride * stride) {
    throw new ArtefactError('MODEL', `The tables of the model ${card.model} do not fit together; it is not a factor model, or retrain.`);
  }
  const model = new IalsModel({ itemKeys, factors, gram }, params, productOf(factors, stride));
  checkGolden(card, model);
  return model;
}
