import { scale } from './elementwise.js';
import type { Tensor } from './graph.js';
import { cast, gatherElements, gemm, matMul, scatterElements } from './ops.js';
import { asRows, transposed, unsqueeze } from './shape.js';
import { unbroadcast, zerosLike } from './vjp.js';
import type { Vjp } from './vjp.js';

/** Products, and the indexing operators whose gradient is the other one: a gather gives back by adding, a scatter by gathering. */

/** [.., m, n] with its last two axes exchanged. */
function flipped(x: Tensor): Tensor {
  const rank = x.shape.length;
  return transposed(x, x.shape.map((_, at) => (at < rank - 2 ? at : 2 * rank - 3 - at)));
}

/**
 * Y = AB: ∂A = V Bᵀ, ∂B = Aᵀ V, summed over broadcast leading axes. Where B is one matrix for a whole batch, all rows of A and
 * V are one product: ∂B = A'ᵀ V' with A' [rows, k].
 */
const matMulVjp: Vjp = ({ inputs: [a, b] }, upstream, wanted) => {
  if (a.shape.length === 2 && b.shape.length === 2) {
    return [
      wanted(0) ? gemm(upstream, b, null, { transposeB: true }) : null,
      wanted(1) ? gemm(a, upstream, null, { transposeA: true }) : null,
    ];
  }
  const shared = b.shape.length === 2;
  return [
    wanted(0) ? unbroadcast(matMul(upstream, flipped(b)), a) : null,
    !wanted(1) ? null
      : shared ? gemm(asRows(a), asRows(upstream), null, { transposeA: true }) : unbroadcast(matMul(flipped(a), upstream), b),
  ];
};

/** Y = αA'B' + βC with A' = A or Aᵀ. */
const gemmVjp: Vjp = ({ inputs: [a, b, c], attributes }, upstream, wanted) => {
  const transposeA = attributes.transA === 1;
  const transposeB = attributes.transB === 1;
  const alpha = (attributes.alpha as { float: number }).float;
  const beta = (attributes.beta as { float: number }).float;
  const gradientA = () => (transposeA
    ? gemm(b, upstream, null, { transposeA: transposeB, transposeB: true, alpha })
    : gemm(upstream, b, null, { transposeB: !transposeB, alpha }));
  const gradientB = () => (transposeB
    ? gemm(upstream, a, null, { transposeA: true, transposeB: transposeA, alpha })
    : gemm(a, upstream, null, { transposeA: !transposeA, alpha }));
  const gradients: (Tensor | null)[] = [wanted(0) ? gradientA() : null, wanted(1) ? gradientB() : null];
  if (c) gradients.push(wanted(2) ? unbroadcast(scaledBy(upstream, beta), c) : null);
  return gradients;
};

const scaledBy = (x: Tensor, factor: number): Tensor => (factor === 1 ? x : scale(x, factor));

/** Rows of V added into zeros of the table's shape. */
const gatherVjp: Vjp = ({ inputs: [table, indices] }, upstream) => [scatterRows(zerosLike(table), indices, upstream), null];

/** `rows` added to the rows of `table` at `indices`. */
export function scatterRows(table: Tensor, indices: Tensor, rows: Tensor): Tensor {
  const places = unsqueeze(indices.dtype === 'int64' ? indices : cast(indices, 'int64'), [-1]);
  return table.graph.node('ScatterND', [table, places, rows], [{ dtype: table.dtype, shape: table.shape }], { reduction: 'add' })[0];
}

const axisAttribute = (attributes: Readonly<Record<string, unknown>>): number => attributes.axis as number;

const gatherElementsVjp: Vjp = ({ inputs: [x, indices], attributes }, upstream) =>
  [scatterElements(zerosLike(x), indices, upstream, { axis: axisAttribute(attributes), reduction: 'add' }), null];

/** With 'none', places that were replaced get nothing from above; their indices must be distinct. */
const scatterElementsVjp: Vjp = ({ inputs: [, indices, updates], attributes }, upstream, wanted) => {
  const axis = axisAttribute(attributes);
  const kept = () => (attributes.reduction === 'add'
    ? upstream
    : scatterElements(upstream, indices, zerosLike(updates), { axis, reduction: 'none' }));
  return [wanted(0) ? kept() : null, null, wanted(2) ? gatherElements(upstream, indices, axis) : null];
};

export const LINEAR_VJPS: Readonly<Record<string, Vjp>> = {
  MatMul: matMulVjp,
  Gemm: gemmVjp,
  Gather: gatherVjp,
  GatherElements: gatherElementsVjp,
  ScatterElements: scatterElementsVjp,
};
