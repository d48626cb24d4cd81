import { broadcast, refuse, requireFloat, sameDType } from './checks.js';
import { add, mul } from './ops.js';
import type { Tensor } from './graph.js';

/** Operators that work element by element, beyond the arithmetic in ops.ts. Two operands broadcast as in NumPy. */

function unary(op: string, x: Tensor): Tensor {
  return x.graph.node(op, [x], [{ dtype: requireFloat(op, [x]), shape: x.shape }])[0];
}

export const neg = (x: Tensor): Tensor => unary('Neg', x);
export const abs = (x: Tensor): Tensor => unary('Abs', x);
/** −1, 0 or 1; without a gradient of its own. */
export const sign = (x: Tensor): Tensor => unary('Sign', x);
export const exp = (x: Tensor): Tensor => unary('Exp', x);
export const log = (x: Tensor): Tensor => unary('Log', x);
export const sqrt = (x: Tensor): Tensor => unary('Sqrt', x);
export const erf = (x: Tensor): Tensor => unary('Erf', x);
export const tanh = (x: Tensor): Tensor => unary('Tanh', x);
/** ln(1 + e^x). */
export const softplus = (x: Tensor): Tensor => unary('Softplus', x);
export const relu = (x: Tensor): Tensor => unary('Relu', x);
/** x Φ(x), with Φ the normal distribution function and no tanh approximation (Hendrycks & Gimpel 2016). */
export const gelu = (x: Tensor): Tensor => unary('Gelu', x);
/** The same values under another name: a tensor can be an output once only. */
export const identity = (x: Tensor): Tensor => x.graph.node('Identity', [x], [{ dtype: x.dtype, shape: x.shape }])[0];

/** x · factor */
export const scale = (x: Tensor, factor: number): Tensor => mul(x, x.graph.scalar(factor, requireFloat('Mul', [x])));
/** x + offset */
export const shift = (x: Tensor, offset: number): Tensor => add(x, x.graph.scalar(offset, requireFloat('Add', [x])));

/** x^exponent; a fractional exponent needs x ≥ 0. */
export function pow(x: Tensor, exponent: number): Tensor {
  const dtype = requireFloat('Pow', [x]);
  return x.graph.node('Pow', [x, x.graph.scalar(exponent, dtype)], [{ dtype, shape: x.shape }])[0];
}

function extreme(op: 'Max' | 'Min', a: Tensor, b: Tensor): Tensor {
  return a.graph.node(op, [a, b], [{ dtype: requireFloat(op, [a, b]), shape: broadcast(op, [a, b], [a.shape, b.shape]) }])[0];
}

export const maximum = (a: Tensor, b: Tensor): Tensor => extreme('Max', a, b);
export const minimum = (a: Tensor, b: Tensor): Tensor => extreme('Min', a, b);

/** min(max(x, low), high) */
export function clip(x: Tensor, low: number, high: number): Tensor {
  const dtype = requireFloat('Clip', [x]);
  if (!(low <= high)) refuse('Clip', [x], `the bounds ${low} and ${high} are in the wrong order`);
  return x.graph.node('Clip', [x, x.graph.scalar(low, dtype), x.graph.scalar(high, dtype)], [{ dtype, shape: x.shape }])[0];
}

function compare(op: string, a: Tensor, b: Tensor): Tensor {
  sameDType(op, [a, b]);
  return a.graph.node(op, [a, b], [{ dtype: 'bool', shape: broadcast(op, [a, b], [a.shape, b.shape]) }])[0];
}

export const equal = (a: Tensor, b: Tensor): Tensor => compare('Equal', a, b);
export const greater = (a: Tensor, b: Tensor): Tensor => compare('Greater', a, b);
export const greaterOrEqual = (a: Tensor, b: Tensor): Tensor => compare('GreaterOrEqual', a, b);
export const less = (a: Tensor, b: Tensor): Tensor => compare('Less', a, b);
export const lessOrEqual = (a: Tensor, b: Tensor): Tensor => compare('LessOrEqual', a, b);

/** The opposite of a mask. */
export function not(mask: Tensor): Tensor {
  if (mask.dtype !== 'bool') refuse('Not', [mask], 'needs a mask');
  return mask.graph.node('Not', [mask], [{ dtype: 'bool', shape: mask.shape }])[0];
}

/** a where the mask is true, else b. */
export function where(mask: Tensor, a: Tensor, b: Tensor): Tensor {
  const tensors = [mask, a, b];
  if (mask.dtype !== 'bool') refuse('Where', tensors, 'the first must be a mask');
  const shape = broadcast('Where', tensors, tensors.map((tensor) => tensor.shape));
  return mask.graph.node('Where', tensors, [{ dtype: sameDType('Where', [a, b]), shape }])[0];
}
