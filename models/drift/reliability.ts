import { calibrationError } from '../metrics/classification.js';

/** One bin of a reliability diagram. */
export interface ReliabilityBin {
  readonly count: number;
  /** Mean of the predicted probabilities. */
  readonly predicted: number;
  /** Share of ones. */
  readonly observed: number;
}

export interface Reliability {
  readonly count: number;
  readonly predicted: number;
  readonly observed: number;
  /** Expected calibration error Σ share · |predicted − observed| over the bins. */
  readonly error: number;
  readonly bins: ReliabilityBin[];
}

/**
 * Predicted probabilities against what came of them, in bins of equal mass (Naeini et al. 2015; the same bins as
 * `calibrationError`). Both arrays of one length, at least one entry; labels 0 or 1.
 */
export function reliabilityOf(probabilities: ArrayLike<number>, labels: ArrayLike<number>, bins = 10): Reliability {
  const count = probabilities.length;
  const error = calibrationError(probabilities, labels, bins);
  const order = Uint32Array.from({ length: count }, (_, at) => at).sort((a, b) => probabilities[a] - probabilities[b]);
  const diagram: ReliabilityBin[] = [];
  let [predictedSum, observedSum] = [0, 0];
  for (let bin = 0; bin < bins; bin++) {
    const [start, end] = [Math.floor((bin * count) / bins), Math.floor(((bin + 1) * count) / bins)];
    if (start === end) continue;
    let [predicted, observed] = [0, 0];
    for (let at = start; at < end; at++) {
      predicted += probabilities[order[at]];
      observed += labels[order[at]];
    }
    diagram.push({ count: end - start, predicted: predicted / (end - start), observed: observed / (end - start) });
    predictedSum += predicted;
    observedSum += observed;
  }
  return { count, predicted: predictedSum / count, observed: observedSum / count, error, bins: diagram };
}
