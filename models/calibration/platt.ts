/** p = σ(slope · z + intercept) of a logit z. */
export interface Platt {
  readonly kind: 'platt';
  readonly slope: number;
  readonly intercept: number;
}

const MAX_STEPS = 100;
const RIDGE = 1e-9;

interface Statistics {
  loss: number;
  /** ∂L/∂slope, ∂L/∂intercept, and the three parts of the Hessian. */
  gradient: [number, number];
  hessian: [aa: number, ab: number, bb: number];
}

/**
 * Platt's scaling by Newton's method with halved steps (Platt 1999; Lin, Lin and Weng 2007), with his smoothed targets
 * (N₊ + 1)/(N₊ + 2) and 1/(N₋ + 2), N the sums of weights: few labels then move little, and all-equal ones stay finite.
 */
export function fitPlatt(logits: ArrayLike<number>, labels: ArrayLike<number>, weights: ArrayLike<number>): Platt {
  const count = logits.length;
  if (count === 0 || labels.length !== count || weights.length !== count) {
    throw new RangeError(`a calibration needs rows: ${count} logits, ${labels.length} labels, ${weights.length} weights`);
  }
  let [positive, total] = [0, 0];
  for (let row = 0; row < count; row++) {
    positive += weights[row] * labels[row];
    total += weights[row];
  }
  const targets = Float64Array.from({ length: count }, (_, row) => (labels[row] ? (positive + 1) / (positive + 2) : 1 / (total - positive + 2)));
  const at = (slope: number, intercept: number): Statistics => statistics({ logits, targets, weights, total }, slope, intercept);
  let [slope, intercept] = [0, Math.log((positive + 1) / (total - positive + 1))];
  let here = at(slope, intercept);
  for (let step = 0; step < MAX_STEPS && Math.max(...here.gradient.map(Math.abs)) > 1e-12; step++) {
    const [aa, ab, bb] = here.hessian;
    const determinant = aa * bb - ab * ab;
    const [ga, gb] = here.gradient;
    const [da, db] = [(bb * ga - ab * gb) / determinant, (aa * gb - ab * ga) / determinant];
    let scale = 1;
    let next = at(slope - da, intercept - db);
    while (!(next.loss <= here.loss) && scale > 1e-10) {
      scale /= 2;
      next = at(slope - scale * da, intercept - scale * db);
    }
    if (!(next.loss < here.loss)) break;
    [slope, intercept, here] = [slope - scale * da, intercept - scale * db, next];
  }
  return { kind: 'platt', slope, intercept };
}

function statistics(
  { logits, targets, weights, total }: { logits: ArrayLike<number>; targets: Float64Array; weights: ArrayLike<number>; total: number },
  slope: number, intercept: number,
): Statistics {
  let [loss, ga, gb, aa, ab, bb] = [0, 0, 0, RIDGE, 0, RIDGE];
  for (let row = 0; row < logits.length; row++) {
    const z = logits[row];
    const score = slope * z + intercept;
    const share = weights[row] / total;
    const p = 1 / (1 + Math.exp(-score));
    loss += share * (Math.max(0, score) + Math.log1p(Math.exp(-Math.abs(score))) - targets[row] * score);
    const error = share * (p - targets[row]);
    const curvature = share * p * (1 - p);
    ga += error * z;
    gb += error;
    aa += curvature * z * z;
    ab += curvature * z;
    bb += curvature;
  }
  return { loss, gradient: [ga, gb], hessian: [aa, ab, bb] };
}
