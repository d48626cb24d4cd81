import { beforeAll, describe, expect, test } from '@jest/globals';
import { sealArtefact } from '../../../models/artefact.js';
import { AD_WIDTH, CONTENT_WIDTH } from '../../../models/features/spec.js';
import { logLoss } from '../../../models/metrics/classification.js';
import { Session } from '../../../models/onnx/session.js';
import { adKeyOf } from '../../../models/ranker/ad-ranker.js';
import { CROSS_BLOCKS, CrossReader, hashedSlot } from '../../../models/ranker/cross-fields.js';
import type { CrossKind } from '../../../models/ranker/cross-fields.js';
import { crossGraph } from '../../../models/ranker/cross-graph.js';
import { CrossLearner } from '../../../models/ranker/cross-learner.js';
import type { CrossModel } from '../../../models/ranker/cross-model.js';
import { oldestFirst, takeImpressions } from '../../../models/ranker/impressions.js';
import { m0 } from '../../../models/ranker/m0.js';
import { m1 } from '../../../models/ranker/m1.js';
import { m2 } from '../../../models/ranker/m2.js';
import { openAdModel } from '../../../models/serving.js';
import { silent } from '../../../models/trainer.js';
import { KEYS } from '../planted.js';
import { AD_COUNT, crossWorld, datasetOf } from './planted-crosses.js';

const world = crossWorld(7000, 1);
const rowsOf = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at);
const [train, held] = [takeImpressions(world.table, rowsOf(0, 6000)), takeImpressions(world.table, rowsOf(6000, 7000))];
const PARAMS = { alpha: 0.1, epochs: 3 };
const TRAINERS = { m1, m2 } as const;
const models = {} as Record<CrossKind, CrossModel>;

beforeAll(async () => {
  for (const kind of ['m1', 'm2'] as const) models[kind] = await TRAINERS[kind].learn(datasetOf(train), { ...TRAINERS[kind].defaults, ...PARAMS }, 1, silent);
});

const profileAt = (row: number): Float32Array => held.profiles!.slice(row * CONTENT_WIDTH, (row + 1) * CONTENT_WIDTH);
const contentAt = (row: number): Float32Array => held.features.slice(row * (CONTENT_WIDTH + AD_WIDTH), row * (CONTENT_WIDTH + AD_WIDTH) + CONTENT_WIDTH);

/** Mean log-loss of the truth's own labels in expectation, over all ads of the held pages in the first place. */
function expectedLoss(probability: (content: Float32Array, ad: number, profile: Float32Array) => number): number {
  let sum = 0;
  for (let row = 0; row < 300; row++) {
    for (let ad = 0; ad < AD_COUNT; ad++) {
      const [truth, p] = [world.truth(contentAt(row), ad, profileAt(row), 0), probability(contentAt(row), ad, profileAt(row))];
      sum -= (truth * Math.log(p) + (1 - truth) * Math.log(1 - p)) / (300 * AD_COUNT);
    }
  }
  return sum;
}

const adAt = (ad: number): Float32Array => world.ads.slice(ad * AD_WIDTH, (ad + 1) * AD_WIDTH);

describe('crosses', () => {
  test('M0 gives one order of ads on all pages, M1 another on each, M2 another for each reader', async () => {
    const additive = await m0.learn(datasetOf(train), m0.defaults, 1, silent);
    const orders = (orderOf: (row: number) => number[]): number => new Set(rowsOf(0, 100).map((row) => orderOf(row).join())).size;
    const sorted = (p: ArrayLike<number>): number[] => rowsOf(0, AD_COUNT).sort((a, b) => p[b] - p[a] || a - b);
    const { ads, adKeys } = world;
    expect(orders((row) => sorted(additive.predict({ contents: contentAt(row), ads })))).toBe(1);
    expect(orders((row) => sorted(models.m1.predict({ contents: contentAt(row), ads, adKeys })))).toBeGreaterThan(10);
    expect(orders((row) => sorted(models.m1.predict({ contents: contentAt(0), ads, adKeys, profile: profileAt(row) })))).toBe(1);
    expect(orders((row) => sorted(models.m2.predict({ contents: contentAt(0), ads, adKeys, profile: profileAt(row) })))).toBeGreaterThan(10);
  });

  test('close most of the gap between M0 and the truth, M2 more than M1', async () => {
    const additive = await m0.learn(datasetOf(train), m0.defaults, 1, silent);
    const oracle = expectedLoss((content, ad, profile) => world.truth(content, ad, profile, 0));
    const gap = expectedLoss((content, ad) => additive.probability(content, adAt(ad))) - oracle;
    const left = (kind: CrossKind): number =>
      (expectedLoss((content, ad, profile) => models[kind].probability(content, adAt(ad), { adKey: world.adKeys[ad], profile })) - oracle) / gap;
    expect(left('m1')).toBeLessThan(0.7);
    expect(left('m2')).toBeLessThan(0.35);
  });

  test.each(['m1', 'm2'] as const)('%s: the ONNX graph equals the TypeScript pass, for each calibration', async (kind) => {
    const contents = Float32Array.from({ length: 7 * CONTENT_WIDTH }, (_, at) => contentAt(Math.floor(at / CONTENT_WIDTH))[at % CONTENT_WIDTH]);
    const biases = Float32Array.from(world.adKeys, (key) => models[kind].adBias(key));
    for (const calibration of [0, 1, 2]) {
      const model = await TRAINERS[kind].learn(datasetOf(train), { ...TRAINERS[kind].defaults, epochs: 1, calibration }, 1, silent);
      const session = await Session.open(crossGraph(model));
      for (const profile of kind === 'm1' ? [undefined] : [profileAt(3), new Float32Array(CONTENT_WIDTH)]) {
        const { probabilities } = await session.run({
          contents: { dtype: 'float32', data: contents, shape: [7, CONTENT_WIDTH] },
          ads: { dtype: 'float32', data: world.ads, shape: [AD_COUNT, AD_WIDTH] },
          ad_biases: { dtype: 'float32', data: biases.map((_, ad) => model.adBias(world.adKeys[ad])), shape: [1, AD_COUNT] },
          ...(profile && { profile: { dtype: 'float32' as const, data: profile, shape: [1, CONTENT_WIDTH] } }),
        });
        const expected = model.predict({ contents, ads: world.ads, adKeys: world.adKeys, profile });
        expect(expected.length).toBe(7 * AD_COUNT);
        expected.forEach((p, at) => expect(Math.abs(Number(probabilities[at]) - p)).toBeLessThanOrEqual(1e-5));
        expect(expected[AD_COUNT + 2]).toBe(Math.fround(model.probability(contentAt(1), adAt(2), { adKey: world.adKeys[2], profile })));
      }
      await session.dispose();
    }
  }, 20_000);

  test('the served pass says what the learner says, in the first place and in any other', () => {
    for (const kind of ['m1', 'm2'] as const) {
      const learner = CrossLearner.from(models[kind]);
      const reader = new CrossReader(held);
      for (let row = 0; row < 50; row++) {
        const own = reader.at(row);
        const { content, ad, adKey, profile } = own;
        for (const place of [undefined, own.place, 200]) {
          const z = models[kind].logit(content, ad, { adKey, profile: profile!, place });
          const p = learner.probability({ ...own, place: place ?? 0 });
          expect(Math.abs(Math.log(p / (1 - p)) - z)).toBeLessThan(1e-4);
        }
      }
    }
  });

  test('learns what places cost, and serves without it', () => {
    const { state } = models.m1;
    const biasOf = (place: number): number => -state.hashedZ[state.slots.indexOf(hashedSlot('place', place))];
    expect(biasOf(0)).toBeGreaterThan(biasOf(1));
    expect(biasOf(1)).toBeGreaterThan(biasOf(2));
  });

  test('the rows of a block lie without gaps and in fours: served weights and projections are read so', () => {
    expect(CONTENT_WIDTH % 4).toBe(0);
    for (const blocks of Object.values(CROSS_BLOCKS)) for (const { rows, columns } of blocks) expect(rows === 1 || columns % 4 === 0).toBe(true);
  });
});

describe('the artefact of M1 and M2', () => {
  test.each(['m1', 'm2'] as const)('%s: same data, same bytes; serving opens it and gives the same answers', async (kind) => {
    const trainer = TRAINERS[kind];
    const fit = () => trainer.fit(datasetOf(train), { ...trainer.defaults, ...PARAMS }, 1, silent);
    const [one, other] = [await fit(), await fit()];
    expect(one.card).toEqual(other.card);
    const { card, model } = openAdModel(sealArtefact(one, KEYS.privateKey), KEYS.publicKey);
    expect(card.model).toBe(kind);
    const [content, profile] = [contentAt(5), profileAt(5)];
    for (let ad = 0; ad < AD_COUNT; ad++) {
      const context = { adKey: world.adKeys[ad], profile };
      expect(model.probability(content, adAt(ad), context)).toBe(models[kind].probability(content, adAt(ad), context));
    }
    const wrong = { card: { ...one.card, golden: { ...one.card.golden, outputs: [0.5, 0.5, 0.5, 0.5] } }, files: one.files };
    expect(() => trainer.load(wrong)).toThrow('no longer gives the answers');
    expect(() => trainer.load({ card: { ...one.card, model: kind === 'm1' ? 'm2' : 'm1' }, files: one.files })).toThrow('other crosses');
    expect(() => trainer.load({ card: one.card, files: new Map() })).toThrow('not those of M1 or M2');
  });

  test('M0 opens by the same door, and a model that this build cannot serve is refused', async () => {
    const artefact = await m0.fit(datasetOf(train), m0.defaults, 1, silent);
    expect(openAdModel(sealArtefact(artefact, KEYS.privateKey), KEYS.publicKey).model.probability(contentAt(0), adAt(0))).toBeGreaterThan(0);
    const foreign = sealArtefact({ ...artefact, card: { ...artefact.card, model: 'm9' } }, KEYS.privateKey);
    expect(() => openAdModel(foreign, KEYS.publicKey)).toThrow('m9 is no ad model');
  });

  test('calibrates on the last tenth: the held rows are said as often as they happen', () => {
    const reader = new CrossReader(held);
    const p = Float64Array.from({ length: held.rowCount }, (_, row) => {
      const { content, ad, adKey, profile } = reader.at(row);
      return models.m2.probability(content, ad, { adKey, profile: profile! });
    });
    const rate = held.labels.reduce((sum, label) => sum + label, 0) / held.rowCount;
    expect(logLoss(p, held.labels)).toBeLessThan(logLoss(p.map(() => rate), held.labels));
  });
});

describe('impressions', () => {
  test('are learnt oldest first: by their times, or from the end of a table without', () => {
    const times = { ...takeImpressions(train, [0, 1, 2]), timesMs: Float64Array.of(30, 10, 10) };
    expect([...oldestFirst(times)]).toEqual([1, 2, 0]);
    expect([...oldestFirst({ ...times, timesMs: undefined })]).toEqual([2, 1, 0]);
  });

  test('columns of the wrong length are refused, and so are params out of range', async () => {
    const refusal = (change: object, params: object = {}) => m2.learn(datasetOf({ ...train, ...change }), { ...m2.defaults, ...params }, 1, silent);
    await expect(refusal({ timesMs: new Float64Array(3) })).rejects.toThrow('3 times');
    await expect(refusal({ adKeys: new Uint32Array(3) })).rejects.toThrow('3 ad keys');
    await expect(refusal({ slots: new Uint8Array(3) })).rejects.toThrow('3 slots');
    await expect(refusal({ profiles: new Float32Array(3) })).rejects.toThrow('profiles of');
    await expect(refusal({}, { epochs: 0 })).rejects.toThrow('parameter epochs');
    await expect(refusal({}, { calibration: 3 })).rejects.toThrow('parameter calibration');
    await expect(refusal({}, { alpha: 0 })).rejects.toThrow('parameter alpha');
    await expect(m1.learn(datasetOf(null), m1.defaults, 1, silent)).rejects.toThrow('M1 learns from logged ad impressions');
  });

  test('M2 learns without profiles too, and is then M1 in all but name', async () => {
    const { profiles: _profiles, ...plain } = train;
    const alone = await m2.learn(datasetOf(plain), { ...m2.defaults, ...PARAMS }, 1, silent);
    const [content, ad] = [contentAt(1), adAt(1)];
    expect(alone.probability(content, ad, { profile: profileAt(1) })).toBe(models.m1.probability(content, ad));
  });

  test('the key of a campaign is never nobody’s', () => {
    expect(adKeyOf('a')).toBeGreaterThan(0);
    expect(adKeyOf('a')).not.toBe(adKeyOf('b'));
  });
});
