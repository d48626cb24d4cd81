import { Graph } from '../onnx/graph.js';
import type { DType } from '../onnx/graph.js';
import { gemm, matMul } from '../onnx/ops.js';
import { Session } from '../onnx/session.js';
import type { ThreadPolicy } from '../onnx/session.js';

type Floats = Float32Array | Float64Array;

/** XᵀX and X·M for tall X [rows, width] in onnxruntime, one session per product and precision, sizes open. */
export class TallProducts {
  private readonly sessions = new Map<string, Promise<Session>>();

  constructor(private readonly policy: ThreadPolicy = 'worker') {}

  /** XᵀX [width, width]. */
  async gram<T extends Floats>(x: T, width: number): Promise<T> {
    const dtype = dtypeOf(x);
    const session = await this.session(`gram ${dtype}`, () => {
      const graph = new Graph('gram');
      const left = graph.input('x', dtype, ['rows', 'width']);
      graph.output('y', gemm(left, left, null, { transposeA: true }));
      return graph;
    });
    return (await session.run({ x: { dtype, data: x, shape: [x.length / width, width] } })).y as T;
  }

  /** X·M [rows, columns], M [width, columns]. */
  async times<T extends Floats>(x: T, m: T, width: number): Promise<T> {
    const dtype = dtypeOf(x);
    const session = await this.session(`times ${dtype}`, () => {
      const graph = new Graph('times');
      graph.output('y', matMul(graph.input('x', dtype, ['rows', 'width']), graph.input('m', dtype, ['width', 'columns'])));
      return graph;
    });
    const feeds = {
      x: { dtype, data: x, shape: [x.length / width, width] },
      m: { dtype, data: m, shape: [width, m.length / width] },
    };
    return (await session.run(feeds)).y as T;
  }

  async close(): Promise<void> {
    await Promise.all([...this.sessions.values()].map(async (session) => (await session).dispose()));
    this.sessions.clear();
  }

  private session(name: string, build: () => Graph): Promise<Session> {
    let session = this.sessions.get(name);
    if (!session) this.sessions.set(name, session = Session.open(build().encode(), this.policy));
    return session;
  }
}

function dtypeOf(x: Floats): DType {
  return x instanceof Float64Array ? 'float64' : 'float32';
}
