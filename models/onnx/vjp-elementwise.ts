import { erf, exp, greater, greaterOrEqual, less, lessOrEqual, neg, pow, scale, shift, sign, where } from './elementwise.js';
import type { Tensor } from './graph.js';
import { add, cast, div, mul, sigmoid, sub } from './ops.js';
import { constantNumbers, unbroadcast } from './vjp.js';
import type { Vjp } from './vjp.js';

const TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

const zero = (like: Tensor): Tensor => like.graph.scalar(0, like.dtype as 'float32' | 'float64');

/** Of y = f(x), from x, y and the upstream gradient. */
const unary = (derive: (x: Tensor, y: Tensor, upstream: Tensor) => Tensor): Vjp =>
  (node, upstream) => [derive(node.inputs[0], node.outputs[0], upstream)];

/** The gradients of both operands, each summed over what was broadcast. */
const binary = (derive: readonly ((a: Tensor, b: Tensor, upstream: Tensor, y: Tensor) => Tensor)[]): Vjp =>
  ({ inputs: [a, b], outputs: [y] }, upstream, wanted) =>
    [a, b].map((operand, slot) => (wanted(slot) ? unbroadcast(derive[slot](a, b, upstream, y), operand) : null));

/** At a tie of Max and Min the first operand takes the whole gradient. */
const extreme = (prefers: (a: Tensor, b: Tensor) => Tensor): Vjp => binary([
  (a, b, upstream) => where(prefers(a, b), upstream, zero(upstream)),
  (a, b, upstream) => where(prefers(a, b), zero(upstream), upstream),
]);

/** d/dx xΦ(x) = Φ(x) + xφ(x). */
function geluSlope(x: Tensor): Tensor {
  const distribution = shift(scale(erf(scale(x, Math.SQRT1_2)), 0.5), 0.5);
  const density = scale(exp(scale(mul(x, x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return add(distribution, mul(x, density));
}

export const ELEMENTWISE_VJPS: Readonly<Record<string, Vjp>> = {
  Add: binary([(_a, _b, upstream) => upstream, (_a, _b, upstream) => upstream]),
  Sub: binary([(_a, _b, upstream) => upstream, (_a, _b, upstream) => neg(upstream)]),
  Mul: binary([(_a, b, upstream) => mul(upstream, b), (a, _b, upstream) => mul(upstream, a)]),
  Div: binary([(_a, b, upstream) => div(upstream, b), (_a, b, upstream, y) => neg(mul(upstream, div(y, b)))]),
  Max: extreme(greaterOrEqual),
  Min: extreme(lessOrEqual),
  Neg: unary((_x, _y, upstream) => neg(upstream)),
  Identity: unary((_x, _y, upstream) => upstream),
  Abs: unary((x, _y, upstream) => mul(upstream, sign(x))),
  Exp: unary((_x, y, upstream) => mul(upstream, y)),
  Log: unary((x, _y, upstream) => div(upstream, x)),
  Sqrt: unary((_x, y, upstream) => div(scale(upstream, 0.5), y)),
  Erf: unary((x, _y, upstream) => mul(upstream, scale(exp(neg(mul(x, x))), TWO_OVER_ROOT_PI))),
  Tanh: unary((_x, y, upstream) => mul(upstream, shift(neg(mul(y, y)), 1))),
  Sigmoid: unary((_x, y, upstream) => mul(upstream, sub(y, mul(y, y)))),
  Softplus: unary((x, _y, upstream) => mul(upstream, sigmoid(x))),
  Relu: unary((_x, y, upstream) => where(greater(y, zero(y)), upstream, zero(upstream))),
  Gelu: unary((x, _y, upstream) => mul(upstream, geluSlope(x))),
  Cast: unary((x, _y, upstream) => cast(upstream, x.dtype)),
  Pow: (node, upstream) => {
    const [x] = node.inputs;
    const [exponent] = constantNumbers(x.graph, node, 1);
    return [mul(upstream, scale(pow(x, exponent - 1), exponent)), null];
  },
  Clip: (node, upstream) => {
    const [x, low, high] = node.inputs;
    const inside = where(less(x, low), zero(upstream), upstream);
    return [where(greater(x, high), zero(upstream), inside), null, null];
  },
  Where: ({ inputs: [mask, a, b] }, upstream, wanted) => [
    null,
    wanted(1) ? unbroadcast(where(mask, upstream, zero(upstream)), a) : null,
    wanted(2) ? unbroadcast(where(mask, zero(upstream), upstream), b) : null,
  ],
};
