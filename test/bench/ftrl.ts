import { AD_WIDTH, CONTENT_WIDTH } from '../../models/features/spec.js';
import { Random } from '../../models/random.js';
import { CROSS_BLOCKS, HASH_BITS, writeCross } from '../../models/ranker/cross-fields.js';
import type { CrossKind } from '../../models/ranker/cross-fields.js';
import { Ftrl } from '../../models/ranker/ftrl.js';
import { principalAxes } from '../../models/ranker/principal-axes.js';
import type { BenchOptions } from './main.js';

const distinct = 2048;
const params = { alpha: 0.2, beta: 1, l1: 0, l2: 1 };

/**
 * Events a second of one core that FTRL predicts and learns, every coordinate different from zero: M1's 606 crosses and two
 * hashed ids (an ad, a place), and M2's 1,562. By CPU seconds of the process, because machines are shared; the best of the rounds.
 */
export async function run({ events = '500000', rounds = '5' }: BenchOptions): Promise<object> {
  const figures = { m1: rateOf('m1', Number(events), Number(rounds)), m2: rateOf('m2', Number(events) / 4, Number(rounds)) };
  return { events: Number(events), ...figures, aims: { m1EventsPerCpuSecond: 1_000_000 } };
}

function rateOf(kind: CrossKind, events: number, rounds: number): object {
  const random = new Random(1);
  const learner = new Ftrl(CROSS_BLOCKS[kind], params, HASH_BITS);
  const vectors = (width: number): Float32Array[] => Array.from({ length: distinct }, () => Float32Array.from({ length: width }, () => 0.1 * random.normal()));
  const [contents, ads, profiles] = [vectors(CONTENT_WIDTH), vectors(AD_WIDTH), vectors(CONTENT_WIDTH)];
  const rows = new Float32Array(distinct * CONTENT_WIDTH);
  contents.forEach((content, at) => rows.set(content, at * CONTENT_WIDTH));
  const projection = kind === 'm2' ? principalAxes({ rowCount: distinct, featureCount: CONTENT_WIDTH, features: rows }) : null;
  const labels = Uint8Array.from({ length: distinct }, () => (random.unit() < 0.27 ? 1 : 0));
  const cross = { content: contents[0], ad: ads[0], adKey: 1, place: 0, profile: profiles[0] };
  const learn = (count: number): void => {
    for (let event = 0; event < count; event++) {
      const at = event % distinct;
      [cross.content, cross.ad, cross.profile] = [contents[at], ads[(at * 7) % distinct], profiles[(at * 11) % distinct]];
      cross.adKey = 1 + (event % 10);
      cross.place = event % 10;
      writeCross(cross, projection, learner.event);
      learner.learn(labels[at], 1);
    }
  };
  learn(Math.min(events, 100_000));
  let best = 0;
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    learn(events);
    const { user, system } = process.cpuUsage(before);
    best = Math.max(best, events / ((user + system) / 1e6));
  }
  const crosses = learner.blocks.reduce((sum, block) => sum + block.rows * block.columns, 0);
  return { eventsPerCpuSecond: Math.round(best), crossesPerEvent: crosses, hashedIdsPerEvent: learner.event.slotCount, hashedTable: 2 ** HASH_BITS };
}
