import { expect, test } from '@jest/globals';
import { gemmRate } from '../../../models/onnx/gemm-rate.js';

test('the rate of a matrix product is a number of this machine, not 0 and not impossible', async () => {
  const rate = await gemmRate();
  expect(rate).toBeGreaterThan(0.05);
  expect(rate).toBeLessThan(100_000);
});
