import { KERNELS_BASE64, SHARED_KERNELS_BASE64 } from './kernels.wasm.js';

/**
 * The exports of kernels.wasm. Every pointer is a byte address in the memory that the instance was given (the byteOffset
 * of a view of its arena); nothing is checked, so callers check lengths. What each does stands above it in assembly/.
 */
export interface Kernels {
  heapBase(): number;
  dot(a: number, b: number, length: number): number;
  axpy(alpha: number, x: number, y: number, length: number): void;
  scoreRows(x: number, table: number, from: number, to: number, width: number, out: number): void;
  sigmoidInPlace(x: number, length: number): void;
  ftrlDot(weights: number, left: number, rows: number, right: number, stride: number): number;
  ftrlStep(
    weights: number, z: number, s: number, left: number, rows: number, right: number, stride: number,
    error: number, inverseAlpha: number, floor: number, l1: number,
  ): void;
  gatherRows(table: number, ids: number, count: number, width: number, into: number): void;
  adagradRows(
    table: number, sums: number, slots: number, ids: number, gradients: number,
    count: number, width: number, rate: number, epsilon: number,
  ): void;
  gramRow(
    rowOffsets: number, rowColumns: number, rowValues: number,
    columnOffsets: number, columnRows: number, columnValues: number,
    item: number, sums: number, touched: number,
  ): number;
  gramLower(
    rowOffsets: number, rowColumns: number, rowValues: number,
    columnOffsets: number, columnRows: number, columnValues: number,
    from: number, to: number, columns: number, out: number, scratch: number,
  ): void;
  multiplySparse(offsets: number, columns: number, values: number, from: number, to: number, x: number, width: number, out: number): void;
  rankUpdate(
    a: number, n: number, stride: number, x1: number, x2: number, x3: number, x4: number,
    c1: number, c2: number, c3: number, c4: number,
  ): void;
  addGram(x: number, from: number, to: number, stride: number, out: number): void;
  choleskyFactor(a: number, n: number, stride: number): number;
  choleskySolve(lower: number, n: number, stride: number, x: number): void;
  conjugateGradient(a: number, b: number, x: number, n: number, stride: number, steps: number, tolerance: number, scratch: number): number;
  ialsExact(
    offsets: number, columns: number, values: number, from: number, to: number,
    factors: number, base: number, regs: number, stride: number, out: number, scratch: number,
  ): number;
  ialsGradient(
    offsets: number, columns: number, values: number, from: number, to: number,
    factors: number, base: number, regs: number, stride: number, steps: number, out: number, scratch: number,
  ): void;
  invertSmall(a: number, n: number, work: number): number;
  bestPairs(scores: number, n: number, crosses: number, ads: number, adCount: number, out: number): void;
  topK(scores: number, n: number, k: number, indices: number, values: number, scratch: number): number;
}

const compiled = new Map<string, WebAssembly.Module>();

/** The compiled module, for a memory that is shared or not; compiled once per thread. */
export function kernelModule(shared: boolean): WebAssembly.Module {
  const base64 = shared ? SHARED_KERNELS_BASE64 : KERNELS_BASE64;
  let module = compiled.get(base64);
  if (!module) compiled.set(base64, module = new WebAssembly.Module(Buffer.from(base64, 'base64')));
  return module;
}

export function instantiateKernels(memory: WebAssembly.Memory, shared: boolean): Kernels {
  return new WebAssembly.Instance(kernelModule(shared), { env: { memory } }).exports as Kernels;
}
