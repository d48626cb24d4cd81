import { ForwardSession } from '../../onnx/forward-session.js';
import type { ThreadPolicy } from '../../onnx/session.js';
import type { Pairs } from '../labelled-texts.js';
import { softmax } from '../linear.js';
import { batchesByLength, encodeAll, feedsOf } from './batches.js';
import type { Checkpoint } from './checkpoint.js';
import { classify, encode, encoderInputs, pool } from './encoder.js';
import type { EncoderParameters } from './encoder.js';

const BATCH = 32;

/** An encoder with a head: the class probabilities of texts or pairs of texts, and vectors of texts. */
export class SequenceClassifier {
  private constructor(
    readonly checkpoint: Checkpoint,
    readonly head: EncoderParameters,
    readonly labelNames: readonly string[],
    readonly maxLength: number,
    private readonly session: ForwardSession,
  ) {}

  static async open(
    checkpoint: Checkpoint, head: EncoderParameters, labelNames: readonly string[], maxLength: number, policy: ThreadPolicy = 'worker',
  ): Promise<SequenceClassifier> {
    const session = await ForwardSession.open({
      name: 'sequence-classifier',
      parameters: { ...checkpoint.parameters, ...head },
      policy,
      build(graph, parameters) {
        const inputs = encoderInputs(graph, 'rows', 'positions');
        const pooled = pool(encode(parameters, inputs, checkpoint.config), parameters, inputs, checkpoint.config);
        return { logits: classify(pooled, parameters), pooled };
      },
    });
    return new SequenceClassifier(checkpoint, head, labelNames, maxLength, session);
  }

  /** [texts, labels], rows sum to 1. With `values`, of other parameters of the same shapes: a model that is being trained. */
  async probabilities(pairs: Pairs, values?: Readonly<Record<string, Float32Array>>): Promise<Float32Array> {
    const labels = this.labelNames.length;
    const probabilities = await this.run('logits', labels, pairs, values);
    for (let row = 0; row < pairs.texts.length; row++) {
      const z = Float64Array.from(probabilities.subarray(row * labels, (row + 1) * labels));
      softmax(z);
      probabilities.set(z, row * labels);
    }
    return probabilities;
  }

  /** [texts, width]: the pooled states under the head. */
  vectors(pairs: Pairs): Promise<Float32Array> {
    return this.run('pooled', this.checkpoint.config.width, pairs);
  }

  private async run(output: 'logits' | 'pooled', width: number, { texts, seconds }: Pairs, values?: Readonly<Record<string, Float32Array>>): Promise<Float32Array> {
    const { tokeniser, parameters } = this.checkpoint;
    const own = values ?? Object.fromEntries(Object.entries({ ...parameters, ...this.head }).map(([name, { data }]) => [name, data]));
    const encoded = encodeAll(tokeniser, texts, seconds, this.maxLength);
    const all = new Float32Array(texts.length * width);
    for (const rows of batchesByLength(encoded, BATCH)) {
      const batch = Array.from(rows, (row) => encoded[row]);
      const length = Math.max(...batch.map(({ ids }) => ids.length));
      const answers = (await this.session.run(own, feedsOf(batch, rows.length, length, tokeniser)))[output] as Float32Array;
      rows.forEach((row, at) => all.set(answers.subarray(at * width, (at + 1) * width), row * width));
    }
    return all;
  }

  async close(): Promise<void> {
    await this.session.dispose();
  }
}
