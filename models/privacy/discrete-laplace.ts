/** Uniform random bytes; a test gives a seeded source. */
export type RandomBytes = (count: number) => Uint8Array;

/** Uniform on 0 … below−1, by rejection: exact, whatever `below` is. */
export function uniformBelow(below: bigint, random: RandomBytes): bigint {
  const bits = below.toString(2).length;
  const bytes = Math.ceil(bits / 8);
  const mask = (1n << BigInt(bits)) - 1n;
  for (;;) {
    const drawn = random(bytes).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) & mask;
    if (drawn < below) return drawn;
  }
}

const bernoulli = (numerator: bigint, denominator: bigint, random: RandomBytes) => uniformBelow(denominator, random) < numerator;

/** True with probability exp(−numerator/denominator), for a quotient of 0 to 1: von Neumann's alternating series. */
function bernoulliExp(numerator: bigint, denominator: bigint, random: RandomBytes): boolean {
  let k = 1n;
  while (bernoulli(numerator, denominator * k, random)) k += 1n;
  return k % 2n === 1n;
}

/**
 * Discrete Laplace noise of scale b = t/s: P(x) = (e^{s/t} − 1)/(e^{s/t} + 1) · e^{−|x|·s/t} over the integers. Canonne, Kamath & Steinke 2020,
 * "The Discrete Gaussian for Differential Privacy", algorithm 2: integers and coin flips only, since rounded floating-point noise tells secrets (Mironov 2012).
 */
export function discreteLaplace(t: bigint, s: bigint, random: RandomBytes): bigint {
  for (;;) {
    const u = uniformBelow(t, random);
    if (!bernoulliExp(u, t, random)) continue;
    let v = 0n;
    while (bernoulliExp(1n, 1n, random)) v += 1n;
    const size = (u + t * v) / s;
    const isNegative = bernoulli(1n, 2n, random);
    if (isNegative && size === 0n) continue;
    return isNegative ? -size : size;
  }
}
