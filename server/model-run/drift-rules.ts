import type { DriftCalibration, DriftReport, DriftShift } from '../../schema/drift-report.js';
import type { Config } from '../platform/config.js';

export type DriftThresholds = Config['drift'];

/** These grow by themselves: contents and ads age, readings add up, budgets are spent. They are shown, and alarm nobody. */
const growing: ReadonlySet<string> = new Set(['event.contentAge', 'content.age', 'content.reads', 'ad.age', 'ad.budgetLeft']);
/** The ads of the training window were scored by former champions: every new model moves this, and the calibration judges it. */
const adScores = 'score.ads';

/** With fewer observations than this on either side a distribution is not judged. */
const fewestObservations = 200;
const fewestFeeds = 50;

const figure = (value: number): string => value.toFixed(3);

/** What is beyond its threshold, in words; chance is allowed for. */
export function alarmsOf(report: Pick<DriftReport, 'shifts' | 'calibration' | 'feedCount' | 'emptyFeedRate'>, thresholds: DriftThresholds): string[] {
  const { shifts, calibration, feedCount, emptyFeedRate } = report;
  return [
    ...shifts.filter((shift) => hasMoved(shift, thresholds)).map(({ name, psi }) => `${name} moved: PSI ${figure(psi)}, above ${thresholds.psi}`),
    ...calibration.filter(({ group }) => group === 'all').filter((all) => isOff(all, thresholds))
      .map(({ predicted, observed, error }) => `ads are clicked at ${figure(observed)} where ${figure(predicted)} was predicted: calibration error ${figure(error)}, above ${thresholds.calibrationError}`),
    ...(feedCount >= fewestFeeds && emptyFeedRate! > thresholds.emptyFeedRate ? [`${figure(emptyFeedRate!)} of the feeds were empty, above ${thresholds.emptyFeedRate}`] : []),
  ];
}

function hasMoved({ name, psi, chance, expectedCount, actualCount }: DriftShift, thresholds: DriftThresholds): boolean {
  return !growing.has(name) && name !== adScores && Math.min(expectedCount, actualCount) >= fewestObservations && psi > thresholds.psi + 2 * chance;
}

/** The mean must be off by more than chance gives, and the bins by more than their own standard errors √(p(1 − p)/n), weighed as in the error. */
function isOff({ count, predicted, observed, error, bins }: DriftCalibration, thresholds: DriftThresholds): boolean {
  const chance = 2 * Math.sqrt((predicted * (1 - predicted)) / Math.max(1, count));
  const noise = bins.reduce((sum, bin) => sum + Math.sqrt(bin.predicted * (1 - bin.predicted) * bin.count) / count, 0);
  return count >= fewestObservations && error > thresholds.calibrationError + noise && Math.abs(predicted - observed) > chance;
}
