/** Candidates of one list, best first or in any order: scores [n] and unit vectors [n, width], row-major. */
export interface VectorCandidates {
  readonly scores: ArrayLike<number>;
  readonly vectors: Float32Array;
  readonly width: number;
}

export function checkCandidates({ scores, vectors, width }: VectorCandidates): void {
  if (!(width >= 1) || vectors.length !== scores.length * width) {
    throw new RangeError(`${scores.length} candidates need vectors of ${scores.length} × ${width} numbers, not ${vectors.length}`);
  }
}

export function cosine(vectors: Float32Array, width: number, a: number, b: number): number {
  let sum = 0;
  for (let at = 0; at < width; at++) sum += vectors[a * width + at] * vectors[b * width + at];
  return sum;
}

/** Every row divided by its length, a zero row left as it is: what the functions of this folder take. */
export function unitVectors(vectors: Float32Array, width: number): Float32Array {
  const units = vectors.slice();
  for (let start = 0; start < units.length; start += width) {
    let squares = 0;
    for (let at = 0; at < width; at++) squares += units[start + at] ** 2;
    if (squares > 0) for (let at = 0; at < width; at++) units[start + at] /= Math.sqrt(squares);
  }
  return units;
}
