import { expect, jest, test } from '@jest/globals';
import { adam } from '../../../../models/onnx/optimiser.js';
import { reduceSum } from '../../../../models/onnx/reduction.js';
import { TrainingSession } from '../../../../models/onnx/training-session.js';
import { feedsOf, shuffledBatches } from '../../../../models/text/bert/batches.js';
import { readCheckpoint } from '../../../../models/text/bert/checkpoint.js';
import type { Checkpoint } from '../../../../models/text/bert/checkpoint.js';
import { classify, encode, encoderInputs, initEncoder, initHead, pool } from '../../../../models/text/bert/encoder.js';
import type { EncoderConfig } from '../../../../models/text/bert/encoder.js';
import { accuracy, fineTune } from '../../../../models/text/bert/fine-tune.js';
import { initLora, mergeLora, withLora } from '../../../../models/text/bert/lora.js';
import { buildVocabulary } from '../../../../models/text/bert/vocabulary.js';
import { SequenceClassifier } from '../../../../models/text/bert/sequence-classifier.js';
import { WordPiece } from '../../../../models/text/bert/wordpiece.js';
import { Random } from '../../../../models/random.js';
import { silent } from '../../../../models/trainer.js';
import { plantedReviews } from '../planted-texts.js';
import { tinyFolder } from './tiny-bert.js';

const examples = (count: number, seed: number) => ({ ...plantedReviews(count, seed), seconds: null });
const options = { epochs: 4, learningRate: 2e-3, batch: 16, maxLength: 32, seed: 1, lora: null, report: silent };

function scratch(): Checkpoint {
  const tokeniser = new WordPiece(buildVocabulary(plantedReviews(100, 1).texts, 200, { lowerCase: true }), { lowerCase: true });
  const config: EncoderConfig = {
    vocabularySize: tokeniser.size, width: 32, layers: 1, heads: 2, inner: 64, maxPositions: 32, segments: 2, normEpsilon: 1e-5, preNorm: true, pooling: 'mean',
  };
  return { config, tokeniser, parameters: initEncoder(config, 7) };
}

test('full fine-tuning learns what separates, keeps the best epoch, and repeats to the byte', async () => {
  const data = { train: examples(120, 1), dev: examples(40, 2) };
  const once = await fineTune(scratch(), ['差', '好'], data, options);
  const unseen = examples(60, 3);
  const answers = await once.model.probabilities(unseen);
  expect(accuracy(answers, unseen.labels, 2)).toBeGreaterThan(0.95);
  expect(once.epochs).toHaveLength(4);
  expect(once.epochs[once.bestEpoch - 1].devAccuracy).toBe(Math.max(...once.epochs.map(({ devAccuracy }) => devAccuracy)));
  expect(once.epochs[3].trainLoss).toBeLessThan(once.epochs[0].trainLoss);
  const again = await fineTune(scratch(), ['差', '好'], data, options);
  expect(await again.model.probabilities(unseen)).toEqual(answers);
  await once.model.close();
  await again.model.close();
});

test('LoRA: the frozen weights keep their bytes, and the merged checkpoint answers as the adapted one', async () => {
  const checkpoint = readCheckpoint(tinyFolder('safetensors'));
  const before = Object.fromEntries(Object.entries(checkpoint.parameters).map(([name, { data }]) => [name, data.slice()]));
  const lora = { rank: 4, alpha: 8 };
  const { config, tokeniser } = checkpoint;
  const head = initHead(32, 2, 1);
  const session = await TrainingSession.open({
    name: 'lora', parameters: { ...checkpoint.parameters, ...initLora(config, lora, 2), ...head }, optimiser: adam(), frozen: Object.keys(checkpoint.parameters),
    build(graph, given) {
      const own = withLora(given, config, lora);
      const inputs = encoderInputs(graph, 2, 6);
      const logits = classify(pool(encode(own, inputs, config), own, inputs, config), own);
      return { loss: reduceSum(logits), outputs: { logits } };
    },
  });
  const texts = { texts: ['知识好', '课程坏'], seconds: null };
  const feeds = feedsOf(texts.texts.map((text) => tokeniser.encode(text, null, 6)), 2, 6, tokeniser);
  for (let step = 0; step < 5; step++) await session.step(feeds, 0.01);
  const values = session.parameters();
  for (const [name, bytes] of Object.entries(before)) expect(values[name]).toEqual(bytes);
  expect(values.layer0_query_weight_b.some((value) => value !== 0)).toBe(true);
  const merged = mergeLora(checkpoint.parameters, values, config, lora);
  expect(merged.layer0_query_weight.data).not.toEqual(before.layer0_query_weight);
  expect(merged.layer0_key_weight).toBe(checkpoint.parameters.layer0_key_weight);
  const own = Object.fromEntries(Object.entries(head).map(([name, { shape }]) => [name, { shape, data: values[name].slice() }]));
  const model = await SequenceClassifier.open({ config, tokeniser, parameters: merged }, own, ['a', 'b'], 6);
  const probabilities = await model.probabilities(texts);
  const { logits } = (await session.step(feeds, 0)).outputs as { logits: Float32Array };
  for (let row = 0; row < 2; row++) expect(probabilities[2 * row]).toBeCloseTo(1 / (1 + Math.exp(logits[2 * row + 1] - logits[2 * row])), 5);
  await model.close();
  await session.dispose();
});

test('LoRA alone lowers the loss of a checkpoint', async () => {
  const { model, epochs } = await fineTune(readCheckpoint(tinyFolder('safetensors')), ['坏', '好'], {
    train: { texts: ['知识好', '课程坏', '付费好', '知识坏', '课程好', '付费坏'], seconds: null, labels: Int32Array.of(1, 0, 1, 0, 1, 0) },
    dev: { texts: ['好', '坏'], seconds: null, labels: Int32Array.of(1, 0) },
  }, { ...options, epochs: 25, batch: 4, maxLength: 8, learningRate: 0.02, lora: { rank: 4, alpha: 8 } });
  expect(epochs[24].trainLoss).toBeLessThan(0.7 * epochs[0].trainLoss);
  await model.close();
});

test('pairs, order of answers, vectors', async () => {
  const checkpoint = readCheckpoint(tinyFolder('safetensors'));
  const model = await SequenceClassifier.open(checkpoint, initHead(32, 2, 1), ['a', 'b'], 10);
  const pairs = { texts: ['知识付费课程', '好', 'deep learning'], seconds: ['课程', '坏坏', 'a'] };
  const all = await model.probabilities(pairs);
  for (let row = 0; row < 3; row++) {
    const alone = await model.probabilities({ texts: [pairs.texts[row]], seconds: [pairs.seconds[row]] });
    alone.forEach((value, at) => expect(all[2 * row + at]).toBeCloseTo(value, 5));
  }
  const vectors = await model.vectors(pairs);
  expect(vectors).toHaveLength(96);
  await model.close();
});

test('a training session that does not open leaves none behind', async () => {
  const refused = jest.spyOn(TrainingSession, 'open').mockRejectedValueOnce(new Error('no memory'));
  const closed = jest.spyOn(SequenceClassifier.prototype, 'close');
  const data = { train: examples(8, 1), dev: examples(8, 2) };
  await expect(fineTune(scratch(), ['差', '好'], data, options)).rejects.toThrow('no memory');
  expect(closed).toHaveBeenCalledTimes(1);
  const opened = jest.spyOn(SequenceClassifier, 'open').mockRejectedValueOnce(new Error('none left'));
  refused.mockClear();
  await expect(fineTune(scratch(), ['差', '好'], data, options)).rejects.toThrow('none left');
  expect(refused).not.toHaveBeenCalled();
  for (const spy of [refused, closed, opened]) spy.mockRestore();
});

test('refusals and batches', async () => {
  const data = { train: examples(8, 1), dev: examples(8, 2) };
  await expect(fineTune(scratch(), ['差', '好'], data, { ...options, maxLength: 64 })).rejects.toThrow('32 positions');
  await expect(fineTune(scratch(), ['差', '好'], data, { ...options, epochs: 0 })).rejects.toThrow('epochs');
  await expect(fineTune(scratch(), ['差', '好'], data, { ...options, lora: { rank: 0, alpha: 1 } })).rejects.toThrow('rank');
  const batches = shuffledBatches(7, 3, new Random(1));
  expect(batches.map((batch) => batch.length)).toEqual([3, 3, 1]);
  expect(batches.flatMap((batch) => [...batch]).sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(accuracy(Float32Array.of(0.5, 0.5, 0.1, 0.9), Int32Array.of(0, 1), 2)).toBe(0.5);
});
