import { SizeError } from '../trainer.js';
import { instantiateKernels } from './kernels.js';
import type { Kernels } from './kernels.js';

const PAGE = 65_536;
const ALIGNMENT = 16;
/** A 32-bit address space, less the last page, so that no address is 2³². */
const MOST_BYTES = 65_535 * PAGE;
const align = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/**
 * One WebAssembly.Memory of fixed size, cut into typed arrays from the heap base of the kernels on, with the kernels
 * bound to it. It never grows, because growing would detach every view. Views of a memory that is not shared go into an
 * onnxruntime session as feeds and fetches without a copy; those of a shared one it refuses, and worker threads take.
 */
export class Arena {
  readonly memory: WebAssembly.Memory;
  readonly kernels: Kernels;
  private next: number;

  /** Room for `bytes` of views: sum the lengths with `bytesFor`. Throws SizeError above 4 GiB. */
  constructor(bytes: number, readonly shared = false) {
    const pages = Math.ceil((bytes + PAGE) / PAGE);
    if (!(bytes >= 0 && pages * PAGE <= MOST_BYTES)) {
      throw new SizeError(`${(bytes / 2 ** 30).toFixed(2)} GiB of tables do not fit into the 4 GiB of one memory; use fewer rows or a smaller width`);
    }
    this.memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared });
    this.kernels = instantiateKernels(this.memory, shared);
    const base = this.kernels.heapBase();
    if (base > PAGE) throw new SizeError(`the kernels keep ${base} bytes of their own, more than the page that is left for them`);
    this.next = align(base);
  }

  /** What views of these lengths take, for elements of four bytes. */
  static bytesFor(...lengths: readonly number[]): number {
    return lengths.reduce((sum, length) => sum + align(length * 4), 0);
  }

  /** Zero-filled only where nothing was released before. */
  f32(length: number): Float32Array {
    return new Float32Array(this.memory.buffer, this.take(length * 4), length);
  }

  i32(length: number): Int32Array {
    return new Int32Array(this.memory.buffer, this.take(length * 4), length);
  }

  f64(length: number): Float64Array {
    return new Float64Array(this.memory.buffer, this.take(length * 8), length);
  }

  f32From(values: Float32Array): Float32Array {
    const view = this.f32(values.length);
    view.set(values);
    return view;
  }

  i32From(values: Int32Array): Int32Array {
    const view = this.i32(values.length);
    view.set(values);
    return view;
  }

  holds(view: ArrayBufferView): boolean {
    return view.buffer === this.memory.buffer;
  }

  /** The state to `release` to: everything taken since becomes free again, and its views must not be used. */
  mark(): number {
    return this.next;
  }

  release(mark: number): void {
    this.next = mark;
  }

  private take(bytes: number): number {
    const start = this.next;
    const end = start + align(bytes);
    if (!(bytes >= 0 && end <= this.memory.buffer.byteLength)) {
      throw new SizeError(`the arena has ${this.memory.buffer.byteLength - start} bytes left and ${bytes} were asked for; open a larger one`);
    }
    this.next = end;
    return start;
  }
}
