import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { TextTask } from '../../../models/evaluation/text-task.js';
import { learnPairs, textPairs } from '../../../models/text/pair-classifier.js';
import { LEXICAL_FEATURES, lexicalFeatures, Rarities, rowProducts } from '../../../models/text/pair-features.js';
import { PairSimilarity, SIMILARITY_NAME } from '../../../models/text/pair-similarity.js';
import { MarkReader, PAIR_WORDS_NAME, PairWords } from '../../../models/text/pair-words.js';
import { textVectorsLinear } from '../../../models/text/vector-classifier.js';
import { Random } from '../../../models/random.js';
import { silent } from '../../../models/trainer.js';
import { plantedReviews } from './planted-texts.js';

const letters = (text: string): string[] => text.split('');

test('rarity: 0 for what every text has, 1 for what none has', () => {
  const [characters, words] = Rarities.count(['好课', '好 好!', '好书'], (text) => [text]).of;
  expect(['好', '课', '雪'].map(characters)).toEqual([0, 1 - Math.log(2) / Math.log(4), 1].map((value) => expect.closeTo(value, 12)));
  expect(['好课', '好好', '好'].map(words)).toEqual([0.5, 0.5, 1].map((value) => expect.closeTo(value, 12)));
  expect(Rarities.count([], letters).of[0]('好')).toBe(1);
});

test('what two texts share, by hand', () => {
  const rarities = Rarities.count(['开票', '开', '发'], letters);
  const [open, bill] = [1 - Math.log(3) / Math.log(4), 0.5];
  const sides = [2 / 3, 1, (open + bill) / (open + 2 * bill), 1 - bill].map((value) => expect.closeTo(value, 12));
  expect(lexicalFeatures('开发票！', '开票', letters, rarities)).toEqual([...sides, ...sides]);
  expect(lexicalFeatures('开', '', letters, rarities).slice(0, 4)).toEqual([0, 0, 0, expect.closeTo(1 - open, 12)]);
});

test('features as defined, in either order', () => {
  const words = fc.string({ unit: fc.constantFrom(...'知识付费课程好坏') });
  fc.assert(fc.property(words, words, fc.array(words), (a, b, corpus) => {
    const rarities = Rarities.count(corpus, letters);
    const features = lexicalFeatures(a, b, letters, rarities);
    expect(features).toHaveLength(LEXICAL_FEATURES.length);
    expect(features).toEqual(lexicalFeatures(b, a, letters, rarities));
    expect(features.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(lexicalFeatures(a, a, letters, rarities).every((value) => value === 1)).toBe(true);
    const rarity = (gram: string): number =>
      (corpus.length === 0 ? 1 : Math.log((1 + corpus.length) / (1 + corpus.filter((text) => text.includes(gram)).length)) / Math.log(1 + corpus.length));
    const all = [...new Set(a + b)];
    const both = all.filter((gram) => a.includes(gram) && b.includes(gram));
    const sum = (grams: string[]): number => grams.reduce((total, gram) => total + rarity(gram), 0);
    if (sum(all) > 1e-9) expect(features[2]).toBeCloseTo(sum(both) / sum(all), 9);
    expect(features[3]).toBeCloseTo(1 - Math.max(0, ...all.filter((gram) => !both.includes(gram)).map(rarity)), 9);
  }));
});

test('products of sparse rows', () => {
  const a = { rowCount: 2, columnCount: 4, offsets: Int32Array.of(0, 2, 3), columns: Int32Array.of(0, 2, 3), values: Float32Array.of(1, 2, 3) };
  const b = { rowCount: 2, columnCount: 4, offsets: Int32Array.of(0, 3, 4), columns: Int32Array.of(1, 2, 3, 0), values: Float32Array.of(9, 5, 9, 9) };
  expect([...rowProducts(a, b)]).toEqual([10, 0]);
  expect(() => rowProducts(a, { ...b, columnCount: 5 })).toThrow('one shape');
});

const none = { texts: [], seconds: null, labels: new Int32Array(0) };

test('pairs that say the same are told from pairs that do not', async () => {
  const sentences = ['怎么开发票', '如何退款', '课程在哪里看', '忘记密码怎么办', '可以下载视频吗', '老师什么时候直播'];
  const random = new Random(2);
  const pairs = Array.from({ length: 60 }, (_, at) => {
    const first = random.below(sentences.length);
    const second = at % 2 === 1 ? first : (first + 1 + random.below(sentences.length - 1)) % sentences.length;
    return { first: sentences[first], second: `请问${sentences[second]}` };
  });
  const train = { texts: pairs.map(({ first }) => first), seconds: pairs.map(({ second }) => second), labels: Int32Array.from(pairs, (_, at) => at % 2) };
  const task: TextTask = { labels: ['0', '1'], train, validation: none, unlabelled: { texts: [], seconds: null } };
  const model = await textPairs.learn(task, textPairs.defaults, 1, silent);
  const answers = await model.classify({ texts: ['学费可以分期吗', '学费可以分期吗'], seconds: ['学费可以分期付吗', '直播回放'] });
  expect(answers[1]).toBeGreaterThan(0.5);
  expect(answers[3]).toBeLessThan(0.5);
  expect(answers[0] + answers[1]).toBeCloseTo(1, 6);
  await expect((async () => model.classify({ texts: ['a'], seconds: null }))()).rejects.toThrow('compares two texts');
  await expect(textPairs.learn(task, { ...textPairs.defaults, cost: 0 }, 1, silent)).rejects.toThrow('cost');
});

/** Pairs of a known and a politer form; the same but for one word that changes the meaning, in half of them. */
function polite(count: number, seed: number) {
  const [verbs, nouns, random] = [['看', '买', '退', '改', '听', '换'], ['课程', '发票', '密码', '视频', '直播', '订单', '老师', '证书'], new Random(seed)];
  const rows = Array.from({ length: count }, (_, at) => {
    const [verb, noun] = [verbs[random.below(verbs.length)], nouns[random.below(nouns.length)]];
    return { first: `怎么${verb}${noun}`, second: at % 2 === 1 ? `请问怎样${verb}${noun}呢` : `请问谁不能${verb}${noun}呢`, label: at % 2 };
  });
  return { texts: rows.map(({ first }) => first), seconds: rows.map(({ second }) => second), labels: Int32Array.from(rows, ({ label }) => label) };
}

test('pairs without labels: guesses of what they share teach which words may differ; stored, it answers the same', async () => {
  const train = { ...polite(20, 1), labelNames: ['0', '1'] };
  const { texts, seconds } = polite(200, 2);
  const first = await learnPairs(train, {}, silent);
  const both = await learnPairs({ ...train, unlabelled: { texts, seconds } }, {}, silent);
  expect([first, both].map(({ name }) => name)).toEqual([SIMILARITY_NAME, PAIR_WORDS_NAME]);
  const asked = polite(60, 3);
  for (const [learnt, kind] of [[first, PairSimilarity], [both, PairWords]] as const) {
    const answers = await learnt.probabilities(asked);
    expect(await kind.load(learnt.files(), learnt.params, learnt.labelNames).probabilities(asked)).toEqual(answers);
    expect(Array.from(asked.labels).filter((label, row) => answers[2 * row + label] > 0.5).length).toBeGreaterThan(57);
    expect(() => kind.load(learnt.files().set('weights.bin', new Uint8Array(4)), learnt.params, learnt.labelNames)).toThrow('do not fit together');
  }
  await expect((async () => both.probabilities({ texts: ['a'], seconds: null }))()).rejects.toThrow('compares two texts');
  expect((await learnPairs({ ...train, unlabelled: { texts: [], seconds: [] } }, {}, silent)).files()).toEqual(first.files());
});

test('marks of a pair, by hand: what both have and what one has, in either order', () => {
  const pairs = { texts: ['开票', '开票', '开', '开'], seconds: ['开', '开', '开', '发'] };
  const reader = MarkReader.count(pairs, letters);
  expect(reader.marks).toEqual(['0=开', '1=开']);
  expect(reader.rarity[0]).toBeCloseTo(1 - Math.log(3) / Math.log(4), 6);
  expect([...reader.read(pairs).offsets]).toEqual([0, 2, 4, 6, 6]);
  expect(reader.read({ texts: pairs.seconds, seconds: pairs.texts })).toEqual(reader.read(pairs));
});

test('texts without labels carry a label to words that no labelled text has', async () => {
  const unlabelled = { texts: plantedReviews(300, 7).texts, seconds: null };
  const train = { texts: ['老师耐心', '内容实用', '声音太小', '错误很多'], seconds: null, labels: Int32Array.of(1, 1, 0, 0) };
  const params = { ...textVectorsLinear.defaults, wordGrams: 0, width: 16, batch: 64, epochs: 6, weight: 2, cost: 10 };
  const model = await textVectorsLinear.learn({ labels: ['差', '好'], train, validation: none, unlabelled }, params, 1, silent);
  const answers = await model.classify({ texts: ['案例丰富', '推荐购买', '浪费时间', '申请退款'], seconds: null });
  expect([1, 3].every((at) => answers[at] > 0.5)).toBe(true);
  expect([5, 7].every((at) => answers[at] < 0.5)).toBe(true);
});
