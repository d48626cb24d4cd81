import { describe, expect, test } from '@jest/globals';
import { fromBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema } from 'onnx-buf';
import { Graph, IR_VERSION, OPSET_VERSION } from '../../../models/onnx/graph.js';
import { add, gemm, matMul } from '../../../models/onnx/ops.js';
import { Message } from '../../../models/onnx/proto.js';
import { Session, SessionError } from '../../../models/onnx/session.js';

function smallGraph(): Graph {
  const graph = new Graph('small');
  const x = graph.input('x', 'float32', ['rows', 2]);
  const w = graph.constant('w', 'float32', [2, 2], Float32Array.of(1, 2, 3, 4));
  graph.output('y', gemm(x, w, null, { alpha: 0.5 }));
  return graph;
}

describe('the encoded model', () => {
  test('is what another library reads', () => {
    const model = fromBinary(ModelProtoSchema, smallGraph().encode());
    expect(model.irVersion).toBe(BigInt(IR_VERSION));
    expect(model.producerName).toBe('tandem');
    expect(model.opsetImport.map(({ domain, version }) => [domain, version])).toEqual([['', BigInt(OPSET_VERSION)]]);
    const { graph } = model;
    expect(graph?.name).toBe('small');
    expect(graph?.node.map(({ opType, input, output }) => [opType, input, output])).toEqual([['Gemm', ['x', 'w'], ['y']]]);
    expect(graph?.node[0].attribute.map(({ name, i, f }) => [name, i, f])).toEqual([
      ['transA', 0n, 0], ['transB', 0n, 0], ['alpha', 0n, 0.5], ['beta', 0n, 1],
    ]);
    const [weights] = graph?.initializer ?? [];
    expect([weights.name, weights.dims, weights.dataType]).toEqual(['w', [2n, 2n], 1]);
    expect([...new Float32Array(weights.rawData.slice().buffer)]).toEqual([1, 2, 3, 4]);
    const type = graph?.input[0].type?.value;
    expect(type?.case).toBe('tensorType');
    const dims = type?.case === 'tensorType' ? type.value.shape?.dim.map((dim) => dim.value) : [];
    expect(dims?.map((dim) => dim.value)).toEqual(['rows', 2n]);
  });

  test('the same graph gives the same bytes', () => {
    expect(Buffer.compare(smallGraph().encode(), smallGraph().encode())).toBe(0);
  });

  test('negative and large integers survive the wire', () => {
    const bytes = new Message().int(1, -1).int(2, 2n ** 40n).encode();
    expect(Buffer.from(bytes).toString('hex')).toBe('08ffffffffffffffffff0110808080808020');
  });
});

describe('a graph refuses', () => {
  test('a name that is taken, for inputs and outputs alike', () => {
    const graph = new Graph('names');
    const x = graph.input('x', 'float32', [1]);
    expect(() => graph.input('x', 'float32', [1])).toThrow("graph names already has a tensor named 'x'");
    expect(() => graph.output('x', add(x, x))).toThrow("already has a tensor named 'x'");
  });

  test('an input that nothing reads', () => {
    const graph = smallGraph();
    graph.input('idle', 'float32', [1]);
    expect(() => graph.encode()).toThrow("graph small never uses 'idle'");
  });

  test('a graph without outputs, and an input as output', () => {
    const graph = new Graph('empty');
    const x = graph.input('x', 'float32', [1]);
    expect(() => graph.encode()).toThrow('graph empty has no output');
    expect(() => graph.output('y', x)).toThrow("'x' is not");
  });

  test('data that is not what the shape or dtype says', () => {
    const graph = new Graph('data');
    expect(() => graph.constant('w', 'float32', [3], Float32Array.of(1, 2))).toThrow("constant 'w' [3] needs 3 elements and has 2");
    expect(() => graph.constant('v', 'float32', [1], Int32Array.of(1))).toThrow("constant 'v' is float32 but its data is a Int32Array");
    expect(() => graph.input('n', 'float32', [-1])).toThrow('dimension -1');
  });

  test('a tensor of another graph', () => {
    const a = new Graph('a').input('x', 'float32', [1, 1]);
    const b = new Graph('b').input('x', 'float32', [1, 1]);
    expect(() => matMul(a, b)).toThrow("'x' belongs to graph b");
  });
});

describe('a session', () => {
  test('runs, lists its names, and refuses to run after dispose', async () => {
    const session = await Session.open(smallGraph().encode());
    expect([session.inputNames, session.outputNames]).toEqual([['x'], ['y']]);
    const feed = { x: { dtype: 'float32' as const, data: Float32Array.of(2, 4), shape: [1, 2] } };
    expect([...(await session.run(feed)).y]).toEqual([7, 10]);
    await session.dispose();
    await session.dispose();
    await expect(session.run(feed)).rejects.toThrow('the session was disposed');
  });

  test('refuses bytes that are no model', async () => {
    await expect(Session.open(Uint8Array.of(1, 2, 3))).rejects.toThrow(SessionError);
  });
});
