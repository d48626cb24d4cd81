/**
 * How a raw value of a criterion becomes its desirability u in [0, 1], with FIXED ends that belong to the criterion and not
 * to the candidates: so nobody's score hangs on who else applied. An ideal below the anti-ideal makes it a cost.
 */
export type Scale =
  | { readonly kind: 'linear'; readonly antiIdeal: number; readonly ideal: number }
  | { readonly kind: 'log'; readonly antiIdeal: number; readonly ideal: number }
  /** (value, u) in rising order of value; u rises or falls throughout. Constant outside. */
  | { readonly kind: 'piecewise'; readonly knots: readonly (readonly [value: number, u: number])[] };

export class ScaleError extends Error {}

/** Throws ScaleError for a scale that orders nothing: equal ends, logarithms of what is not positive, knots out of order. */
export function checkScale(scale: Scale): void {
  if (scale.kind === 'piecewise') {
    const { knots } = scale;
    const steps = knots.slice(1).map(([value, u], at) => [value - knots[at][0], u - knots[at][1]]);
    if (knots.length < 2 || knots.some(([value, u]) => !Number.isFinite(value) || !(u >= 0 && u <= 1))) throw new ScaleError('A piecewise scale has two or more knots with u between 0 and 1.');
    if (steps.some(([value]) => !(value > 0)) || !(steps.every(([, u]) => u >= 0) || steps.every(([, u]) => u <= 0)) || steps.every(([, u]) => u === 0)) {
      throw new ScaleError('The knots of a piecewise scale rise in value, and rise or fall in u throughout.');
    }
  } else if (!Number.isFinite(scale.antiIdeal) || !Number.isFinite(scale.ideal) || scale.antiIdeal === scale.ideal) {
    throw new ScaleError('The ideal and the anti-ideal are two different numbers.');
  } else if (scale.kind === 'log' && !(scale.antiIdeal > 0 && scale.ideal > 0)) {
    throw new ScaleError('The ends of a logarithmic scale are positive.');
  }
}

/** Whether more is better. */
export function isBenefit(scale: Scale): boolean {
  return scale.kind === 'piecewise' ? scale.knots.at(-1)![1] > scale.knots[0][1] : scale.ideal > scale.antiIdeal;
}

const clipped = (u: number) => Math.min(1, Math.max(0, u));

/** Raw value → u. linear: (v − anti)/(ideal − anti); log: the same of logarithms; piecewise: between its knots. */
export function desirability(scale: Scale, value: number): number {
  if (scale.kind === 'piecewise') return between(scale.knots, value);
  const { antiIdeal, ideal } = scale;
  if (scale.kind === 'linear') return clipped((value - antiIdeal) / (ideal - antiIdeal));
  if (value <= 0) return ideal > antiIdeal ? 0 : 1;
  return clipped(Math.log(value / antiIdeal) / Math.log(ideal / antiIdeal));
}

/** The raw value nearest to the anti-ideal whose desirability is u, u in (0, 1]. */
export function valueOf(scale: Scale, u: number): number {
  if (scale.kind === 'linear') return scale.antiIdeal + u * (scale.ideal - scale.antiIdeal);
  if (scale.kind === 'log') return scale.antiIdeal * Math.exp(u * Math.log(scale.ideal / scale.antiIdeal));
  const rising = scale.knots.map(([value, at]) => [at, value] as const);
  const ordered = isBenefit(scale) ? rising : rising.toReversed();
  const upper = ordered.findIndex(([at]) => at >= u);
  if (upper <= 0) return ordered[Math.max(0, upper)][1];
  const [[lowU, low], [highU, high]] = [ordered[upper - 1], ordered[upper]];
  return low + (high - low) * (u - lowU) / (highU - lowU);
}

function between(knots: readonly (readonly [number, number])[], value: number): number {
  const upper = knots.findIndex(([at]) => at >= value);
  if (upper === 0) return knots[0][1];
  if (upper < 0) return knots.at(-1)![1];
  const [[from, low], [to, high]] = [knots[upper - 1], knots[upper]];
  return low + (high - low) * (value - from) / (to - from);
}
