import { DomainError } from '../platform/errors.js';

/** The models that are learnt by themselves, with the names of their parameters. */
const single: Readonly<Record<string, readonly string[]>> = {
  /** ease up to its item limit, else graph-filter; chosen when the size of the snapshot is known. */
  auto: [],
  popularity: ['halfLifeDays'],
  'item-knn': ['shrink', 'neighbours', 'halfLifeDays'],
  rp3beta: ['alpha', 'beta', 'normalise', 'neighbours', 'halfLifeDays'],
  ease: ['lambda', 'dropout', 'neighbours', 'halfLifeDays'],
  /** Ease with texts and attributes: finds contents that nobody has read yet. */
  cease: ['lambda', 'dropout', 'text', 'attributes', 'coldLambda', 'neighbours', 'halfLifeDays'],
  /** Contents whose texts and attributes are alike: learns nothing from readers. */
  'content-knn': ['text', 'attributes', 'neighbours', 'halfLifeDays'],
  'graph-filter': ['alpha', 'power', 'source', 'target', 'neighbours', 'halfLifeDays'],
  'spectral-filter': ['alpha', 'power', 'source', 'target', 'rank', 'lowPass', 'sharpen', 'neighbours', 'halfLifeDays'],
  /** Learnt by gradient, with the attributes of contents; its towers rank as one matrix. */
  'two-tower': ['width', 'epochs', 'batch', 'pooled', 'temperature', 'rate', 'attributes', 'neighbours', 'halfLifeDays'],
  /** A learnt mix of the others; 1 lets a source take part. */
  blend: ['itemKnn', 'rp3beta', 'graphFilter', 'spectralFilter', 'ease', 'cease', 'share', 'neighbours', 'halfLifeDays'],
  /** Factors; a reader is folded in from his history at every feed. */
  ials: ['width', 'alpha0', 'lambda', 'nu', 'epochs', 'solverSteps'],
  /** What is opened next, from the order of what was opened. */
  sasrec: [
    'width', 'inner', 'blocks', 'heads', 'length', 'rows', 'negatives', 'dropout', 'temperature', 'rate', 'weightDecay', 'epochs', 'patience', 'validationReaders',
  ],
};

const ensembleSources = ['graph-filter', 'spectral-filter', 'ials', 'item-knn', 'rp3beta', 'ease', 'cease', 'sasrec'];

/**
 * What a run may be asked to fit, with the names of its parameters: the models of models/registry.ts whose artefact the api
 * can serve. The registry brings onnxruntime along, which must not be in the api; a test holds the two together.
 */
export const modelChoices: Readonly<Record<string, readonly string[]>> = {
  ...single,
  /** A weighted sum of the others: the weight of each source, and its parameters as `<source>.<parameter>`. */
  ensemble: [...ensembleSources.flatMap((source) => [source, ...single[source].map((param) => `${source}.${param}`)]), 'learnWeights', 'share', 'readers'],
};

/** What may order the ads: each opens in plain TypeScript. */
export const adModelChoices: readonly string[] = ['m0', 'm1', 'm2', 'fm', 'deepfm', 'dcn'];

export function checkAdModelChoice(model: string): void {
  if (!adModelChoices.includes(model)) {
    throw new DomainError('BAD_INPUT', { path: ['adModel'], allowed: adModelChoices }, `There is no ad model ${model}; there are ${adModelChoices.join(', ')}.`);
  }
}

/** Throws BAD_INPUT for an unknown model, an unknown parameter or a value that is no number. */
export function checkModelChoice(model: string, params: unknown): asserts params is Record<string, number> {
  if (!Object.hasOwn(modelChoices, model)) {
    throw new DomainError('BAD_INPUT', { path: ['model'], allowed: Object.keys(modelChoices) }, `There is no model ${model}; there are ${Object.keys(modelChoices).join(', ')}.`);
  }
  if (typeof params !== 'object' || params === null || Array.isArray(params)) throw new DomainError('BAD_INPUT', { path: ['params'] }, 'params is an object of names and numbers.');
  for (const [name, value] of Object.entries(params)) {
    if (!modelChoices[model].includes(name)) {
      throw new DomainError('BAD_INPUT', { path: ['params', name], allowed: modelChoices[model] }, `The model ${model} has no parameter ${name}.`);
    }
    if (typeof value !== 'number' || !Number.isFinite(value)) throw new DomainError('BAD_INPUT', { path: ['params', name] }, `The parameter ${name} must be a number.`);
  }
}
