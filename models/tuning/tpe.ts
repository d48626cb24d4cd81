import type { Random } from '../random.js';
import type { ParamRange, Params, SearchSpace } from '../trainer.js';
import { fromCoordinate, isChoice, sampleParams, toCoordinate } from './search-space.js';

/** A trial that has ended; `value` is climbed, −∞ where the trial failed. */
export interface Observation {
  readonly params: Params;
  readonly value: number;
}

/** γ: the share of the trials that count as good. */
const GOOD_SHARE = 0.25;
/** How many points drawn from l are compared by l/g. */
const CANDIDATES = 24;

/**
 * The tree-structured Parzen estimator (Bergstra, Bardenet, Bengio & Kégl 2011): the trials so far are parted into the best
 * quarter and the rest; l and g are densities of either, and the next trial is, parameter by parameter, the point of highest
 * l(x)/g(x) among draws from l, which is the point of highest expected improvement. `pending` trials count as bad, so that
 * trials that run side by side differ. The first `startup` are uniform.
 */
export function proposeParams(space: SearchSpace, observed: readonly Observation[], pending: readonly Params[], startup: number, random: Random): Params {
  if (observed.length < startup) return sampleParams(space, random);
  const order = observed.map((_, at) => at).sort((a, b) => observed[b].value - observed[a].value || a - b);
  const goodCount = Math.max(2, Math.ceil(GOOD_SHARE * observed.length));
  const good = order.slice(0, goodCount).map((at) => observed[at].params);
  const bad = [...order.slice(goodCount).map((at) => observed[at].params), ...pending];
  return Object.fromEntries(Object.entries(space).map(([name, range]) => {
    const values = (all: readonly Params[]): number[] => all.map((params) => params[name]);
    return [name, isChoice(range) ? bestChoice(range.choices, values(good), values(bad), random) : bestPoint(range, values(good), values(bad), random)];
  }));
}

function bestPoint(range: Extract<ParamRange, { low: number }>, good: readonly number[], bad: readonly number[], random: Random): number {
  const [low, high] = [toCoordinate(range, range.low), toCoordinate(range, range.high)];
  // Defaults may lie outside the space, on a logarithmic scale at −∞; from one interval away draws still fall inside.
  const near = (coordinate: number): number => Math.min(2 * high - low, Math.max(2 * low - high, coordinate));
  const coordinates = (values: readonly number[]): number[] => values.map((value) => near(toCoordinate(range, value)));
  const l = new Parzen(coordinates(good), low, high);
  const g = new Parzen(coordinates(bad), low, high);
  let best = low;
  let bestRatio = -Infinity;
  for (let draw = 0; draw < CANDIDATES; draw++) {
    const at = l.sample(random);
    const ratio = Math.log(l.density(at)) - Math.log(g.density(at));
    if (ratio > bestRatio) [best, bestRatio] = [at, ratio];
  }
  return fromCoordinate(range, best);
}

/** Counts plus one of each choice stand for the densities. */
function bestChoice(choices: readonly number[], good: readonly number[], bad: readonly number[], random: Random): number {
  const share = (values: readonly number[], choice: number): number =>
    (values.filter((value) => value === choice).length + 1) / (values.length + choices.length);
  let best = choices[0];
  let bestRatio = -Infinity;
  for (let draw = 0; draw < CANDIDATES; draw++) {
    let left = random.unit();
    const drawn = choices.find((choice) => (left -= share(good, choice)) < 0) ?? choices[choices.length - 1];
    const ratio = share(good, drawn) / share(bad, drawn);
    if (ratio > bestRatio) [best, bestRatio] = [drawn, ratio];
  }
  return best;
}

/**
 * A mixture of normals cut to [low, high]: one at each point and one, as wide as the interval, at its middle (the prior).
 * A point's width is the distance to its farther neighbour, but neither above the interval nor below its (n + 1)-th part.
 */
class Parzen {
  private readonly centres: number[];
  private readonly widths: number[];
  private readonly masses: number[];

  constructor(points: readonly number[], private readonly low: number, private readonly high: number) {
    const span = high - low;
    const middle = (low + high) / 2;
    this.centres = [...points, middle].sort((a, b) => a - b);
    const prior = this.centres.indexOf(middle);
    const floor = span / Math.min(100, this.centres.length + 1);
    this.widths = this.centres.map((centre, at) => {
      if (at === prior) return span;
      const left = centre - (this.centres[at - 1] ?? low);
      const right = (this.centres[at + 1] ?? high) - centre;
      return Math.min(span, Math.max(floor, left, right));
    });
    this.masses = this.centres.map((centre, at) => normalCdf((high - centre) / this.widths[at]) - normalCdf((low - centre) / this.widths[at]));
  }

  density(x: number): number {
    let sum = 0;
    for (let at = 0; at < this.centres.length; at++) {
      const z = (x - this.centres[at]) / this.widths[at];
      sum += Math.exp(-z * z / 2) / (this.widths[at] * this.masses[at]);
    }
    return sum / (this.centres.length * Math.sqrt(2 * Math.PI));
  }

  sample(random: Random): number {
    const at = random.below(this.centres.length);
    for (;;) {
      const x = this.centres[at] + this.widths[at] * random.normal();
      if (x >= this.low && x <= this.high) return x;
    }
  }
}

/** Φ by Abramowitz & Stegun 7.1.26, exact to 1e-7. */
function normalCdf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * Math.exp(-x * x);
  return z >= 0 ? 1 - tail / 2 : tail / 2;
}
