import { DatasetError } from '../../dataset.js';
import type { EncoderConfig, EncoderParameters } from './encoder.js';
import { initEncoder, layerName } from './encoder.js';
import { readOnnxWeights, transposed } from './onnx-weights.js';
import { readSafetensors, writeSafetensors } from './safetensors.js';
import type { StoredTensor } from './safetensors.js';
import { WordPiece } from './wordpiece.js';

/**
 * A BERT checkpoint as a folder has it: config.json, vocab.txt and the weights as model.safetensors or model.onnx. What we
 * write has the same names, so a model that was tuned here is a checkpoint again, here and for other programs.
 */
export class CheckpointError extends DatasetError {
  override readonly name = 'CheckpointError';
}

export interface Checkpoint {
  readonly config: EncoderConfig;
  readonly parameters: EncoderParameters;
  readonly tokeniser: WordPiece;
}

export type FolderFiles = ReadonlyMap<string, Uint8Array>;

/** Names of the files that a checkpoint may have; nothing else of a folder is read. */
export const CHECKPOINT_FILES = ['config.json', 'tokenizer_config.json', 'vocab.txt', 'model.safetensors', 'model.onnx'] as const;

const LIMITS = { vocab_size: 500_000, hidden_size: 4096, num_hidden_layers: 64, num_attention_heads: 64, intermediate_size: 16_384, max_position_embeddings: 8192, type_vocab_size: 16 } as const;

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function parseJson(files: FolderFiles, name: string): Record<string, unknown> {
  const bytes = files.get(name);
  if (!bytes) throw new CheckpointError(`${name} is missing from the model's folder`);
  try {
    return JSON.parse(decode(bytes)) as Record<string, unknown>;
  } catch {
    throw new CheckpointError(`${name} of the model is not JSON`);
  }
}

function parseConfig(json: Record<string, unknown>): EncoderConfig {
  const size = (name: keyof typeof LIMITS, fallback?: number): number => {
    const value = json[name] ?? fallback;
    if (!Number.isSafeInteger(value) || (value as number) < 1 || (value as number) > LIMITS[name]) {
      throw new CheckpointError(`config.json: ${name} is ${String(value)}; a whole number from 1 to ${LIMITS[name]} can be read`);
    }
    return value as number;
  };
  if (json.model_type !== 'bert') throw new CheckpointError(`config.json: the model_type is ${String(json.model_type)}; only bert can be read`);
  const activation = json.hidden_act ?? 'gelu';
  if (activation !== 'gelu') throw new CheckpointError(`config.json: hidden_act is ${String(activation)}; only gelu can be read`);
  if ((json.position_embedding_type ?? 'absolute') !== 'absolute') throw new CheckpointError('config.json: only absolute position embeddings can be read');
  const { preNorm = false, pooling = 'cls' } = (json.tandem ?? {}) as { preNorm?: boolean; pooling?: 'cls' | 'mean' };
  const config: EncoderConfig = {
    vocabularySize: size('vocab_size'), width: size('hidden_size'), layers: size('num_hidden_layers'), heads: size('num_attention_heads'),
    inner: size('intermediate_size'), maxPositions: size('max_position_embeddings', 512), segments: size('type_vocab_size', 2),
    normEpsilon: Number(json.layer_norm_eps ?? 1e-12), preNorm: preNorm === true, pooling: pooling === 'mean' ? 'mean' : 'cls',
  };
  if (config.width % config.heads !== 0) throw new CheckpointError(`config.json: ${config.heads} heads do not divide the width ${config.width}`);
  return config;
}

interface Naming {
  readonly ours: string;
  readonly theirs: string;
  /** Of ours. */
  readonly shape: readonly number[];
  /** Theirs is [out, in], ours [in, out]. */
  readonly turn: boolean;
}

/** Every parameter of an encoder under both names. */
function namings(config: EncoderConfig): Naming[] {
  const { width, inner } = config;
  const table = (ours: string, theirs: string, rows: number): Naming => ({ ours, theirs: `embeddings.${theirs}.weight`, shape: [rows, width], turn: false });
  const linear = (ours: string, theirs: string, from: number, to: number): Naming[] => [
    { ours: `${ours}_weight`, theirs: `${theirs}.weight`, shape: [from, to], turn: true },
    { ours: `${ours}_bias`, theirs: `${theirs}.bias`, shape: [to], turn: false },
  ];
  const norm = (ours: string, theirs: string): Naming[] => ['weight', 'bias'].map((part) =>
    ({ ours: `${ours}_${part}`, theirs: `${theirs}.LayerNorm.${part}`, shape: [width], turn: false }));
  const layers = Array.from({ length: config.layers }, (_, layer) => {
    const [ours, theirs] = [layerName(layer), `encoder.layer.${layer}`];
    return [
      ...['query', 'key', 'value'].flatMap((part) => linear(`${ours}_${part}`, `${theirs}.attention.self.${part}`, width, width)),
      ...linear(`${ours}_output`, `${theirs}.attention.output.dense`, width, width), ...norm(`${ours}_norm1`, `${theirs}.attention.output`),
      ...linear(`${ours}_inner`, `${theirs}.intermediate.dense`, width, inner), ...linear(`${ours}_outer`, `${theirs}.output.dense`, inner, width),
      ...norm(`${ours}_norm2`, `${theirs}.output`),
    ];
  });
  return [
    table('word', 'word_embeddings', config.vocabularySize), table('position', 'position_embeddings', config.maxPositions),
    table('segment', 'token_type_embeddings', config.segments), ...norm('norm', 'embeddings'), ...layers.flat(),
    ...(config.preNorm ? norm('final', 'encoder.final') : []), ...linear('pooler', 'pooler.dense', width, width),
  ];
}

/** TensorFlow's checkpoints call a norm's weight gamma and its bias beta. */
const oldName = (name: string): string => name.replace(/LayerNorm\.weight$/, 'LayerNorm.gamma').replace(/LayerNorm\.bias$/, 'LayerNorm.beta');

function find(tensors: ReadonlyMap<string, StoredTensor>, name: string): StoredTensor | undefined {
  return tensors.get(`bert.${name}`) ?? tensors.get(name) ?? tensors.get(`bert.${oldName(name)}`) ?? tensors.get(oldName(name));
}

/** Throws CheckpointError, TensorFileError or VocabularyError with what is wrong with which file. */
export function readCheckpoint(files: FolderFiles): Checkpoint {
  const config = parseConfig(parseJson(files, 'config.json'));
  const tokeniser = readTokeniser(files, config);
  const tensors = readWeights(files);
  const start = initEncoder({ ...config, vocabularySize: 1, maxPositions: 1, layers: 0 }, 1);
  const parameters: EncoderParameters = {};
  for (const { ours, theirs, shape, turn } of namings(config)) {
    const found = find(tensors, theirs);
    if (found) parameters[ours] = shaped(turn && found.shape.length === 2 ? transposed(found) : found, shape, theirs);
    else if (ours.startsWith('pooler')) parameters[ours] = start[ours]; // checkpoints of the language model have none
    else throw new CheckpointError(`the weights have no '${theirs}'; they do not belong to this config.json`);
  }
  return { config, parameters, tokeniser };
}

/** The head of a stored classifier of so many labels. */
export function readHead(files: FolderFiles, width: number, labels: number): EncoderParameters {
  const tensors = readWeights(files);
  const part = (name: string, shape: readonly number[]): StoredTensor =>
    shaped(tensors.get(name) ?? { shape: [], data: new Float32Array(0) }, shape, name);
  return { head_weight: transposed(part('classifier.weight', [labels, width])), head_bias: part('classifier.bias', [labels]) };
}

/** Integer buffers such as position_ids and the language model's own head are no parameters of the encoder. */
function readWeights(files: FolderFiles): ReadonlyMap<string, StoredTensor> {
  const own = files.get('model.safetensors');
  if (own) return readSafetensors(own, (name) => /position_ids$|^cls\./.test(name));
  const exported = files.get('model.onnx');
  if (exported) return readOnnxWeights(exported);
  throw new CheckpointError('neither model.safetensors nor model.onnx is in the model’s folder; convert the weights to one of them');
}

function readTokeniser(files: FolderFiles, config: EncoderConfig): WordPiece {
  const vocabulary = files.get('vocab.txt');
  if (!vocabulary) throw new CheckpointError('vocab.txt is missing from the model’s folder');
  const lowerCase = !files.has('tokenizer_config.json') || parseJson(files, 'tokenizer_config.json').do_lower_case !== false;
  const tokeniser = WordPiece.parse(decode(vocabulary), { lowerCase });
  if (tokeniser.size > config.vocabularySize) {
    throw new CheckpointError(`vocab.txt has ${tokeniser.size} tokens and the model ${config.vocabularySize}; they do not belong together`);
  }
  return tokeniser;
}

function shaped(tensor: StoredTensor, shape: readonly number[], name: string): StoredTensor {
  if (tensor.shape.join() !== shape.join()) {
    throw new CheckpointError(`'${name}' has the sizes [${tensor.shape.join(', ')}]; config.json asks for [${shape.join(', ')}]`);
  }
  return tensor;
}

/** The files of a checkpoint. `labels` and the head make it a sequence classifier, in the names that others read. */
export function writeCheckpoint(
  { config, parameters, tokeniser }: Checkpoint, head: { weight: StoredTensor; bias: StoredTensor; labels: readonly string[] } | null,
): Map<string, Uint8Array> {
  const tensors = new Map(namings(config).map(({ ours, theirs, turn }) => [`bert.${theirs}`, turn ? transposed(parameters[ours]) : parameters[ours]]));
  if (head) tensors.set('classifier.weight', transposed(head.weight)).set('classifier.bias', head.bias);
  const json = {
    architectures: [head ? 'BertForSequenceClassification' : 'BertModel'], model_type: 'bert', vocab_size: config.vocabularySize, hidden_size: config.width,
    num_hidden_layers: config.layers, num_attention_heads: config.heads, intermediate_size: config.inner, hidden_act: 'gelu',
    max_position_embeddings: config.maxPositions, type_vocab_size: config.segments, layer_norm_eps: config.normEpsilon,
    ...(head && { id2label: Object.fromEntries(head.labels.map((label, at) => [at, label])) }),
    ...((config.preNorm || config.pooling === 'mean') && { tandem: { preNorm: config.preNorm, pooling: config.pooling } }),
  };
  const text = (value: string): Uint8Array => new TextEncoder().encode(value);
  return new Map([
    ['config.json', text(`${JSON.stringify(json, null, 2)}\n`)], ['model.safetensors', writeSafetensors(tensors)],
    ['tokenizer_config.json', text(`${JSON.stringify({ do_lower_case: tokeniser.options.lowerCase, tokenizer_class: 'BertTokenizer' })}\n`)],
    ['vocab.txt', text(`${tokeniser.tokens.join('\n')}\n`)],
  ]);
}
