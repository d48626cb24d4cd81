import * as ort from 'onnxruntime-node';
import type { DType, TensorData } from './graph.js';
import { refuseOverlap, refuseShared } from './tensor-memory.js';

/**
 * The only importer of onnxruntime-node. `run` blocks the thread it is called on although it returns a promise (the
 * binding computes inside setImmediate), so sessions live in worker processes and never in the api.
 */
export interface FeedTensor {
  readonly dtype: DType;
  readonly data: TensorData;
  readonly shape: readonly number[];
}

/** Scoring workers run many processes with one thread each; a trainer that owns the machine takes two. */
export type ThreadPolicy = 'worker' | 'exclusive';

const THREADS: Readonly<Record<ThreadPolicy, number>> = { worker: 1, exclusive: 2 };

export class SessionError extends Error {
  override readonly name = 'SessionError';
}

/**
 * How every session is opened. The arena and memory patterns stay on: a training step without the arena takes 1.7 × as
 * long. A spinning pool steals the core from the next process (two processes with two spinning threads each do half the
 * work of two with one), so only an exclusive owner spins. A run that fails says why in its error, so the runtime need not
 * print it as well.
 */
export function sessionOptions(policy: ThreadPolicy): ort.InferenceSession.SessionOptions {
  return {
    executionProviders: ['cpu'],
    intraOpNumThreads: THREADS[policy],
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    enableCpuMemArena: true,
    enableMemPattern: true,
    logSeverityLevel: 4,
    extra: { session: { intra_op: { allow_spinning: policy === 'exclusive' ? '1' : '0' } } },
  };
}

export class Session {
  /** The runtime's tensor of each feed object, so that buffers which are fed at every step are described once. */
  private readonly described = new WeakMap<FeedTensor, ort.Tensor>();

  private constructor(private inner: ort.InferenceSession | null) {}

  /** Loads the bytes of a ModelProto; a model that the runtime refuses is a SessionError with its reason. */
  static async open(model: Uint8Array, policy: ThreadPolicy = 'worker'): Promise<Session> {
    try {
      return new Session(await ort.InferenceSession.create(model, sessionOptions(policy)));
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

  /**
   * Feeds are read in place and must not be written before the promise settles. With `fetches` only the outputs named there
   * are returned: the array of the given tensor, into which the runtime computed, or a new one where null stands. Memory of a
   * fetch that another fetch or a feed also uses is refused: the runtime writes a result as soon as it has it, while the feed
   * may still be needed. (The binding makes a copy of every result besides; it is dropped.)
   */
  async run(
    feeds: Readonly<Record<string, FeedTensor>>,
    fetches?: Readonly<Record<string, FeedTensor | null>>,
  ): Promise<Record<string, TensorData>> {
    const inner = this.live();
    const inputs: Record<string, ort.Tensor> = {};
    for (const [name, feed] of Object.entries(feeds)) inputs[name] = this.describe(name, feed);
    if (!fetches) return dataOf(await inner.run(inputs));
    const outputs: Record<string, ort.Tensor | null> = {};
    for (const [name, fetch] of Object.entries(fetches)) outputs[name] = fetch && this.describe(name, fetch);
    refuseOverlap(feeds, fetches);
    const results = dataOf(await inner.run(inputs, outputs));
    for (const [name, fetch] of Object.entries(fetches)) if (fetch) results[name] = fetch.data;
    return results;
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

  private describe(name: string, feed: FeedTensor): ort.Tensor {
    const known = this.described.get(feed);
    if (known) return known;
    refuseShared(name, feed.data);
    const tensor = new ort.Tensor(feed.dtype, feed.data, feed.shape);
    this.described.set(feed, tensor);
    return tensor;
  }
}

const dataOf = (results: Readonly<Record<string, ort.Tensor>>): Record<string, TensorData> =>
  Object.fromEntries(Object.entries(results).map(([name, value]) => [name, value.data as TensorData]));
