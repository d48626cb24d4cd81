import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AD_WIDTH, CONTENT_WIDTH } from '../../../models/features/spec.js';
import { Random } from '../../../models/random.js';
import { sigmoid } from '../../../models/ranker/ad-ranker.js';
import { Ftrl } from '../../../models/ranker/ftrl.js';
import { decodeFtrl, encodeFtrl } from '../../../models/ranker/ftrl-state.js';
import type { FtrlBlock, FtrlParams } from '../../../models/ranker/ftrl-state.js';
import { fitLogistic } from '../../../models/ranker/newton.js';
import { plantedImpressions } from '../planted.js';

const PARAMS: FtrlParams = { alpha: 0.1, beta: 1, l1: 0, l2: 1 };
const BLOCKS: readonly FtrlBlock[] = [{ rows: 3, columns: 5 }, { rows: 1, columns: 7 }];
const WIDTH = CONTENT_WIDTH + AD_WIDTH;

function fill(learner: Ftrl, random: Random): void {
  const { left, right, slots } = learner.event;
  for (const [block, { rows, columns }] of learner.blocks.entries()) {
    for (let row = 0; row < rows; row++) left[block][row] = random.unit() < 0.3 ? 0 : random.normal();
    for (let column = 0; column < columns; column++) right[block][column] = random.normal();
  }
  learner.event.slotCount = random.below(4);
  for (let at = 0; at < 4; at++) slots[at] = random.below(2 ** learner.hashBits);
}

function learnMany(learner: Ftrl, events: number, seed: number): number[] {
  const random = new Random(seed);
  return Array.from({ length: events }, () => {
    fill(learner, random);
    return learner.learn(random.below(2), 0.5 + random.unit());
  });
}

/** Algorithm 1 of McMahan et al. in float64, one coordinate at a time. */
class PlainFtrl {
  readonly z = new Map<string, number>();
  readonly n = new Map<string, number>();

  constructor(private readonly params: FtrlParams) {}

  weight(key: string): number {
    const { alpha, beta, l1, l2 } = this.params;
    const z = this.z.get(key) ?? 0;
    return Math.abs(z) <= l1 ? 0 : -(z - Math.sign(z) * l1) / ((beta + Math.sqrt(this.n.get(key) ?? 0)) / alpha + l2);
  }

  learn(x: readonly (readonly [string, number])[], label: number, weight: number): number {
    const p = sigmoid(x.reduce((sum, [key, value]) => sum + this.weight(key) * value, 0));
    for (const [key, value] of x) {
      const g = weight * (p - label) * value;
      const n = this.n.get(key) ?? 0;
      const sigma = (Math.sqrt(n + g * g) - Math.sqrt(n)) / this.params.alpha;
      this.z.set(key, (this.z.get(key) ?? 0) + g - sigma * this.weight(key));
      this.n.set(key, n + g * g);
    }
    return p;
  }
}

function coordinates(learner: Ftrl): [string, number][] {
  const { left, right, slots, slotCount } = learner.event;
  const x: [string, number][] = learner.blocks.flatMap(({ rows, columns }, block) => Array.from({ length: rows * columns }, (_, cell): [string, number] => {
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    return [`${block}/${row}/${column}`, left[block][row] * right[block][column]];
  }));
  for (let at = 0; at < slotCount; at++) x.push([`slot ${slots[at]}`, 1]);
  return x.filter(([, value]) => value !== 0);
}

describe('FTRL-Proximal', () => {
  test('is Algorithm 1, coordinate by coordinate', () => {
    for (const params of [PARAMS, { alpha: 0.5, beta: 0.3, l1: 0.4, l2: 0 }]) {
      const learner = new Ftrl(BLOCKS, params, 10);
      const plain = new PlainFtrl(params);
      const random = new Random(3);
      for (let event = 0; event < 400; event++) {
        fill(learner, random);
        const distinct = learner.event.slots.subarray(0, learner.event.slotCount);
        if (new Set(distinct).size < distinct.length) continue; // the plain one would take them at once
        const [label, weight] = [random.below(2), 0.5 + random.unit()];
        const expected = plain.learn(coordinates(learner), label, weight);
        expect(Math.abs(learner.learn(label, weight) - expected)).toBeLessThan(2e-4);
      }
      const zeros = [...plain.z.keys()].filter((key) => plain.weight(key) === 0).length;
      expect(zeros > 0).toBe(params.l1 > 0);
    }
  });

  test('ends within 1e-4 log-loss of the Newton optimum', async () => {
    const table = plantedImpressions(4000, 5);
    const total = table.weights.reduce((sum, weight) => sum + weight, 0);
    const passes = 50;
    const optimum = await fitLogistic(table, 1e-8, () => undefined);
    const learner = new Ftrl([{ rows: 1, columns: WIDTH + 1 }], { alpha: 0.1, beta: 1, l1: 0, l2: 0 }, 0);
    const [vector] = learner.event.right;
    for (let step = 0; step < passes * table.rowCount; step++) {
      const row = step % table.rowCount;
      vector.set(table.features.subarray(row * WIDTH, (row + 1) * WIDTH));
      vector[WIDTH] = 1;
      learner.learn(table.labels[row], table.weights[row]);
    }
    let loss = 0;
    for (let row = 0; row < table.rowCount; row++) {
      vector.set(table.features.subarray(row * WIDTH, (row + 1) * WIDTH));
      const z = learner.logit();
      loss += (table.weights[row] / total) * (Math.max(0, z) + Math.log1p(Math.exp(-Math.abs(z))) - table.labels[row] * z);
    }
    expect(loss - optimum.loss).toBeGreaterThan(-1e-7);
    expect(loss - optimum.loss).toBeLessThan(1e-4);
  });

  test('the same log gives the same bytes, whatever was predicted in between', () => {
    const bytes = (predicting: boolean): Uint8Array => {
      const learner = new Ftrl(BLOCKS, PARAMS);
      const random = new Random(8);
      for (let event = 0; event < 500; event++) {
        fill(learner, random);
        if (predicting) learner.probability();
        learner.learn(random.below(2), 1);
      }
      return encodeFtrl(learner.state());
    };
    expect(Buffer.from(bytes(true)).equals(bytes(false))).toBe(true);
  });

  test('a restored state goes on as if it had never stopped', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 80 }), fc.integer({ min: 1, max: 80 }), (before, after) => {
      const whole = new Ftrl(BLOCKS, PARAMS, 8);
      learnMany(whole, before, 1);
      const continued = Ftrl.from(decodeFtrl(encodeFtrl(whole.state())));
      expect(learnMany(continued, after, 2)).toEqual(learnMany(whole, after, 2));
      expect(encodeFtrl(continued.state())).toEqual(encodeFtrl(whole.state()));
    }), { numRuns: 25 });
  });

  test('a row of zero factors is passed over, and its weights stay', () => {
    const learner = new Ftrl(BLOCKS, PARAMS, 4);
    learnMany(learner, 20, 4);
    const before = learner.state();
    const { left, right } = learner.event;
    left[0].fill(0);
    left[1].fill(1);
    right[0].fill(NaN, 0, 5);
    learner.event.slotCount = 0;
    learner.learn(1, 1);
    const cut = learner.starts[1];
    expect(learner.state().z.subarray(0, cut)).toEqual(before.z.subarray(0, cut));
    expect(learner.state().z.subarray(cut)).not.toEqual(before.z.subarray(cut));
  });

  test('refuses what is no number before anything changed, foreign states, wrong params and broken bytes', () => {
    const learner = new Ftrl(BLOCKS, PARAMS, 4);
    learnMany(learner, 20, 4);
    const before = encodeFtrl(learner.state());
    learner.event.left[0][0] = 1;
    learner.event.right[0][2] = NaN;
    expect(() => learner.learn(1, 1)).toThrow('not a finite number');
    learner.event.right[0][2] = 0;
    expect(() => learner.learn(1, Infinity)).toThrow('not a finite number');
    expect(encodeFtrl(learner.state())).toEqual(before);
    expect(() => new Ftrl([{ rows: 1, columns: 4 }], PARAMS, 4).restore(learner.state())).toThrow('another shape');
    expect(() => new Ftrl(BLOCKS, { ...PARAMS, alpha: 0.2 }, 4).restore(learner.state())).toThrow('other params');
    expect(() => new Ftrl(BLOCKS, { ...PARAMS, alpha: 0 })).toThrow('parameter alpha');
    expect(() => new Ftrl([{ rows: 0, columns: 4 }], PARAMS)).toThrow('needs a row');
    expect(() => decodeFtrl(before.subarray(0, before.length - 4))).toThrow('no FTRL state');
    expect(() => decodeFtrl(new Uint8Array(64))).toThrow('no FTRL state');
  });
});
