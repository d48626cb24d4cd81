import { bootstrap } from '../metrics/interval.js';
import type { Judge } from './labelled.js';
import type { TextExamples, TextModel, TextTask } from './text-task.js';

/** The label of highest probability of each text, ties by the lower label. */
function choices(probabilities: ArrayLike<number>, labelCount: number): Int32Array {
  return Int32Array.from({ length: probabilities.length / labelCount }, (_, text) => {
    let best = 0;
    for (let label = 1; label < labelCount; label++) {
      if (probabilities[text * labelCount + label] > probabilities[text * labelCount + best]) best = label;
    }
    return best;
  });
}

/** Accuracy first; macro F1 is the mean over the labels that occur. */
export const TEXTS: Judge<TextTask, TextExamples, TextModel, Float32Array> = {
  answer: async (model, _task, part) => model.classify(part),
  objective: (probabilities, task, { labels }) =>
    choices(probabilities, task.labels.length).reduce((right, label, text) => right + Number(label === labels[text]), 0) / labels.length,
  figures: textFigures,
};

function textFigures(probabilities: Float32Array, task: TextTask, test: TextExamples, seed: number) {
  const labelCount = task.labels.length;
  const chosen = choices(probabilities, labelCount);
  const right = Float64Array.from(chosen, (label, text) => Number(label === test.labels[text]));
  const loss = right.map((_, text) => -Math.log(Math.max(1e-15, probabilities[text * labelCount + test.labels[text]])));
  const perLabel = task.labels.flatMap((_, label) => [
    Float64Array.from(chosen, (one, text) => Number(one === label && test.labels[text] === label)),
    Float64Array.from(chosen, (one, text) => Number(one === label) + Number(test.labels[text] === label)),
  ]);
  const [accuracy, logLoss, macroF1] = bootstrap([right, loss, ...perLabel], ([share, lost, ...parts]) => {
    const scores = task.labels.map((_, label) => (parts[2 * label + 1] === 0 ? NaN : (2 * parts[2 * label]) / parts[2 * label + 1])).filter((f1) => !Number.isNaN(f1));
    return [share, lost, scores.reduce((sum, f1) => sum + f1, 0) / scores.length];
  }, seed, 300);
  return {
    tested: test.labels.length, sizes: { texts: test.labels.length, labels: labelCount },
    figures: { accuracy, macroF1, logLoss }, plain: {}, units: { kind: 'mean' as const, values: right },
  };
}
