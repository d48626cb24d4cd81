import { RowTable } from '../../models/kernels/row-table.js';
import { gelu, scale } from '../../models/onnx/elementwise.js';
import { Graph, type Tensor } from '../../models/onnx/graph.js';
import { blockParameters, transformerBlock } from '../../models/onnx/layers.js';
import { matMul } from '../../models/onnx/ops.js';
import { adam, sgd } from '../../models/onnx/optimiser.js';
import { meanOver, reduceSumSquare } from '../../models/onnx/reduction.js';
import { type FeedTensor, Session, type ThreadPolicy } from '../../models/onnx/session.js';
import { softmaxLoss } from '../../models/onnx/softmax-loss.js';
import { TrainingSession, type TrainingOptions } from '../../models/onnx/training-session.js';
import { Random } from '../../models/random.js';
import { initialParameters, parameterShapes, rowWidth, type Architecture } from '../../models/ranker/deep/architecture.js';
import { networkLoss } from '../../models/ranker/deep/network.js';
import type { BenchOptions } from './main.js';

/**
 * Training steps on synthetic batches, each beside a square product of the same minutes: `share` is the rate of the step's
 * own products as a share of that product's rate. All rates are given by the wall and by the processor time the step used
 * (`…PerCpuSecond`, of one core), since other work on the machine stretches the first. Best of `repeats` blocks of steps.
 */
export async function run({ repeats = '5', threads = '1,2', seconds = '1' }: BenchOptions): Promise<object> {
  const figures: Record<string, object> = {};
  for (const count of threads.split(',')) {
    const policy: ThreadPolicy = count === '2' ? 'exclusive' : 'worker';
    const timing = { repeats: Number(repeats), seconds: Number(seconds) };
    const rates = { 'product 1024': await product(1024, policy, timing), 'product 2048': await product(2048, policy, timing) };
    const bare = { wall: Math.max(...Object.values(rates).map((rate) => rate.wall)), perCpuSecond: Math.max(...Object.values(rates).map((rate) => rate.perCpuSecond)) };
    figures[`${count} threads`] = {
      gigaflops: rates,
      'two-tower d64 B1024': await twoTower(policy, timing, bare),
      'DeepFM 10×16, 128-64-1, B4096': await deepFm(policy, timing, bare),
      'transformer 2 × (d128 h4 ff512), 32×64': await transformer(policy, timing, bare),
    };
  }
  return { ...figures, asked: { 'two-tower': 'share ≥ 0.7', DeepFM: '≥ 170,000 samples/s', transformer: '≥ 37,000 tokens/s' } };
}

interface Timing {
  readonly repeats: number;
  readonly seconds: number;
}

interface Spent {
  readonly ms: number;
  readonly cpuMs: number;
}

/** Milliseconds per call, of the wall and of processor time: the best of `repeats` blocks each, after a warm-up. */
async function bestMs(step: () => Promise<unknown>, { repeats, seconds }: Timing): Promise<Spent> {
  for (let warm = 0; warm < 3; warm++) await step();
  let best = { ms: Infinity, cpuMs: Infinity };
  for (let block = 0; block < repeats; block++) {
    const cpuBefore = process.cpuUsage();
    const startedMs = performance.now();
    let steps = 0;
    while (performance.now() - startedMs < (seconds * 1000) / repeats) {
      await step();
      steps += 1;
    }
    const { user, system } = process.cpuUsage(cpuBefore);
    best = { ms: Math.min(best.ms, (performance.now() - startedMs) / steps), cpuMs: Math.min(best.cpuMs, (user + system) / 1000 / steps) };
  }
  return best;
}

const random = new Random(1);
const normal = (shape: number[], deviation = 1): FeedTensor =>
  ({ dtype: 'float32', shape, data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => deviation * random.normal()) });
const ids = (count: number, below: number): Int32Array => Int32Array.from({ length: count }, () => random.below(below));
const round = (value: number): number => Number(value.toPrecision(3));

interface Rate {
  readonly wall: number;
  readonly perCpuSecond: number;
}

async function product(size: number, policy: ThreadPolicy, timing: Timing): Promise<Rate> {
  const graph = new Graph('product');
  graph.output('c', matMul(graph.input('a', 'float32', [size, size]), graph.input('b', 'float32', [size, size])));
  const session = await Session.open(graph.encode(), policy);
  const feeds = { a: normal([size, size]), b: normal([size, size]) };
  const fetches = { c: normal([size, size], 0) };
  const spent = await bestMs(() => session.run(feeds, fetches), timing);
  await session.dispose();
  return rateOf(spent, 2 * size ** 3);
}

const rateOf = ({ ms, cpuMs }: Spent, flops: number): Rate => ({ wall: round(flops / ms / 1e6), perCpuSecond: round(flops / cpuMs / 1e6) });

interface Measured {
  readonly flops: number;
  readonly rows: number;
  readonly bare: Rate;
}

function figure(spent: Spent, { flops, rows, bare }: Measured): object {
  const gigaflops = rateOf(spent, flops);
  return {
    ms: round(spent.ms), cpuMs: round(spent.cpuMs), rowsPerSecond: Math.round((rows / spent.ms) * 1000), rowsPerCpuSecond: Math.round((rows / spent.cpuMs) * 1000),
    gigaflops, share: { wall: round(gigaflops.wall / bare.wall), cpu: round(gigaflops.perCpuSecond / bare.perCpuSecond) },
  };
}

async function trained(options: TrainingOptions, use: (session: TrainingSession) => Promise<object>): Promise<object> {
  const session = await TrainingSession.open(options);
  try {
    return await use(session);
  } finally {
    await session.dispose();
  }
}

/** In-batch softmax with logQ, rows as leaves; then with 100,000 + 10,000 rows gathered and moved by Adagrad. */
async function twoTower(policy: ThreadPolicy, timing: Timing, bare: Rate): Promise<object> {
  const [batch, width] = [1024, 64];
  const build = (graph: Graph): { loss: Tensor; leaves: Tensor[] } => {
    const [readers, items] = ['readers', 'items'].map((name) => graph.input(name, 'float32', [batch, width]));
    const loss = softmaxLoss(readers, items, graph.input('labels', 'int32', [batch]), { offsets: graph.input('offsets', 'float32', [batch]), scale: 1 });
    return { loss: meanOver(loss, batch), leaves: [readers, items] };
  };
  const feeds = {
    readers: normal([batch, width], 0.1), items: normal([batch, width], 0.1), offsets: normal([batch]),
    labels: { dtype: 'int32', shape: [batch], data: Int32Array.from({ length: batch }, (_, at) => at) } as FeedTensor,
  };
  const measured = { flops: 3 * 2 * batch * batch * width, rows: batch, bare };
  return trained({ name: 'two-tower', parameters: {}, build, optimiser: sgd(), policy }, async (session) => {
    const graph = figure(await bestMs(() => session.step(feeds, 0.1), timing), measured);
    const tables = [new RowTable({ rows: 100_000, width, seed: 1, scale: 0.1 }), new RowTable({ rows: 10_000, width, seed: 2, scale: 0.1 })];
    const withRows = await bestMs(async () => {
      const picked = tables.map((table) => ids(batch, table.rows));
      tables.forEach((table, at) => table.gather(picked[at], [feeds.readers, feeds.items][at].data as Float32Array));
      const { gradients } = await session.step(feeds, 0.1);
      tables.forEach((table, at) => table.adagrad(picked[at], gradients[['readers', 'items'][at]], 0.1));
    }, timing);
    return { graph, 'with row tables': figure(withRows, measured) };
  });
}

/** Adam on the dense part, Adagrad on a table of 1,000,000 rows of 1 + 16. */
async function deepFm(policy: ThreadPolicy, timing: Timing, bare: Rate): Promise<object> {
  const architecture: Architecture = { kind: 'deepfm', fields: 10, numbers: 0, heads: 1, factors: 16, hidden: [128, 64], crossLayers: 0, crossRank: 1, stacked: false };
  const [batch, width] = [4096, rowWidth(architecture)];
  const shapes = parameterShapes(architecture);
  const parameters = Object.fromEntries(Object.entries(initialParameters(architecture, 0.05, 1)).map(([name, data]) => [name, { shape: shapes[name], data }]));
  const leaf = normal([batch, architecture.fields, width], 0.05);
  const feeds = {
    rows: leaf, weights: { ...normal([batch, 1]), data: new Float32Array(batch).fill(1 / batch) },
    labels: { ...normal([batch, 1]), data: Float32Array.from(ids(batch, 2)) },
  };
  const flops = 3 * 2 * batch * (160 * 128 + 128 * 64 + 64);
  return trained({ name: 'deepfm', parameters, build: (graph, tensors) => networkLoss(graph, architecture, tensors), optimiser: adam(), policy }, async (session) => {
    const dense = figure(await bestMs(() => session.step(feeds, 0.001), timing), { flops, rows: batch, bare });
    const table = new RowTable({ rows: 1_000_000, width, seed: 1, scale: 0.05 });
    const withRows = await bestMs(async () => {
      const picked = ids(batch * architecture.fields, table.rows);
      table.gather(picked, leaf.data as Float32Array);
      const { gradients } = await session.step(feeds, 0.001);
      table.adagrad(picked, gradients.rows, 0.05);
    }, timing);
    return { dense, 'with 1,000,000 rows': figure(withRows, { flops, rows: batch, bare }) };
  });
}

/** Two pre-LN blocks, Adam on all parameters, sum of squares as loss; `rowsPerSecond` are tokens. */
async function transformer(policy: ThreadPolicy, timing: Timing, bare: Rate): Promise<object> {
  const [rows, positions, width, heads, inner] = [32, 64, 128, 4, 512];
  const tokens = rows * positions;
  const parameters = Object.assign({}, ...[0, 1].map((block) => blockParameters(`block${block}`, width, inner, random))) as TrainingOptions['parameters'];
  const build = (graph: Graph, tensors: Record<string, Tensor>): { loss: Tensor } => {
    const x = graph.input('x', 'float32', [rows, positions, width]);
    const y = [0, 1].reduce((hidden, block) => transformerBlock(hidden, `block${block}`, tensors, { heads, mask: null }), x);
    return { loss: scale(reduceSumSquare(gelu(y)), 1 / tokens) };
  };
  const flops = 2 * 3 * 2 * tokens * (4 * width * width + 2 * width * inner + 2 * positions * width);
  const feeds = { x: normal([rows, positions, width]) };
  return trained({ name: 'transformer', parameters, build, optimiser: adam(), policy }, async (session) =>
    figure(await bestMs(() => session.step(feeds, 0.0001), { ...timing, seconds: timing.seconds * 2 }), { flops, rows: tokens, bare }));
}
