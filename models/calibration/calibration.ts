import { ArtefactError } from '../artefact.js';
import { sigmoid } from '../ranker/ad-ranker.js';
import { fitIsotonic, isotonicAt } from './isotonic.js';
import type { Isotonic } from './isotonic.js';
import { fitPlatt } from './platt.js';
import type { Platt } from './platt.js';

/** What turns a logit into a probability that is true on average. */
export type Calibration = { readonly kind: 'none' } | Platt | Isotonic;
export type CalibrationKind = Calibration['kind'];

/** In the order of the numbers by which params name them. */
export const CALIBRATIONS: readonly CalibrationKind[] = ['none', 'platt', 'isotonic'];

/** Fits on rows that the model had not learnt when it gave these logits; without both labels there is nothing to fit. */
export function fitCalibration(kind: CalibrationKind, logits: ArrayLike<number>, labels: ArrayLike<number>, weights: ArrayLike<number>): Calibration {
  const clicked = Array.from(labels).filter((label) => label === 1).length;
  if (kind === 'none' || clicked === 0 || clicked === labels.length) return { kind: 'none' };
  return kind === 'platt' ? fitPlatt(logits, labels, weights) : fitIsotonic(Float64Array.from(logits, sigmoid), labels, weights);
}

export function calibrated(calibration: Calibration, z: number): number {
  if (calibration.kind === 'platt') return sigmoid(calibration.slope * z + calibration.intercept);
  return calibration.kind === 'none' ? sigmoid(z) : isotonicAt(calibration, sigmoid(z));
}

/** Number of the kind, then slope and intercept, or knots and values. */
export function calibrationTable(calibration: Calibration): Float64Array {
  const kind = CALIBRATIONS.indexOf(calibration.kind);
  if (calibration.kind === 'platt') return Float64Array.of(kind, calibration.slope, calibration.intercept);
  return calibration.kind === 'none' ? Float64Array.of(kind) : Float64Array.of(kind, ...calibration.knots, ...calibration.values);
}

export function readCalibration(table: Float64Array): Calibration {
  const kind = CALIBRATIONS[table[0]];
  const size = table.length - 1;
  if (kind === 'none' && size === 0) return { kind };
  if (kind === 'platt' && size === 2) return { kind, slope: table[1], intercept: table[2] };
  if (kind === 'isotonic' && size >= 2 && size % 2 === 0) {
    return { kind, knots: table.slice(1, 1 + size / 2), values: table.slice(1 + size / 2) };
  }
  throw new ArtefactError('MODEL', 'The calibration of the model cannot be read; retrain it.');
}
