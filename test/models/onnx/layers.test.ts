import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ForwardSession } from '../../../models/onnx/forward-session.js';
import { gradients } from '../../../models/onnx/grad.js';
import { Graph } from '../../../models/onnx/graph.js';
import type { Tensor } from '../../../models/onnx/graph.js';
import { attention, blockParameters, dense, denseParameters, transformerBlock } from '../../../models/onnx/layers.js';
import { sgd } from '../../../models/onnx/optimiser.js';
import { gatherElements, sub } from '../../../models/onnx/ops.js';
import { logSumExp, reduceMean } from '../../../models/onnx/reduction.js';
import { Session } from '../../../models/onnx/session.js';
import { squeeze, unsqueeze } from '../../../models/onnx/shape.js';
import { TrainingSession } from '../../../models/onnx/training-session.js';
import { Random } from '../../../models/random.js';

/**
 * transformer-gradients.json: one pre-LN block with a causal mask, the mean over positions, a classifier and its
 * cross-entropy. Written by NumPy 2.4 in float64 from a forward pass of its own (erf of the C library, softmax less its
 * maximum, LayerNorm epsilon 1e-5); its gradients are five-point central differences with h = 1e-3 over every number, right
 * to 1e-10. Parameters and x were rounded to float32 before.
 */
interface Reference {
  sizes: Record<'rows' | 'positions' | 'width' | 'heads' | 'inner' | 'classes', number>;
  loss: number;
  labels: number[];
  x: number[];
  parameters: Record<string, { shape: number[]; values: number[] }>;
  gradients: Record<string, number[]>;
}
const reference = JSON.parse(readFileSync(join(import.meta.dirname, 'transformer-gradients.json'), 'utf8')) as Reference;
const { rows, positions, width, heads, classes } = reference.sizes;

const causal = (graph: Graph): Tensor => graph.constant('causal', 'float32', [positions, positions],
  Float32Array.from({ length: positions ** 2 }, (_, at) => (at % positions > Math.floor(at / positions) ? -1e9 : 0)));

function classify(x: Tensor, graph: Graph, parameters: Record<string, Tensor>): Tensor {
  return dense(reduceMean(transformerBlock(x, 'block', parameters, { heads, mask: causal(graph) }), { axes: [1] }), 'classes', parameters);
}

function crossEntropy(logits: Tensor, labels: Tensor): Tensor {
  return reduceMean(sub(logSumExp(logits), squeeze(gatherElements(logits, unsqueeze(labels, [-1]), 1), [1])));
}

describe('a transformer block', () => {
  test('its loss and every gradient equal the stored float64 reference', async () => {
    const graph = new Graph('parity');
    const names = Object.keys(reference.parameters);
    const parameters = Object.fromEntries(names.map((name) => [name, graph.input(name, 'float32', reference.parameters[name].shape)]));
    const x = graph.input('x', 'float32', [rows, positions, width]);
    const loss = crossEntropy(classify(x, graph, parameters), graph.input('labels', 'int32', [rows]));
    const found = gradients(loss, [...names.map((name) => parameters[name]), x]);
    graph.output('loss', loss);
    [...names, 'x'].forEach((name, at) => graph.output(`${name}_gradient`, found[at]));
    const session = await Session.open(graph.encode());
    const results = await session.run({
      labels: { dtype: 'int32', data: Int32Array.from(reference.labels), shape: [rows] },
      x: { dtype: 'float32', data: Float32Array.from(reference.x), shape: [rows, positions, width] },
      ...Object.fromEntries(names.map((name) => [name, { dtype: 'float32' as const, data: Float32Array.from(reference.parameters[name].values), shape: reference.parameters[name].shape }])),
    });
    await session.dispose();
    expect(Math.abs(Number(results.loss[0]) - reference.loss)).toBeLessThan(1e-6);
    for (const [name, expected] of Object.entries(reference.gradients)) {
      const largest = Math.max(...expected.map(Math.abs), 0.05); // a shift of all keys changes nothing: that gradient is 0
      const error = Math.max(...expected.map((value, at) => Math.abs(value - Number(results[`${name}_gradient`][at]))));
      expect([name, error / largest < 5e-6]).toEqual([name, true]);
    }
  });

  test('with named sizes it answers as with fixed ones, from fed parameters', async () => {
    const random = new Random(2);
    const parameters = { ...blockParameters('block', width, 12, random), ...denseParameters('classes', width, classes, random) };
    const data = Float32Array.from({ length: rows * positions * width }, () => random.normal());
    const feeds = { x: { dtype: 'float32' as const, data, shape: [rows, positions, width] } };
    const build = (shape: (number | string)[]) => (graph: Graph, given: Record<string, Tensor>) =>
      ({ logits: classify(graph.input('x', 'float32', shape), graph, given) });
    const fixed = await ForwardSession.open({ name: 'fixed', parameters, build: build([rows, positions, width]) });
    const open = await ForwardSession.open({ name: 'open', parameters, build: build(['readers', positions, width]) });
    const values = Object.fromEntries(Object.entries(parameters).map(([name, one]) => [name, one.data]));
    const expected = [...(await fixed.run(values, feeds)).logits];
    (await open.run(values, feeds)).logits.forEach((value, at) => expect(value).toBeCloseTo(Number(expected[at]), 5));
    for (const session of [fixed, open]) await session.dispose();
  });

  test('evaluation does not move the optimiser: forward runs between steps change no byte', async () => {
    const random = new Random(4);
    const parameters = { ...blockParameters('block', width, 12, random), ...denseParameters('classes', width, classes, random) };
    const batch = {
      x: { dtype: 'float32' as const, data: Float32Array.from({ length: rows * positions * width }, () => random.normal()), shape: [rows, positions, width] },
      labels: { dtype: 'int32' as const, data: Int32Array.of(1, 0), shape: [rows] },
    };
    const train = async (evaluate: boolean) => {
      const session = await TrainingSession.open({
        name: 'train', parameters, optimiser: sgd({ momentum: 0.5 }),
        build: (graph, given) => ({ loss: crossEntropy(classify(graph.input('x', 'float32', [rows, positions, width]), graph, given), graph.input('labels', 'int32', [rows])) }),
      });
      const forward = await ForwardSession.open({
        name: 'eval', parameters,
        build: (graph, given) => ({ logits: classify(graph.input('x', 'float32', ['readers', positions, width]), graph, given) }),
      });
      for (let step = 0; step < 3; step++) {
        await session.step(batch, 0.1);
        if (evaluate) await forward.run(session.parameters(), { x: batch.x });
      }
      const state = session.save();
      await session.dispose();
      await forward.dispose();
      return state;
    };
    expect(await train(true)).toEqual(await train(false));
  });

  test('refuses a width that the heads do not divide', () => {
    const graph = new Graph('heads');
    expect(() => attention(graph.input('x', 'float32', [1, 2, 5]), 'block', {}, { heads: 2, mask: null })).toThrow('its width must be a multiple of 2 heads');
  });
});
