import { beforeAll, describe, expect, test } from '@jest/globals';
import { sealArtefact } from '../../../models/artefact.js';
import { packFiles, unpackFiles } from '../../../models/artefact-pack.js';
import { CrossReader } from '../../../models/ranker/cross-fields.js';
import type { CrossModel } from '../../../models/ranker/cross-model.js';
import { LossGuard } from '../../../models/ranker/loss-guard.js';
import { m1 } from '../../../models/ranker/m1.js';
import { m2 } from '../../../models/ranker/m2.js';
import { OnlineRanker } from '../../../models/ranker/online-ranker.js';
import { takeImpressions } from '../../../models/ranker/impressions.js';
import { openAdModel } from '../../../models/serving.js';
import { silent } from '../../../models/trainer.js';
import { KEYS } from '../planted.js';
import { crossWorld, datasetOf } from './planted-crosses.js';

const world = crossWorld(6000, 2);
const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);
const early = takeImpressions(world.table, rows(0, 2000));
const GUARD = { window: 200, threshold: 4, least: 5, most: 20 };
const reader = new CrossReader(world.table);
const starts = {} as Record<'m1' | 'm2', CrossModel>;

beforeAll(async () => {
  for (const trainer of [m1, m2]) starts[trainer.name as 'm1'] = await trainer.learn(datasetOf(early), trainer.defaults, 1, silent);
});

function learn(ranker: OnlineRanker, from: number, to: number, label = (row: number): number => world.table.labels[row]): number[] {
  return rows(from, to).map((row) => ranker.learn(reader.at(row), label(row)));
}

describe('an online ranker', () => {
  test('goes on where the artefact ended: one log in two parts is one log', () => {
    const whole = new OnlineRanker(starts.m1, GUARD);
    const [first, second] = [learn(whole, 2000, 3000), learn(whole, 3000, 4000)];
    const begun = new OnlineRanker(starts.m1, GUARD);
    expect(learn(begun, 2000, 3000)).toEqual(first);
    const continued = OnlineRanker.restore(begun.save());
    expect(learn(continued, 3000, 4000)).toEqual(second);
    expect(Buffer.from(continued.save()).equals(whole.save())).toBe(true);
    expect(continued.events).toBe(2000);
    expect(continued.runningLoss).toBe(whole.runningLoss);
    expect(continued.runningLoss).toBeLessThan(Math.LN2);
  });

  test('a state whose head was cut is refused in words', () => {
    const files = unpackFiles(new OnlineRanker(starts.m1, GUARD).save());
    const head = files.get('head.json')!;
    expect(() => OnlineRanker.restore(packFiles(new Map([...files, ['head.json', head.slice(0, head.length / 2)]])))).toThrow(
      expect.objectContaining({ name: 'ArtefactError', code: 'FILE_SET', message: expect.stringContaining('begin again') }),
    );
  });

  test('M2 keeps its projection through save and restore', () => {
    const ranker = new OnlineRanker(starts.m2, GUARD);
    learn(ranker, 2000, 2300);
    const continued = OnlineRanker.restore(ranker.save());
    expect(learn(continued, 2300, 2600)).toEqual(learn(ranker, 2300, 2600));
  });

  test('freezes when the labels go wrong, serves the last good state, and learns again after a thaw', () => {
    const ranker = new OnlineRanker(starts.m1, GUARD);
    learn(ranker, 2000, 4000);
    expect(ranker.frozen).toBe(false);
    const good = ranker.model().state;
    learn(ranker, 4000, 4200, (row) => 1 - world.table.labels[row]);
    expect(ranker.frozen).toBe(true);
    expect(ranker.model().state).toEqual(good);
    const restored = OnlineRanker.restore(ranker.save());
    expect(restored.frozen).toBe(true);
    const events = restored.events;
    expect(learn(restored, 4200, 4300)).toEqual(learn(ranker, 4200, 4300));
    expect(restored.events).toBe(events);
    expect(restored.model().state).toEqual(good);
    restored.thaw();
    learn(restored, 4200, 4300);
    expect(restored.frozen).toBe(false);
    expect(restored.model().state).not.toEqual(good);
  });

  test('recalibrates from what it predicted lately, and from nothing not at all', () => {
    const ranker = new OnlineRanker(starts.m1, GUARD);
    ranker.recalibrate('platt');
    expect(ranker.model().calibration).toEqual(starts.m1.calibration);
    learn(ranker, 2000, 4000);
    ranker.recalibrate('isotonic');
    expect(ranker.model().calibration.kind).toBe('isotonic');
  });

  test('becomes an artefact that serving opens', () => {
    const ranker = new OnlineRanker(starts.m2, GUARD);
    learn(ranker, 2000, 2200);
    const { snapshotId, codeRevision } = datasetOf(early);
    const artefact = ranker.artefact({ params: m2.defaults, seed: 1, dataWindow: { fromMs: 0, toMs: 1 }, snapshotId, codeRevision }, early);
    const { model } = openAdModel(sealArtefact(artefact, KEYS.privateKey), KEYS.publicKey);
    const { content, ad, adKey, profile } = reader.at(7);
    expect(model.probability(content, ad, { adKey, profile: profile! })).toBe(ranker.model().probability(content, ad, { adKey, profile: profile! }));
  });

  test('refuses bytes that are not its own', () => {
    expect(() => OnlineRanker.restore(new Uint8Array(100))).toThrow('not a packed artefact');
  });
});

describe('the guard of the loss', () => {
  const fill = (guard: LossGuard, value: number): string => Array.from({ length: guard.params.window }, () => guard.add(value)).at(-1)!;

  test('judges only a rise, only after enough windows, by the spread of the windows before', () => {
    const guard = new LossGuard({ window: 10, threshold: 4, least: 3, most: 6 });
    expect(fill(guard, 100)).toBe('good'); // nothing to compare with
    guard.forget();
    for (const mean of [0.5, 0.52, 0.48, 0.5]) expect(fill(guard, mean)).toBe('good');
    const spread = Math.sqrt((0.02 ** 2 + 0.02 ** 2) / 3);
    expect(guard.score(0.56)).toBeCloseTo(0.06 / spread, 12);
    expect(fill(guard, 0.5 + 3.9 * spread)).toBe('good');
    expect(fill(guard, 0.1)).toBe('good');
    expect(fill(guard, 9)).toBe('anomaly');
    expect(fill(guard, 9)).toBe('anomaly'); // the bad window did not become normal
  });

  test('windows that are all alike tolerate a hundredth, not nothing', () => {
    const guard = new LossGuard({ window: 1, threshold: 4, least: 2, most: 5 });
    for (let at = 0; at < 5; at++) expect(guard.add(1)).toBe('good');
    expect(guard.add(1.03)).toBe('good');
    expect(guard.add(1.2)).toBe('anomaly');
  });

  test('refuses params that judge nothing', () => {
    expect(() => new LossGuard({ window: 0, threshold: 4, least: 3, most: 6 })).toThrow('parameter window');
    expect(() => new LossGuard({ window: 1, threshold: 4, least: 9, most: 6 })).toThrow('parameter least');
  });
});
