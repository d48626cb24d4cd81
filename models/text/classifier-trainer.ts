import type { TextTrainer } from '../evaluation/text-task.js';
import { CLASSIFIER_DEFAULTS, CLASSIFIER_NAME, learnClassifier } from './classifier.js';
import type { ClassifierParams } from './classifier.js';

/** The label that is most frequent in train, with its share: what every other row must beat. */
export const textMajority: TextTrainer = {
  name: 'text-majority',
  defaults: {},
  learn({ labels, train }) {
    const shares = Float32Array.from(labels, (_, label) => train.labels.filter((one) => one === label).length / train.labels.length);
    return Promise.resolve({
      classify: ({ texts }) => Float32Array.from({ length: texts.length * labels.length }, (_, at) => shares[at % labels.length]),
      close: () => undefined,
    });
  },
};

export const textLinear: TextTrainer<ClassifierParams> = {
  name: CLASSIFIER_NAME,
  defaults: CLASSIFIER_DEFAULTS,
  space: { cost: { low: 0.3, high: 100, scale: 'log' }, alpha: { choices: [0, 0.1, 0.3, 1] }, wordGrams: { choices: [0, 1, 2] } },
  async learn({ labels, train }, params, _seed, report) {
    const model = await learnClassifier({ ...train, labelNames: labels }, params, report);
    return { classify: async (examples) => Float32Array.from(await model.probabilities(examples)), close: () => model.close() };
  },
};
