/**
 * out_i = s_i + max_j (crosses_ji + ads_j) for i < n, the value of the best pair of each content; crosses [adCount, n].
 * The sums are rounded in this order, as whoever lists the pairs must do too.
 */
export function bestPairs(scores: usize, n: i32, crosses: usize, ads: usize, adCount: i32, out: usize): void {
  const rowBytes = <usize>n << 2;
  let i = 0;
  for (; i + 8 <= n; i += 8) {
    const at = <usize>i << 2;
    let best = f32x4.splat(-Infinity), more = best;
    for (let j = 0; j < adCount; j++) {
      const ad = v128.load32_splat(ads + (<usize>j << 2));
      const cross = crosses + <usize>j * rowBytes + at;
      best = f32x4.pmax(best, f32x4.add(v128.load(cross), ad));
      more = f32x4.pmax(more, f32x4.add(v128.load(cross, 16), ad));
    }
    v128.store(out + at, f32x4.add(v128.load(scores + at), best));
    v128.store(out + at, f32x4.add(v128.load(scores + at, 16), more), 16);
  }
  for (; i < n; i++) {
    const at = <usize>i << 2;
    let best: f32 = -Infinity;
    for (let j = 0; j < adCount; j++) {
      const sum = load<f32>(crosses + <usize>j * rowBytes + at) + load<f32>(ads + (<usize>j << 2));
      if (sum > best) best = sum;
    }
    store<f32>(out + at, load<f32>(scores + at) + best);
  }
}
