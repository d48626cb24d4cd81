import { axpy, dot } from './dense';

/** into_p = table[ids_p] for p < count. */
export function gatherRows(table: usize, ids: usize, count: i32, width: i32, into: usize): void {
  const rowBytes = <usize>width << 2;
  for (let p = 0; p < count; p++) {
    memory.copy(into + <usize>p * rowBytes, table + <usize>load<u32>(ids + (<usize>p << 2)) * rowBytes, rowBytes);
  }
}

/**
 * Row-wise Adagrad: for each row r of the table that occurs in ids, with g_r the sum of its gradients,
 *   G_r += mean(g_r²),  x_r −= rate · g_r / (√G_r + ε).
 * slots [rows] is all −1 before and after; the sum of a row gathers in its first gradient.
 */
export function adagradRows(
  table: usize, sums: usize, slots: usize, ids: usize, gradients: usize,
  count: i32, width: i32, rate: f32, epsilon: f32,
): void {
  const rowBytes = <usize>width << 2;
  for (let p = 0; p < count; p++) {
    const slot = slots + (<usize>load<u32>(ids + (<usize>p << 2)) << 2);
    const first = load<i32>(slot);
    if (first < 0) store<i32>(slot, p);
    else axpy(1, gradients + <usize>p * rowBytes, gradients + <usize>first * rowBytes, width);
  }
  for (let p = 0; p < count; p++) {
    const row = <usize>load<u32>(ids + (<usize>p << 2));
    if (load<i32>(slots + (row << 2)) != p) continue;
    const gradient = gradients + <usize>p * rowBytes;
    const sum = load<f32>(sums + (row << 2)) + dot(gradient, gradient, width) / <f32>width;
    store<f32>(sums + (row << 2), sum);
    axpy(-rate / (sqrt<f32>(sum) + epsilon), gradient, table + row * rowBytes, width);
  }
  for (let p = 0; p < count; p++) store<i32>(slots + (<usize>load<u32>(ids + (<usize>p << 2)) << 2), -1);
}
