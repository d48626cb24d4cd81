import { expect, test } from '@jest/globals';
import type { Artefact } from '../../../models/artefact.js';
import { fitClassifier, learnClassifier, loadClassifier } from '../../../models/text/classifier.js';
import { textLinear, textMajority } from '../../../models/text/classifier-trainer.js';
import { fitLinear, predictLinear } from '../../../models/text/linear.js';
import type { LinearModel } from '../../../models/text/linear.js';
import { fitLogCountRatio } from '../../../models/text/log-count-ratio.js';
import { READER_DEFAULTS, TextReader } from '../../../models/text/reader.js';
import { silent } from '../../../models/trainer.js';
import { plantedReviews } from './planted-texts.js';

const params = { hanGrams: 2, wordGrams: 0 };
const card = { window: { fromMs: 0, toMs: 1 }, snapshotId: 's', codeRevision: 'r' };

test('learns what separates, and a stored model answers as the learnt one', async () => {
  const train = plantedReviews(80, 1);
  const test_ = plantedReviews(40, 2);
  for (const alpha of [0, 0.3]) {
    const artefact = await fitClassifier({ ...train, ...card }, { ...params, alpha }, 1, silent);
    const model = await loadClassifier(artefact);
    const answers = await model.predict(test_.texts);
    const right = answers.filter(({ label }, at) => label === test_.labelNames[test_.labels[at]]).length;
    expect(right).toBeGreaterThanOrEqual(39);
    expect(answers.every(({ probability }) => probability >= 0.5 && probability <= 1)).toBe(true);
    const learnt = await learnClassifier(train, { ...params, alpha }, silent);
    expect(await model.probabilities(test_.texts)).toEqual(await learnt.probabilities(test_.texts));
  }
});

test('with two labels the scores are the mean of the plain and the scaled model', async () => {
  const data = plantedReviews(60, 1);
  const counted = await TextReader.fit(data.texts, { ...READER_DEFAULTS, ...params }, silent);
  const x = await counted.read(data.texts);
  const options = { lambda: 1 / 600, tolerance: 1e-5 };
  const logits = async (model: Promise<LinearModel>) => {
    const p = predictLinear(await model, x);
    return data.texts.map((_, row) => Math.log(p[2 * row + 1] / p[2 * row]));
  };
  const [plain, scaled] = [await logits(fitLinear(x, data.labels, 2, options)), await logits(fitLogCountRatio(x, data.labels, 2, { ...options, alpha: 0.3 }))];
  const both = await (await learnClassifier(data, { ...params, alpha: 0.3 }, silent)).probabilities(data.texts);
  plain.forEach((value, row) => expect(both[2 * row + 1]).toBeCloseTo(1 / (1 + Math.exp(-(value + scaled[row]) / 2)), 5));
});

test('same data, params and seed give the same bytes', async () => {
  const data = { ...plantedReviews(30, 1), ...card };
  const [a, b] = [await fitClassifier(data, params, 1, silent), await fitClassifier(data, params, 1, silent)];
  expect(a.card).toEqual(b.card);
});

test('a changed table is refused', async () => {
  const artefact = await fitClassifier({ ...plantedReviews(30, 1), ...card }, params, 1, silent);
  const changed = (name: string, bytes: Uint8Array): Artefact => ({ ...artefact, files: new Map([...artefact.files, [name, bytes]]) });
  const weights = (artefact.files.get('weights.bin') as Uint8Array).slice();
  weights[weights.length - 2] ^= 0x40;
  await expect(loadClassifier(changed('weights.bin', weights.map((byte) => byte ^ 1)))).rejects.toThrow(/answers|fit together/);
  await expect(loadClassifier(changed('weights.bin', weights.slice(8)))).rejects.toThrow('do not fit together');
  await expect(loadClassifier(changed('idf.bin', new Uint8Array(4)))).rejects.toThrow('do not fit together');
});

test('refusals: one class, unknown or impossible parameters', async () => {
  const data = plantedReviews(10, 1);
  await expect(learnClassifier({ ...data, labels: new Int32Array(10) }, params, silent)).rejects.toThrow('nothing to tell apart');
  await expect(learnClassifier({ ...data, labels: Int32Array.of(0, 1) }, params, silent)).rejects.toThrow('10 texts with 2 labels');
  await expect(learnClassifier(data, { ...params, cost: 0 }, silent)).rejects.toThrow('cost');
  await expect(learnClassifier(data, { ...params, grams: 1 }, silent)).rejects.toThrow("no parameter 'grams'");
  await expect(learnClassifier(data, { hanGrams: 0, latinGrams: 0, wordGrams: 0 }, silent)).rejects.toThrow('must lie between 1');
});

test('as a text task: the linear row beats the majority row', async () => {
  const { labelNames: labels, ...train } = plantedReviews(60, 1);
  const validation = { texts: [], seconds: null, labels: new Int32Array(0) };
  const task = { labels, train: { ...train, seconds: null }, validation, unlabelled: [] };
  const linear = await textLinear.learn(task, { ...textLinear.defaults, ...params }, 1, silent);
  const majority = await textMajority.learn(task, {}, 1, silent);
  const asked = plantedReviews(20, 5);
  const right = (answers: Float32Array): number => Array.from(asked.labels).filter((label, row) => answers[2 * row + label] > answers[2 * row + 1 - label]).length;
  expect(right(await linear.classify({ texts: asked.texts, seconds: null }))).toBeGreaterThanOrEqual(19);
  expect([...await majority.classify({ texts: ['a', 'b'], seconds: null })]).toEqual([0.5, 0.5, 0.5, 0.5]);
});
