import { Graph } from '../onnx/graph.js';
import { matMul } from '../onnx/ops.js';
import { Session } from '../onnx/session.js';
import { SizeError } from '../trainer.js';

/** A protobuf ends below 2 GiB. */
const MOST_BYTES = 2 ** 31 - 2 ** 20;

/** Scores X·Yᵀ in onnxruntime for item vectors Y [items, stride] that stand in the session, packed once. */
export class FactorProduct {
  private session: Promise<Session> | null = null;

  constructor(private readonly items: Float32Array, private readonly stride: number) {}

  /** [rows, items] for X [rows, stride]. Throws SizeError where the items are too many for one session. */
  async times(x: Float32Array): Promise<Float32Array> {
    this.session ??= Session.open(this.graph());
    const shape = [x.length / this.stride, this.stride];
    return (await (await this.session).run({ x: { dtype: 'float32', data: x, shape } })).scores as Float32Array;
  }

  /** Never rejects: a session that did not open has said so to who asked for scores. */
  async close(): Promise<void> {
    const session = this.session;
    this.session = null;
    await session?.then((opened) => opened.dispose()).catch(() => undefined);
  }

  private graph(): Uint8Array {
    const { items, stride } = this;
    if (items.byteLength > MOST_BYTES) throw new SizeError(`${items.length / stride} item vectors of ${stride} numbers exceed 2 GiB; use a smaller width`);
    const count = items.length / stride;
    const graph = new Graph('factor-scores');
    const turned = graph.constant('y', 'float32', [stride, count], turn(items, count, stride));
    graph.output('scores', matMul(graph.input('x', 'float32', ['readers', stride]), turned));
    return graph.encode();
  }
}

/** The transpose of [rows, columns], in tiles so that neither side leaves the cache. */
export function turn(matrix: Float32Array, rows: number, columns: number): Float32Array {
  const turned = new Float32Array(matrix.length);
  const tile = 64;
  for (let top = 0; top < rows; top += tile) {
    for (let left = 0; left < columns; left += tile) {
      for (let row = top; row < Math.min(rows, top + tile); row++) {
        for (let column = left; column < Math.min(columns, left + tile); column++) turned[column * rows + row] = matrix[row * columns + column];
      }
    }
  }
  return turned;
}
