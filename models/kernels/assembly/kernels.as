// AssemblyScript (https://www.assemblyscript.org), compiled by ../compile.mjs into ../kernels.wasm.ts. Pointers are byte
// addresses in the imported memory; matrices are row-major float32; float32 sums run in four lanes.
export { axpy, dot, scoreRows, sigmoidInPlace } from './dense';
export { ftrlDot, ftrlStep } from './ftrl';
export { adagradRows, gatherRows } from './rows';
export { gramLower, gramRow, multiplySparse } from './sparse';
export { addGram, choleskyFactor, choleskySolve, conjugateGradient, rankUpdate } from './spd';
export { ialsExact, ialsGradient } from './ials';
export { invertSmall } from './inverse';
export { bestPairs } from './pairs';
export { topK } from './top-k';

/** The first free byte: static data, of which `exp` has a table, lies below and must not be overwritten. */
export function heapBase(): usize {
  return __heap_base;
}
