import { Graph } from '../../../../models/onnx/graph.js';
import { add, matMul } from '../../../../models/onnx/ops.js';
import { concat } from '../../../../models/onnx/shape.js';
import { transposed } from '../../../../models/text/bert/onnx-weights.js';
import { writeSafetensors } from '../../../../models/text/bert/safetensors.js';
import type { StoredTensor } from '../../../../models/text/bert/safetensors.js';

/** A BERT of two layers, width 32, whose weights are a formula: make_reference.py has the same. */
const [D, INNER, LAYERS, VOCABULARY, POSITIONS] = [32, 48, 2, 20, 12];

export const TOKENS = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...'知识付费课程好坏'.split(''), 'learn', '##ing', 'deep', '，', '。', 'a', 'b'];
export const CONFIG = {
  model_type: 'bert', vocab_size: VOCABULARY, hidden_size: D, num_hidden_layers: LAYERS, num_attention_heads: 4, intermediate_size: INNER,
  hidden_act: 'gelu', max_position_embeddings: POSITIONS, type_vocab_size: 2, layer_norm_eps: 1e-12,
};

export function tinyTensors(): Map<string, StoredTensor> {
  let phase = 0;
  const tensors = new Map<string, StoredTensor>();
  const put = (name: string, shape: number[], scale = 0.25, shift = 0): void => {
    phase += 1;
    const from = phase;
    const data = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, at) => shift + scale * Math.sin(from + 0.37 * at));
    tensors.set(name, { shape, data });
  };
  const norm = (name: string): void => {
    put(`${name}.LayerNorm.weight`, [D], 0.1, 1);
    put(`${name}.LayerNorm.bias`, [D], 0.1);
  };
  const linear = (name: string, to: number, from: number): void => {
    put(`${name}.weight`, [to, from]);
    put(`${name}.bias`, [to]);
  };
  put('bert.embeddings.word_embeddings.weight', [VOCABULARY, D]);
  put('bert.embeddings.position_embeddings.weight', [POSITIONS, D]);
  put('bert.embeddings.token_type_embeddings.weight', [2, D]);
  norm('bert.embeddings');
  for (let layer = 0; layer < LAYERS; layer++) {
    const name = `bert.encoder.layer.${layer}`;
    for (const part of ['query', 'key', 'value']) linear(`${name}.attention.self.${part}`, D, D);
    linear(`${name}.attention.output.dense`, D, D);
    norm(`${name}.attention.output`);
    linear(`${name}.intermediate.dense`, INNER, D);
    linear(`${name}.output.dense`, D, INNER);
    norm(`${name}.output`);
  }
  linear('bert.pooler.dense', D, D);
  return tensors;
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

export function tinyFolder(format: 'safetensors' | 'onnx', tensors = tinyTensors()): Map<string, Uint8Array> {
  return new Map([
    ['config.json', text(JSON.stringify(CONFIG))], ['vocab.txt', text(`${TOKENS.join('\n')}\n`)],
    format === 'safetensors' ? ['model.safetensors', writeSafetensors(tensors)] : ['model.onnx', exported(tensors)],
  ]);
}

/** As torch's exporter leaves it: linear weights transposed under a number, their biases by name. */
function exported(tensors: ReadonlyMap<string, StoredTensor>): Uint8Array {
  const graph = new Graph('exported');
  const ones = graph.input('x', 'float32', [1, 1]);
  let number = 0;
  for (const [name, tensor] of tensors) {
    if (/(?:self\.(?:query|key|value)|dense)\.weight$/.test(name)) {
      const turned = transposed(tensor);
      const weight = graph.constant(`onnx::MatMul_${number++}`, 'float32', turned.shape as number[], turned.data);
      const biasName = name.replace(/weight$/, 'bias');
      const bias = tensors.get(biasName) as StoredTensor;
      const wide = concat(Array.from({ length: turned.shape[0] }, () => ones), 1);
      graph.output(`out_${number}`, add(matMul(wide, weight), graph.constant(biasName, 'float32', bias.shape as number[], bias.data)));
    } else if (!/(?:self\.(?:query|key|value)|dense)\.bias$/.test(name)) {
      const shape = tensor.shape as number[];
      graph.output(`out_${name}`, add(graph.constant(name, 'float32', shape, tensor.data), ones));
    }
  }
  return graph.encode();
}
