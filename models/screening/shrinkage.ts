/** What is known of a share before anybody looked: its mean in (0, 1), and how many observations that belief is worth. */
export interface Prior {
  readonly mean: number;
  readonly strength: number;
}

export interface Estimate {
  readonly mean: number;
  /** Standard deviation of the belief. */
  readonly deviation: number;
}

/**
 * Beta-binomial shrinkage: with a = mean·strength, b = (1 − mean)·strength, s successes of n give Beta(a + s, b + n − s), of mean
 * (a + s)/(a + b + n) and variance m(1 − m)/(a + b + n + 1). Two of two is not better than 980 of 1,000.
 */
export function shrunkShare(successes: number, trials: number, { mean, strength }: Prior): Estimate {
  const total = strength + trials;
  const shrunk = (mean * strength + successes) / total;
  return { mean: shrunk, deviation: Math.sqrt(shrunk * (1 - shrunk) / (total + 1)) };
}

/** z of a two-sided 95 % interval. */
const Z95 = 1.959963984540054;

/** The Wilson score interval (Wilson 1927) of a share: never outside [0, 1], and honest for small n. n > 0. */
export function wilsonInterval(successes: number, trials: number, z = Z95): readonly [low: number, high: number] {
  const share = successes / trials;
  const square = z * z / trials;
  const centre = share + square / 2;
  const half = z * Math.sqrt(share * (1 - share) / trials + square / (4 * trials));
  return [Math.max(0, (centre - half) / (1 + square)), Math.min(1, (centre + half) / (1 + square))];
}
