import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ForwardSession } from '../../../../models/onnx/forward-session.js';
import { CheckpointError, readCheckpoint, writeCheckpoint } from '../../../../models/text/bert/checkpoint.js';
import { encode, encoderInputs, initEncoder, pool } from '../../../../models/text/bert/encoder.js';
import type { EncoderConfig, EncoderParameters } from '../../../../models/text/bert/encoder.js';
import { feedsOf } from '../../../../models/text/bert/batches.js';
import { readOnnxWeights } from '../../../../models/text/bert/onnx-weights.js';
import { fromFloat16, readSafetensors, TensorFileError, writeSafetensors } from '../../../../models/text/bert/safetensors.js';
import { CONFIG, tinyFolder, tinyTensors } from './tiny-bert.js';

interface Case {
  readonly ids: number[];
  readonly segments: number[];
  readonly lastHidden: number[];
  readonly pooled: number[];
}

const cases = JSON.parse(readFileSync(join(import.meta.dirname, 'reference.json'), 'utf8')) as Case[];

async function run(config: EncoderConfig, parameters: EncoderParameters, folder: ReturnType<typeof readCheckpoint>) {
  const session = await ForwardSession.open({
    name: 'tiny', parameters,
    build(graph, own) {
      const inputs = encoderInputs(graph, 'rows', 'positions');
      const hidden = encode(own, inputs, config);
      return { hidden, pooled: pool(hidden, own, inputs, config) };
    },
  });
  const encoded = cases.map(({ ids, segments }) => ({ ids: Int32Array.from(ids), segments: Int32Array.from(segments) }));
  const values = Object.fromEntries(Object.entries(parameters).map(([name, { data }]) => [name, data]));
  const answers = await session.run(values, feedsOf(encoded, cases.length, 8, folder.tokeniser));
  await session.dispose();
  return answers as { hidden: Float32Array; pooled: Float32Array };
}

test.each(['safetensors', 'onnx'] as const)('a checkpoint in %s answers as the float64 reference, padding or not', async (format) => {
  const folder = readCheckpoint(tinyFolder(format));
  const { hidden, pooled } = await run(folder.config, folder.parameters, folder);
  cases.forEach(({ ids, lastHidden, pooled: expected }, row) => {
    expected.forEach((value, at) => expect(pooled[row * 32 + at]).toBeCloseTo(value, 5));
    lastHidden.forEach((value, at) => expect(hidden[(row * 8 + ids.length - 1) * 32 + at]).toBeCloseTo(value, 5));
  });
});

test('what is written is read again, with pre-LN and mean pooling too', () => {
  const folder = readCheckpoint(tinyFolder('safetensors'));
  const config: EncoderConfig = { ...folder.config, preNorm: true, pooling: 'mean' };
  const parameters = initEncoder(config, 4);
  const again = readCheckpoint(writeCheckpoint({ config, parameters, tokeniser: folder.tokeniser }, null));
  expect(again.config).toEqual(config);
  expect(again.parameters).toEqual(parameters);
  expect(again.tokeniser.tokens).toEqual(folder.tokeniser.tokens);
});

test('old names of norms, names without bert., and a missing pooler are read', () => {
  const tensors = new Map([...tinyTensors()].filter(([name]) => !name.includes('pooler')).map(([name, tensor]) =>
    [name.replace('bert.', '').replace('LayerNorm.weight', 'LayerNorm.gamma').replace('LayerNorm.bias', 'LayerNorm.beta'), tensor]));
  const { parameters } = readCheckpoint(tinyFolder('safetensors', tensors));
  expect(parameters.norm_weight.data).toEqual(tinyTensors().get('bert.embeddings.LayerNorm.weight')?.data);
  expect(parameters.pooler_weight.shape).toEqual([32, 32]);
});

test.each([
  ['config.json', JSON.stringify({ ...CONFIG, model_type: 'gpt2' }), 'only bert'],
  ['config.json', JSON.stringify({ ...CONFIG, hidden_act: 'relu' }), 'only gelu'],
  ['config.json', JSON.stringify({ ...CONFIG, num_hidden_layers: 1e9 }), 'num_hidden_layers is 1000000000'],
  ['config.json', JSON.stringify({ ...CONFIG, num_attention_heads: 5 }), '5 heads do not divide'],
  ['config.json', JSON.stringify({ ...CONFIG, num_hidden_layers: 3 }), "no 'encoder.layer.2"],
  ['config.json', JSON.stringify({ ...CONFIG, intermediate_size: 47 }), 'config.json asks for [32, 47]'],
  ['config.json', JSON.stringify({ ...CONFIG, vocab_size: 19 }), 'do not belong together'],
  ['config.json', '{', 'not JSON'],
])('%s with %s is refused', (name, content, message) => {
  const folder = tinyFolder('safetensors').set(name, new TextEncoder().encode(content));
  expect(() => readCheckpoint(folder)).toThrow(CheckpointError);
  expect(() => readCheckpoint(folder)).toThrow(message);
});

test('a folder without a file is refused by the name of the file', () => {
  for (const name of ['config.json', 'vocab.txt', 'model.safetensors']) {
    const folder = tinyFolder('safetensors');
    folder.delete(name);
    expect(() => readCheckpoint(folder)).toThrow(name);
  }
});

function file(header: unknown, data: number): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + data);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const F32 = (shape: number[], from: number, to: number) => ({ dtype: 'F32', shape, data_offsets: [from, to] });

test.each([
  ['too short', new Uint8Array(7), 'shorter than its header'],
  ['a header larger than the file', file('{}', 0).fill(255, 0, 3), 'the file has 10'],
  ['no JSON', file('nothing', 0), 'not JSON'],
  ['a list', file([], 0), 'not an object'],
  ['an entry without offsets', file({ a: { dtype: 'F32', shape: [1] } }, 4), 'incomplete'],
  ['a negative size', file({ a: F32([-1], 0, 4) }, 4), 'incomplete'],
  ['data beyond the end', file({ a: F32([2], 0, 8) }, 4), 'claims bytes 0 to 8 of 4'],
  ['overlap', file({ a: F32([2], 0, 8), b: F32([2], 4, 12) }, 12), "'b' overlaps"],
  ['a hole', file({ a: F32([1], 0, 4), b: F32([1], 8, 12) }, 12), 'a hole before'],
  ['bytes of nobody', file({ a: F32([1], 0, 4) }, 8), '4 bytes after the last tensor'],
  ['another size than its shape', file({ a: F32([3], 0, 8) }, 8), 'needs 12 bytes and has 8'],
  ['another dtype', file({ a: { dtype: 'I64', shape: [1], data_offsets: [0, 8] } }, 8), 'F32, F16, BF16 can be read'],
])('safetensors with %s are refused', (_, bytes, message) => {
  expect(() => readSafetensors(bytes)).toThrow(TensorFileError);
  expect(() => readSafetensors(bytes)).toThrow(message);
});

test('half floats become float32, and F32 survives a round', () => {
  expect([0x3c00, 0xc000, 0x7bff, 0x0001, 0x0400, 0x7c00, 0x8000].map(fromFloat16)).toEqual([1, -2, 65504, 2 ** -24, 2 ** -14, Infinity, -0]);
  const bytes = file({ h: { dtype: 'F16', shape: [2], data_offsets: [0, 4] }, z: { dtype: 'BF16', shape: [1], data_offsets: [4, 6] } }, 6);
  new DataView(bytes.buffer).setUint16(bytes.length - 6, 0x3c00, true);
  new DataView(bytes.buffer).setUint16(bytes.length - 2, 0x3fc0, true);
  const read = readSafetensors(bytes);
  expect([...(read.get('h')?.data ?? [])]).toEqual([1, 0]);
  expect([...(read.get('z')?.data ?? [])]).toEqual([1.5]);
  const tensors = tinyTensors();
  expect(readSafetensors(writeSafetensors(tensors))).toEqual(new Map([...tensors].sort(([a], [b]) => (a < b ? -1 : 1))));
});

test('a cut or foreign ONNX file is refused', () => {
  const bytes = tinyFolder('onnx').get('model.onnx') as Uint8Array;
  expect(() => readOnnxWeights(bytes.subarray(0, bytes.length / 2))).toThrow('cut off');
  expect(() => readOnnxWeights(Uint8Array.of(8, 1))).toThrow('no graph');
  expect(() => readOnnxWeights(Uint8Array.of(0x3b, 0xff))).toThrow(TensorFileError);
  // A node whose first input is the number 5.
  expect(() => readOnnxWeights(Uint8Array.of(0x3a, 4, 0x0a, 2, 0x08, 5))).toThrow('a name is a number');
});
