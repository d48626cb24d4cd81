import { fixedSize } from './checks.js';
import { pad, slice, transposed } from './shape.js';
import { constantNumbers, reshapeLike, unbroadcast } from './vjp.js';
import type { Vjp } from './vjp.js';

/** What moved elements forward moves their gradients back. */

const back: Vjp = (node, upstream) => [reshapeLike(upstream, node.inputs[0]), ...node.inputs.slice(1).map(() => null)];

const concatVjp: Vjp = ({ inputs, attributes }, upstream, wanted) => {
  const axis = attributes.axis as number;
  let from = 0;
  return inputs.map((input, slot) => {
    const to = from + fixedSize('Concat', input, axis);
    const part = wanted(slot) ? slice(upstream, axis, from, to) : null;
    from = to;
    return part;
  });
};

const sliceVjp: Vjp = (node, upstream) => {
  const [x] = node.inputs;
  const [[from], [to], [axis]] = [1, 2, 3].map((slot) => constantNumbers(x.graph, node, slot));
  return [pad(upstream, axis, from, fixedSize('Slice', x, axis) - to), null, null, null];
};

const padVjp: Vjp = (node, upstream) => {
  const [x] = node.inputs;
  const [[before], [axis]] = [1, 3].map((slot) => constantNumbers(x.graph, node, slot));
  return [slice(upstream, axis, before, before + fixedSize('Pad', x, axis)), null, null, null];
};

export const SHAPE_VJPS: Readonly<Record<string, Vjp>> = {
  Reshape: back,
  Squeeze: back,
  Unsqueeze: back,
  Concat: concatVjp,
  Slice: sliceVjp,
  Pad: padVjp,
  Expand: (node, upstream) => [unbroadcast(upstream, node.inputs[0]), null],
  Transpose: ({ attributes }, upstream) => {
    const order = attributes.perm as number[];
    return [transposed(upstream, order.map((_, at) => order.indexOf(at)))];
  },
};
