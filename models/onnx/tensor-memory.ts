import type { TensorData } from './graph.js';

/** Memory that a run cannot use safely. Kept apart from the session, which knows the runtime. */
export class TensorMemoryError extends Error {
  override readonly name = 'TensorMemoryError';
}

interface Held {
  readonly data: TensorData;
}

/** The runtime takes no SharedArrayBuffer; its own message for one is 'Invalid argument'. */
export function refuseShared(name: string, data: TensorData): void {
  if (data.buffer instanceof SharedArrayBuffer) {
    throw new TensorMemoryError(`tensor '${name}' lies in a SharedArrayBuffer, which onnxruntime does not take; copy it into memory of this thread`);
  }
}

interface Range {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly written: boolean;
}

/** Refuses a fetch whose bytes are also a feed's or another fetch's. Feeds may share memory with each other. */
export function refuseOverlap(feeds: Readonly<Record<string, Held>>, fetches: Readonly<Record<string, Held | null>>): void {
  const buffers = new Map<ArrayBufferLike, Range[]>();
  const add = (name: string, { data }: Held, written: boolean): void => {
    if (data.byteLength === 0) return;
    const range = { name, from: data.byteOffset, to: data.byteOffset + data.byteLength, written };
    const ranges = buffers.get(data.buffer);
    if (ranges) ranges.push(range);
    else buffers.set(data.buffer, [range]);
  };
  for (const [name, fetch] of Object.entries(fetches)) if (fetch) add(name, fetch, true);
  const written = new Set(buffers.keys());
  for (const [name, feed] of Object.entries(feeds)) if (written.has(feed.data.buffer)) add(name, feed, false);
  for (const ranges of buffers.values()) refuseWithin(ranges);
}

/** In order of their starts, a range can only overlap one that reaches furthest among those before it. */
function refuseWithin(ranges: Range[]): void {
  if (ranges.length < 2) return;
  ranges.sort((a, b) => a.from - b.from);
  let [furthest] = ranges;
  let furthestWritten: Range | null = furthest.written ? furthest : null;
  for (const range of ranges.slice(1)) {
    const other = range.written ? furthest : furthestWritten;
    if (other && range.from < other.to) {
      const [fetch, held] = range.written ? [range, other] : [other, range];
      throw new TensorMemoryError(`the fetch '${fetch.name}' would be written over '${held.name}' while the run may still read it; give it memory of its own`);
    }
    if (range.to > furthest.to) furthest = range;
    if (range.written && (!furthestWritten || range.to > furthestWritten.to)) furthestWritten = range;
  }
}
