import type { Random } from '../random.js';
import { ParamsError } from '../trainer.js';
import type { ParamRange, Params, SearchSpace } from '../trainer.js';

type Interval = Extract<ParamRange, { low: number }>;

export function isChoice(range: ParamRange): range is Extract<ParamRange, { choices: readonly number[] }> {
  return 'choices' in range;
}

/** Refuses an interval that is empty or, on a logarithmic scale, not above 0, and an empty list of choices. */
export function checkSpace(model: string, space: SearchSpace, defaults: Params): void {
  for (const [name, range] of Object.entries(space)) {
    if (!(name in defaults)) throw new ParamsError(`the search space of ${model} names '${name}', which is none of its parameters`);
    const bad = isChoice(range) ? range.choices.length === 0 : !(range.low < range.high) || (range.scale === 'log' && !(range.low > 0));
    if (bad) throw new ParamsError(`the search space of ${model} has nothing to search for ${name}`);
  }
}

/** The coordinate in which a parameter is searched: its logarithm on a logarithmic scale. */
export function toCoordinate(range: Interval, value: number): number {
  return range.scale === 'log' ? Math.log(value) : value;
}

/** Back to a value inside the interval; whole where it must be. */
export function fromCoordinate(range: Interval, coordinate: number): number {
  const value = range.scale === 'log' ? Math.exp(coordinate) : coordinate;
  const inside = Math.min(range.high, Math.max(range.low, value));
  // Four digits are enough, and a person can type them again.
  return range.whole ? Math.round(inside) : Number(inside.toPrecision(4));
}

export function sampleParams(space: SearchSpace, random: Random): Params {
  return Object.fromEntries(Object.entries(space).map(([name, range]) => [name, sampleOne(range, random)]));
}

function sampleOne(range: ParamRange, random: Random): number {
  if (isChoice(range)) return range.choices[random.below(range.choices.length)];
  const [low, high] = [toCoordinate(range, range.low), toCoordinate(range, range.high)];
  return fromCoordinate(range, low + (high - low) * random.unit());
}
