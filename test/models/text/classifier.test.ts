import { expect, test } from '@jest/globals';
import { learnClassifier, TextClassifier } from '../../../models/text/classifier.js';
import { textLinear, textMajority } from '../../../models/text/classifier-trainer.js';
import { fitLinear, predictLinear } from '../../../models/text/linear.js';
import type { LinearModel } from '../../../models/text/linear.js';
import { fitLogCountRatio } from '../../../models/text/log-count-ratio.js';
import { READER_DEFAULTS, TextReader } from '../../../models/text/reader.js';
import { silent } from '../../../models/trainer.js';
import { plantedReviews } from './planted-texts.js';

const params = { hanGrams: 2, wordGrams: 0 };
const reviews = (count: number, seed: number) => ({ ...plantedReviews(count, seed), seconds: null });

test('learns what separates, and a stored model answers as the learnt one', async () => {
  const test_ = reviews(40, 2);
  for (const alpha of [0, 0.3]) {
    const learnt = await learnClassifier(reviews(80, 1), { ...params, alpha }, silent);
    const answers = await learnt.probabilities(test_);
    const right = Array.from(test_.labels).filter((label, row) => answers[2 * row + label] > 0.5).length;
    expect(right).toBeGreaterThanOrEqual(39);
    expect(await TextClassifier.load(learnt.files(), learnt.params, learnt.labelNames).probabilities(test_)).toEqual(answers);
  }
});

test('with two labels the scores are the mean of the plain and the scaled model', async () => {
  const data = reviews(60, 1);
  const counted = await TextReader.fit(data.texts, { ...READER_DEFAULTS, ...params }, silent);
  const x = await counted.read(data.texts);
  const options = { lambda: 1 / 600, tolerance: 1e-5 };
  const logits = async (model: Promise<LinearModel>) => {
    const p = predictLinear(await model, x);
    return data.texts.map((_, row) => Math.log(p[2 * row + 1] / p[2 * row]));
  };
  const [plain, scaled] = [await logits(fitLinear(x, data.labels, 2, options)), await logits(fitLogCountRatio(x, data.labels, 2, { ...options, alpha: 0.3 }))];
  const both = await (await learnClassifier(data, { ...params, alpha: 0.3 }, silent)).probabilities(data);
  plain.forEach((value, row) => expect(both[2 * row + 1]).toBeCloseTo(1 / (1 + Math.exp(-(value + scaled[row]) / 2)), 5));
});

test('same data and params give the same bytes; tables that do not fit are refused', async () => {
  const [a, b] = [await learnClassifier(reviews(30, 1), params, silent), await learnClassifier(reviews(30, 1), params, silent)];
  expect(a.files()).toEqual(b.files());
  const load = (name: string, bytes: Uint8Array) => () => TextClassifier.load(a.files().set(name, bytes), a.params, a.labelNames);
  expect(load('weights.bin', (a.files().get('weights.bin') as Uint8Array).slice(8))).toThrow('do not fit together');
  expect(load('idf.bin', new Uint8Array(4))).toThrow('do not fit together');
});

test('refusals: one class, unknown or impossible parameters', async () => {
  const data = reviews(10, 1);
  await expect(learnClassifier({ ...data, labels: new Int32Array(10) }, params, silent)).rejects.toThrow('nothing to tell apart');
  await expect(learnClassifier({ ...data, labels: Int32Array.of(0, 1) }, params, silent)).rejects.toThrow('10 texts with 2 labels');
  await expect(learnClassifier(data, { ...params, cost: 0 }, silent)).rejects.toThrow('cost');
  await expect(learnClassifier(data, { ...params, grams: 1 }, silent)).rejects.toThrow("no parameter 'grams'");
  await expect(learnClassifier(data, { hanGrams: 0, latinGrams: 0, wordGrams: 0 }, silent)).rejects.toThrow('must lie between 1');
});

test('as a text task: the linear row beats the majority row', async () => {
  const { labelNames: labels, ...train } = plantedReviews(60, 1);
  const validation = { texts: [], seconds: null, labels: new Int32Array(0) };
  const task = { labels, train: { ...train, seconds: null }, validation, unlabelled: { texts: [], seconds: null } };
  const linear = await textLinear.learn(task, { ...textLinear.defaults, ...params }, 1, silent);
  const majority = await textMajority.learn(task, {}, 1, silent);
  const asked = plantedReviews(20, 5);
  const right = (answers: Float32Array): number => Array.from(asked.labels).filter((label, row) => answers[2 * row + label] > answers[2 * row + 1 - label]).length;
  expect(right(await linear.classify({ texts: asked.texts, seconds: null }))).toBeGreaterThanOrEqual(19);
  expect([...await majority.classify({ texts: ['a', 'b'], seconds: null })]).toEqual([0.5, 0.5, 0.5, 0.5]);
});
