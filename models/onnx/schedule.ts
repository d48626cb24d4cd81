/** The learning rate of each step, counted from 1. */
export type Schedule = (step: number) => number;

function requirePositive(name: string, value: number): void {
  if (!(value > 0 && value < Infinity)) throw new RangeError(`${name} must be a positive number, not ${value}`);
}

export function constant(rate: number): Schedule {
  requirePositive('rate', rate);
  return () => rate;
}

/** From rate/warmup up to `rate` at step `warmup`, then in a line down to 0 at step `total`. */
export function linearWarmupDecay(rate: number, warmup: number, total: number): Schedule {
  requireRamp(rate, warmup, total);
  return (step) => (step <= warmup ? (rate * step) / warmup : Math.max(0, (rate * (total - step)) / (total - warmup)));
}

/** The same warm-up, then half a cosine from `rate` down to `floor` (Loshchilov & Hutter 2017, without restarts). */
export function cosine(rate: number, warmup: number, total: number, floor = 0): Schedule {
  requireRamp(rate, warmup, total);
  if (!(floor >= 0 && floor <= rate)) throw new RangeError(`floor must lie between 0 and the rate ${rate}, not ${floor}`);
  return (step) => {
    if (step <= warmup) return (rate * step) / warmup;
    const progress = Math.min(1, (step - warmup) / (total - warmup));
    return floor + ((rate - floor) * (1 + Math.cos(Math.PI * progress))) / 2;
  };
}

function requireRamp(rate: number, warmup: number, total: number): void {
  requirePositive('rate', rate);
  if (!(warmup >= 0 && total > warmup)) throw new RangeError(`the warm-up of ${warmup} steps must be shorter than the ${total} steps`);
}
