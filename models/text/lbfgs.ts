/**
 * Limited-memory BFGS (Nocedal & Wright, algorithm 7.4–7.5) for smooth convex functions, with step halving until the
 * Armijo condition holds. Memory: 2·MEMORY + 4 vectors of the parameters.
 */
export interface Minimum {
  readonly value: number;
  readonly iterations: number;
  /** max |∂f| at the end. */
  readonly gradientNorm: number;
}

/** Writes ∂f(x) into `gradient` and returns f(x). */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

const MEMORY = 6;
const SUFFICIENT = 1e-4;
const SHORTEST_STEP = 1e-12;

interface Pair {
  s: Float64Array;
  y: Float64Array;
  rho: number;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at] * b[at];
  return sum;
}

function largest(values: Float64Array): number {
  let max = 0;
  for (const value of values) max = Math.max(max, Math.abs(value));
  return max;
}

/** −H∇f by the two-loop recursion, H₀ = (sᵀy / yᵀy) I. */
function direction(gradient: Float64Array, pairs: readonly Pair[], into: Float64Array): void {
  for (let at = 0; at < into.length; at++) into[at] = -gradient[at];
  const alphas: number[] = [];
  for (let back = pairs.length - 1; back >= 0; back--) {
    const { s, y, rho } = pairs[back];
    const alpha = rho * dot(s, into);
    alphas[back] = alpha;
    for (let at = 0; at < into.length; at++) into[at] -= alpha * y[at];
  }
  const newest = pairs.at(-1);
  if (newest) {
    const scale = 1 / (newest.rho * dot(newest.y, newest.y));
    for (let at = 0; at < into.length; at++) into[at] *= scale;
  }
  for (let forth = 0; forth < pairs.length; forth++) {
    const { s, y, rho } = pairs[forth];
    const change = alphas[forth] - rho * dot(y, into);
    for (let at = 0; at < into.length; at++) into[at] += change * s[at];
  }
}

/** Changes `x` in place until max |∂f| ≤ tolerance, no step lowers f, or the iterations are used up. */
export async function minimise(
  objective: Objective,
  x: Float64Array,
  options: { tolerance: number; maxIterations: number; each?: (iteration: number, value: number) => Promise<void> | null },
): Promise<Minimum> {
  let gradient = new Float64Array(x.length);
  let nextGradient = new Float64Array(x.length);
  const step = new Float64Array(x.length);
  const candidate = new Float64Array(x.length);
  const pairs: Pair[] = [];
  let value = objective(x, gradient);
  let iteration = 0;
  for (; iteration < options.maxIterations && largest(gradient) > options.tolerance; iteration++) {
    await options.each?.(iteration, value);
    direction(gradient, pairs, step);
    const slope = dot(gradient, step);
    let length = pairs.length === 0 ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
    let next = Infinity;
    for (; length > SHORTEST_STEP; length /= 2) {
      for (let at = 0; at < x.length; at++) candidate[at] = x[at] + length * step[at];
      next = objective(candidate, nextGradient);
      if (next <= value + SUFFICIENT * length * slope) break;
    }
    if (length <= SHORTEST_STEP) break;
    remember(pairs, x, candidate, gradient, nextGradient);
    x.set(candidate);
    [gradient, nextGradient] = [nextGradient, gradient];
    value = next;
  }
  return { value, iterations: iteration, gradientNorm: largest(gradient) };
}

/** Keeps (s, y) where the curvature sᵀy is positive; the oldest pair's arrays are used again. */
function remember(pairs: Pair[], x: Float64Array, to: Float64Array, gradient: Float64Array, nextGradient: Float64Array): void {
  const pair = pairs.length === MEMORY ? pairs.shift() as Pair : { s: new Float64Array(x.length), y: new Float64Array(x.length), rho: 0 };
  for (let at = 0; at < x.length; at++) {
    pair.s[at] = to[at] - x[at];
    pair.y[at] = nextGradient[at] - gradient[at];
  }
  const curvature = dot(pair.s, pair.y);
  if (curvature <= 0) return;
  pair.rho = 1 / curvature;
  pairs.push(pair);
}
