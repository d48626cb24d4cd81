import type { Random } from '../random.js';

/** Draws an index in proportion to its weight with one number: the alias method (Walker 1977; Vose 1991). */
export class AliasTable {
  private readonly chances: Float64Array;
  private readonly aliases: Int32Array;

  constructor(weights: ArrayLike<number>) {
    const count = weights.length;
    const total = Array.from(weights).reduce((sum, weight) => sum + weight, 0);
    if (!(total > 0 && total < Infinity)) throw new RangeError('a table to draw from needs positive weights');
    this.chances = Float64Array.from(weights, (weight) => (weight * count) / total);
    this.aliases = Int32Array.from({ length: count }, (_, at) => at);
    const small: number[] = [];
    const large: number[] = [];
    this.chances.forEach((chance, at) => (chance < 1 ? small : large).push(at));
    while (small.length > 0 && large.length > 0) {
      const low = small.pop()!;
      const high = large[large.length - 1];
      this.aliases[low] = high;
      this.chances[high] -= 1 - this.chances[low];
      if (this.chances[high] < 1) small.push(large.pop()!);
    }
    for (const at of [...small, ...large]) this.chances[at] = 1;
  }

  draw(random: Random): number {
    const scaled = random.unit() * this.chances.length;
    const at = Math.floor(scaled);
    return scaled - at < this.chances[at] ? at : this.aliases[at];
  }
}
