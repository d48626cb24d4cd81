import { describe, expect, test } from '@jest/globals';
import { CONTENT_WIDTH } from '../../../models/features/spec.js';
import { Random } from '../../../models/random.js';
import { m0 } from '../../../models/ranker/m0.js';
import { m1 } from '../../../models/ranker/m1.js';
import type { AdTrainer } from '../../../models/ranker/ad-ranker.js';
import { AliasTable } from '../../../models/simulator/alias-table.js';
import { AdResponse } from '../../../models/simulator/ad-response.js';
import { makeCatalogue, TASTE } from '../../../models/simulator/catalogue.js';
import { EVENT_KINDS, simulateDays, simulatedInteractions } from '../../../models/simulator/days.js';
import { judgeAds, simulateLog } from '../../../models/simulator/judge.js';
import { simulateRegret } from '../../../models/simulator/regret.js';
import { biasFor, DAY_MS, EVENTS_PER_CLICK, impressionsFor, World, WORLD_DEFAULTS } from '../../../models/simulator/world.js';
import { silent } from '../../../models/trainer.js';

const PARAMS = { ...WORLD_DEFAULTS, readers: 400, contents: 200 };
const DAYS = 5;
const daysOf = (seed = 1) => Array.from(simulateDays(new World({ ...PARAMS, seed }), DAYS, 0), (day) => ({
  ...day, readers: day.readers.slice(), contents: day.contents.slice(), kinds: day.kinds.slice(), timesMs: day.timesMs.slice(),
}));
const days = daysOf();

describe('a simulated world', () => {
  test('is the same for the same seed, day by day, and another for another', () => {
    expect(daysOf()).toEqual(days);
    expect(daysOf(2)[0].contents).not.toEqual(days[0].contents);
  });

  test('shows and clicks as often as asked', () => {
    const shown = days.reduce((sum, day) => sum + day.impressions, 0);
    const clicks = days.reduce((sum, day) => sum + day.kinds.filter((kind) => kind === 0).length, 0);
    const events = days.reduce((sum, day) => sum + day.kinds.length, 0);
    const activity = new World(PARAMS).people.activity.reduce((sum, value) => sum + value, 0);
    expect(Math.abs(shown / (activity * DAYS) - 12.5)).toBeLessThan(0.2);
    expect(Math.abs(clicks / shown - 0.27)).toBeLessThan(0.02);
    expect(Math.abs(events / clicks - EVENTS_PER_CLICK)).toBeLessThan(0.03);
    expect(impressionsFor(5) * 0.27 * EVENTS_PER_CLICK).toBeCloseTo(5, 12);
  });

  test('events lie in their day, each reader’s in the order of time, and a click comes before what follows it', () => {
    for (const { day, readers, contents, kinds, timesMs } of days) {
      let broken = 0;
      for (let at = 0; at < readers.length; at++) {
        if (!(timesMs[at] >= day * DAY_MS && timesMs[at] < (day + 1) * DAY_MS)) broken++;
        if (at > 0 && readers[at] === readers[at - 1] && timesMs[at] < timesMs[at - 1]) broken++;
        if (EVENT_KINDS[kinds[at]] !== 'click' && !(readers[at - 1] === readers[at] && contents[at - 1] === contents[at])) broken++;
      }
      expect(broken).toBe(0);
    }
  });

  test('readers click what is near their taste, popular contents more, and tastes drift', () => {
    const world = new World(PARAMS);
    const before = world.people.tastes.slice();
    const [random, clicked, shown] = [new Random(3), [0, 0], [0, 0]];
    for (let trial = 0; trial < 20_000; trial++) {
      const [reader, content] = [random.below(PARAMS.readers), random.below(PARAMS.contents)];
      const near = world.affinity(reader, content) > 1 ? 1 : 0;
      shown[near]++;
      clicked[near] += world.clickProbability(reader, content, 0);
    }
    expect(clicked[1] / shown[1]).toBeGreaterThan(2 * (clicked[0] / shown[0]));
    expect(world.clickProbability(0, 0, 0)).toBeGreaterThan(world.clickProbability(0, 0, 5));
    const { popularity } = world.catalogue;
    expect([...popularity].sort((a, b) => b - a)).toEqual(Array.from({ length: PARAMS.contents }, (_, at) => 1 / (at + 1)));
    world.people.drift(1, 1);
    const moved = Array.from({ length: PARAMS.readers }, (_, reader) => world.people.tastes[reader * TASTE] !== before[reader * TASTE]).filter(Boolean).length;
    expect(moved).toBeGreaterThan(0);
    expect(moved).toBeLessThan(0.12 * PARAMS.readers);
  });

  test('becomes interactions of a dataset', () => {
    const table = simulatedInteractions(new World(PARAMS), DAYS, 0);
    expect(table.readers.length).toBe(days.reduce((sum, day) => sum + day.readers.length, 0));
    expect([...table.items.subarray(0, 50)]).toEqual([...days[0].contents.subarray(0, 50)]);
    expect(table.weights[0]).toBe(0.5);
  });

  test('refuses sizes that make no world', () => {
    expect(() => new World({ ...PARAMS, readers: 0 })).toThrow('parameter readers');
    expect(() => new World({ ...PARAMS, contents: 3 })).toThrow('parameter contents');
    expect(() => new World({ ...PARAMS, clickRate: 1 })).toThrow('parameter clickRate');
    expect(() => new AliasTable([0, 0])).toThrow('positive weights');
  });

  test('draws by weight, and finds the bias of a rate', () => {
    const table = new AliasTable([1, 2, 3, 4]);
    const random = new Random(1);
    const counts = [0, 0, 0, 0];
    for (let draw = 0; draw < 40_000; draw++) counts[table.draw(random)]++;
    counts.forEach((count, at) => expect(Math.abs(count / 40_000 - (at + 1) / 10)).toBeLessThan(0.01));
    expect(biasFor(Float64Array.of(0), 0.25)).toBeCloseTo(Math.log(1 / 3), 9);
  });

  test('contents have unit tastes, neighbours in the graph are alike', () => {
    const { centres, neighbours, topicCount, features } = makeCatalogue(800, 1);
    const dot = (a: number, b: number): number => Array.from({ length: TASTE }, (_, at) => centres[a * TASTE + at] * centres[b * TASTE + at]).reduce((sum, value) => sum + value, 0);
    let [near, all] = [0, 0];
    for (let a = 0; a < topicCount; a++) {
      expect(dot(a, a)).toBeCloseTo(1, 5);
      near += neighbours[a].reduce((sum, b) => sum + dot(a, b), 0) / neighbours[a].length / topicCount;
      for (let b = 0; b < topicCount; b++) all += dot(a, b) / topicCount ** 2;
    }
    expect(near).toBeGreaterThan(all + 0.1);
    expect(features.length).toBe(800 * CONTENT_WIDTH);
  });
});

describe('the truth about ads', () => {
  const world = new World(PARAMS);
  const response = new AdResponse(world, 6);

  test('has the rate that was asked for, and another best ad on other pages', () => {
    const random = new Random(5);
    let sum = 0;
    const bestAds = new Set<number>();
    for (let trial = 0; trial < 5000; trial++) {
      const [reader, content] = [random.below(PARAMS.readers), 0];
      sum += response.probability(reader, world.show(reader, random), random.below(6));
      const p = Array.from({ length: 6 }, (_, ad) => response.probability(reader, trial % PARAMS.contents, ad));
      bestAds.add(p.indexOf(Math.max(...p)));
      if (trial < 10) expect(response.probability(reader, content, 0, 3)).toBeLessThan(response.probability(reader, content, 0));
    }
    expect(Math.abs(sum / 5000 - 0.27)).toBeLessThan(0.02);
    expect(bestAds.size).toBeGreaterThanOrEqual(4);
  });

  test('M0 has one order of ads and is beaten by M1; the oracle is the upper end of every column', async () => {
    const log = simulateLog({ ...PARAMS, ads: 6, days: 9 });
    const simulation = await judgeAds(log, [m0, m1] as unknown as AdTrainer[], () => ({}), 1, silent);
    const [random, additive, crossed, oracle] = simulation.rows;
    expect(simulation.rows.map(({ model }) => model)).toEqual(['random', 'm0', 'm1', 'oracle']);
    expect([additive.orders, additive.closed, oracle.closed, oracle.ofOracle, oracle.ndcg, oracle.calibrationError]).toEqual([1, 0, 1, 1, 1, 0]);
    expect(crossed.orders).toBeGreaterThan(5);
    expect(crossed.closed).toBeGreaterThan(0.3);
    expect(crossed.logLossClosed).toBeGreaterThan(0.3);
    expect(crossed.calibrationErrorBefore).not.toBeNull();
    expect(additive.clickRate).toBeGreaterThan(random.clickRate);
    for (const row of simulation.rows) {
      expect(row.clickRate).toBeLessThanOrEqual(oracle.clickRate);
      expect(row.logLoss).toBeGreaterThanOrEqual(oracle.logLoss);
    }
    expect(simulation.impressions).toBe(log.dataset.impressions!.rowCount);
  }, 30_000);

  test('policies that learn regret less than chance, and log how likely their choices were', () => {
    const rows = simulateRegret({ ...PARAMS, readers: 150, ads: 6, days: 2 }, ['random', 'm1 Thompson', 'LinUCB']);
    const [random, thompson, ucb] = rows;
    expect(random.meanPropensity).toBeCloseTo(1 / 6, 9);
    for (const learner of [thompson, ucb]) {
      expect(learner.regret).toBeLessThan(0.8 * random.regret);
      expect(learner.lastRegret).toBeLessThan(random.lastRegret);
      expect(learner.pages).toBe(random.pages);
    }
  }, 30_000);
});
