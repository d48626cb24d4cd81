import type { DriftReport } from '../../schema/drift-report.js';
import type { RunTrigger } from '../../schema/model-run.js';
import type { Config } from '../platform/config.js';

export interface TriggerFacts {
  report: Pick<DriftReport, 'alarms' | 'eventCount' | 'negativeRate' | 'referenceNegativeRate'>;
  /** Events that were received since the champion's snapshot. */
  newEvents: number;
  /** Reader–content pairs in it. */
  snapshotPairs: number;
}

export interface FiredTrigger { trigger: RunTrigger; reason: string }

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;

/** Why to learn anew now, by what weighs most: drift, then readers who say no, then volume. Null: there is no reason. */
export function firedTrigger({ report, newEvents, snapshotPairs }: TriggerFacts, rules: Config['triggers']): FiredTrigger | null {
  if (report.alarms.length > 0) return { trigger: 'drift', reason: report.alarms.join('; ') };
  const refused = refusal(report, rules.negativeRise);
  if (refused) return { trigger: 'feedback', reason: refused };
  if (rules.volumeEvents > 0 && newEvents >= rules.volumeEvents) return { trigger: 'volume', reason: `${newEvents} new events since the last snapshot; ${rules.volumeEvents} are enough` };
  const share = newEvents / Math.max(1, snapshotPairs);
  if (rules.volumeShare > 0 && newEvents >= fewestEvents && share >= rules.volumeShare) {
    return { trigger: 'volume', reason: `${newEvents} new events since a snapshot of ${snapshotPairs}: ${percent(share)}, of which ${percent(rules.volumeShare)} are enough` };
  }
  return null;
}

/** A small platform doubles in an afternoon; that is no reason to learn all day. */
const fewestEvents = 1_000;

/** Whether readers say no `rise` times as often as before, beyond what chance gives (two standard errors of the recent rate). */
function refusal({ eventCount, negativeRate, referenceNegativeRate }: TriggerFacts['report'], rise: number): string | null {
  if (negativeRate === null || referenceNegativeRate === null || eventCount < fewestEvents) return null;
  const chance = 2 * Math.sqrt((negativeRate * (1 - negativeRate)) / eventCount);
  if (negativeRate - chance <= referenceNegativeRate * rise) return null;
  return `${percent(negativeRate)} of the events say no, where it was ${percent(referenceNegativeRate)}`;
}
