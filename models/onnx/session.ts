import * as ort from 'onnxruntime-node';
import type { DType, TensorData } from './graph.js';

/**
 * The only importer of onnxruntime-node. `run` blocks the thread it is called on although it returns a promise (the
 * binding computes inside setImmediate), so sessions live in worker processes and never in the api.
 */
export interface FeedTensor {
  dtype: DType;
  data: TensorData;
  shape: readonly number[];
}

/** Scoring workers run many processes with one thread each; a trainer that owns the machine takes two. */
export type ThreadPolicy = 'worker' | 'exclusive';

const THREADS: Readonly<Record<ThreadPolicy, number>> = { worker: 1, exclusive: 2 };

export class SessionError extends Error {
  override readonly name = 'SessionError';
}

export class Session {
  private constructor(private inner: ort.InferenceSession | null) {}

  /** Loads the bytes of a ModelProto; a model that the runtime refuses is a SessionError with its reason. */
  static async open(model: Uint8Array, policy: ThreadPolicy = 'worker'): Promise<Session> {
    const options: ort.InferenceSession.SessionOptions = {
      executionProviders: ['cpu'],
      intraOpNumThreads: THREADS[policy],
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
      // A spinning pool steals the core from the next process; see the two-process figures in the design notes.
      extra: { session: { intra_op: { allow_spinning: policy === 'exclusive' ? '1' : '0' } } },
    };
    try {
      return new Session(await ort.InferenceSession.create(model, options));
    } catch (cause) {
      throw new SessionError(`onnxruntime refused the model: ${String(cause)}`, { cause });
    }
  }

  get inputNames(): readonly string[] {
    return this.live().inputNames;
  }

  get outputNames(): readonly string[] {
    return this.live().outputNames;
  }

  /** Feeds are read in place and must not be written before the promise settles. */
  async run(feeds: Readonly<Record<string, FeedTensor>>): Promise<Record<string, TensorData>> {
    const inputs: Record<string, ort.Tensor> = {};
    for (const [name, feed] of Object.entries(feeds)) inputs[name] = new ort.Tensor(feed.dtype, feed.data, feed.shape);
    const results = await this.live().run(inputs);
    return Object.fromEntries(Object.entries(results).map(([name, value]) => [name, value.data as TensorData]));
  }

  /** Frees the native memory; a second call does nothing, a run after it is refused. */
  async dispose(): Promise<void> {
    const inner = this.inner;
    this.inner = null;
    await inner?.release();
  }

  private live(): ort.InferenceSession {
    if (!this.inner) throw new SessionError('the session was disposed');
    return this.inner;
  }
}
