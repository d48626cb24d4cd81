import type { InteractionTable } from '../dataset.js';

const DAY_MS = 86_400_000;
/** Half-life of the popularity beside a model that has no parameter for it. */
export const POPULARITY_DAYS = 14;

/**
 * popularity_j = Σ_{events e on j} w_e · 2^(−age_e / halfLife), age_e = max(0, now − t_e) in days; [items].
 * A half-life of 0 days means no decay. Equal to an exponential moving sum, so yesterday's table can be carried on by
 * one multiplication.
 */
export function decayedPopularity(table: InteractionTable, nowMs: number, halfLifeDays: number): Float32Array {
  const sums = new Float64Array(table.itemCount);
  const rate = halfLifeDays > 0 ? Math.LN2 / (halfLifeDays * DAY_MS) : 0;
  for (let row = 0; row < table.items.length; row++) {
    const ageMs = Math.max(0, nowMs - table.timesMs[row]);
    sums[table.items[row]] += table.weights[row] * Math.exp(-rate * ageMs);
  }
  return Float32Array.from(sums);
}
