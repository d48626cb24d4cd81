import type { Histories } from '../candidate-model.js';
import { ForwardSession } from '../onnx/forward-session.js';
import type { FeedTensor } from '../onnx/session.js';
import { sasrecParameters, scoringGraph } from './sasrec-graph.js';
import { SasrecModel } from './sasrec-model.js';
import type { Values } from './sasrec-forward.js';
import type { SasrecShape } from './sasrec-shape.js';

const FORBIDDEN = -1e9;

/** Histories of many readers through onnxruntime: [readers, items] scores at once. */
export class SasrecScorer {
  private constructor(
    private readonly session: ForwardSession,
    private readonly shape: SasrecShape,
  ) {}

  static async open(shape: SasrecShape, temperature: number): Promise<SasrecScorer> {
    const session = await ForwardSession.open({
      name: 'sasrec',
      parameters: sasrecParameters({ ...shape, itemCount: shape.itemCount }, 0),
      build: (graph, parameters) => scoringGraph(graph, parameters, shape, temperature),
    });
    return new SasrecScorer(session, shape);
  }

  /** Writes the scores of all items; where a history is empty, zeros. */
  async score(values: Values, histories: Histories, scores: Float32Array): Promise<void> {
    const readers = histories.offsets.length - 1;
    if (readers === 0) return;
    const own = Array.from({ length: readers }, (_, reader) => {
      const end = histories.offsets[reader + 1];
      return histories.items.subarray(Math.max(histories.offsets[reader], end - this.shape.length), end);
    });
    const positions = Math.max(1, ...own.map((items) => items.length));
    const size = this.shape.itemCount * readers;
    const fetched: FeedTensor = { dtype: 'float32', shape: [readers, this.shape.itemCount], data: scores.length === size ? scores : scores.subarray(0, size) };
    await this.session.run(values, windowFeeds(own, positions), { scores: fetched });
    own.forEach((items, reader) => {
      if (items.length === 0) scores.fill(0, reader * this.shape.itemCount, (reader + 1) * this.shape.itemCount);
    });
  }

  async dispose(): Promise<void> {
    await this.session.dispose();
  }
}

/** Histories at the left of their rows; what follows them is looked at by nothing that is read. */
function windowFeeds(own: readonly Int32Array[], positions: number): Record<string, FeedTensor> {
  const readers = own.length;
  const items = new Int32Array(readers * positions);
  own.forEach((row, reader) => items.set(row, reader * positions));
  const square = Float32Array.from({ length: positions ** 2 }, (_, at) => (at % positions > Math.floor(at / positions) ? FORBIDDEN : 0));
  const mask = new Float32Array(readers * square.length);
  for (let reader = 0; reader < readers; reader++) mask.set(square, reader * square.length);
  return {
    items_in: { dtype: 'int32', shape: [readers, positions], data: items },
    places_in: { dtype: 'int32', shape: [readers, positions], data: Int32Array.from(items, (_, at) => at % positions) },
    mask: { dtype: 'float32', shape: [readers, 1, positions, positions], data: mask },
    last: { dtype: 'int32', shape: [readers], data: Int32Array.from(own, (row, reader) => reader * positions + Math.max(0, row.length - 1)) },
  };
}

/** The same model where the runtime may be loaded: batches go through onnxruntime, single histories stay in TypeScript. */
export class SasrecRuntimeModel extends SasrecModel {
  private scorer: Promise<SasrecScorer> | null = null;

  override async scoreBatch(histories: Histories, scores: Float32Array): Promise<void> {
    const { shape, temperature, values } = this.parts;
    this.scorer ??= SasrecScorer.open(shape, temperature);
    await (await this.scorer).score(values, histories, scores);
  }

  override close(): void {
    // A session that did not open has said so to who asked for scores.
    void this.scorer?.then((scorer) => scorer.dispose()).catch(() => undefined);
    this.scorer = null;
  }
}
