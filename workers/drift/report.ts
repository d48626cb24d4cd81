import { psiOfChance, shiftOf, shiftOfCounts } from '../../models/drift/psi.js';
import { reliabilityOf } from '../../models/drift/reliability.js';
import type { DriftCalibration, DriftReport, DriftShift, DriftSubject } from '../../schema/drift-report.js';
import { alarmsOf, type DriftThresholds } from '../../server/model-run/drift-rules.js';
import type { Database } from '../../server/platform/database.js';
import { readBatchScores, readEvents, readFeedFacts, readPredictedClicks, readServedScores, readShown, type PredictedClick, type Sample, type Window } from './observations.js';

export interface WatchedChampion { runId: string; scenario: string; snapshotAt: Date; championAt: Date; interactionCount: number }

const day = 86_400_000;
/** Compared with the last month of what the champion learnt from: older tastes are another season's. */
const referenceDays = 30;
/** An impression has so long to be clicked before its label counts. */
const labelDelayMs = 30 * 60_000;

/** Champion against the days since, up to `now`. Only reads. */
export async function driftReportOf(database: Database, champion: WatchedChampion, now: Date, thresholds: DriftThresholds): Promise<Omit<DriftReport, 'id'>> {
  const { runId, scenario, snapshotAt, championAt } = champion;
  const reference: Window = { from: new Date(snapshotAt.getTime() - referenceDays * day), to: snapshotAt };
  const recent: Window = { from: new Date(Math.max(snapshotAt.getTime(), now.getTime() - thresholds.windowDays * day)), to: now };
  const [before, after] = [await readEvents(database, reference, reference), await readEvents(database, recent, reference)];
  const [shownBefore, shownAfter] = [await readShown(database, reference), await readShown(database, recent)];
  const sources: [number, number] = [before.readers, after.readers];
  const shifts = [
    named('event.kind', 'event', counted(before.kinds, after.kinds, sources)),
    named('event.contentKind', 'event', counted(before.contentKinds, after.contentKinds, sources)),
    named('event.contentAge', 'event', measured({ values: before.ages, sources: before.readers }, { values: after.ages, sources: after.readers })),
    named('event.contentPopularity', 'event', measured({ values: before.popularities, sources: before.readers }, { values: after.popularities, sources: after.readers })),
    ...[...shownBefore].map(([name, sample]) => named(name, name.startsWith('score.') ? 'score' : 'feature', measured(sample, shownAfter.get(name)!))),
    named('score.candidates', 'score', measured(await readBatchScores(database, runId), await readServedScores(database, runId, recent))),
  ].filter((shift) => shift !== null).sort((a, b) => b.psi - a.psi);
  const { feeds, empty, shownContents, publishedContents } = await readFeedFacts(database, runId, recent);
  // What was predicted before it served was predicted by another.
  const from = new Date(Math.max(recent.from.getTime(), championAt.getTime()));
  const judged = { from, to: new Date(Math.max(from.getTime(), now.getTime() - labelDelayMs)) };
  const report = {
    scenario, modelRunId: runId, referenceFrom: reference.from, referenceTo: reference.to, windowFrom: recent.from, windowTo: recent.to,
    eventCount: after.events, feedCount: feeds,
    emptyFeedRate: feeds > 0 ? empty / feeds : null, coverage: feeds > 0 && publishedContents > 0 ? shownContents / publishedContents : null,
    negativeRate: after.events > 0 ? after.negative / after.events : null, referenceNegativeRate: before.events > 0 ? before.negative / before.events : null,
    shifts, calibration: calibrationOf(await readPredictedClicks(database, judged)),
  };
  return { ...report, alarms: alarmsOf(report, thresholds) };
}

type Distribution = Pick<DriftShift, 'psi' | 'chance' | 'expectedCount' | 'actualCount' | 'bins'>;

function named(name: string, subject: DriftSubject, distribution: Distribution | null): DriftShift | null {
  return distribution && { name, subject, ...distribution };
}

/** Null where either side has nothing. Chance is that of the readers: what one of them does hangs together. */
function counted(before: Record<string, number>, after: Record<string, number>, sources: [number, number]): Distribution | null {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const [expected, actual] = [before, after].map((counts) => names.map((name) => counts[name] ?? 0));
  const [expectedCount, actualCount] = [expected, actual].map((counts) => counts.reduce((sum, count) => sum + count, 0));
  if (expectedCount === 0 || actualCount === 0) return null;
  const shift = shiftOfCounts(expected, actual);
  return {
    psi: shift.psi, chance: psiOfChance(names.length, ...sources), expectedCount, actualCount,
    bins: names.map((label, bin) => ({ label, expected: shift.expected[bin], actual: shift.actual[bin] })),
  };
}

function measured(before: Sample, after: Sample): Distribution | null {
  if (before.values.length === 0 || after.values.length === 0) return null;
  const { psi, expected, actual, edges } = shiftOf(before.values, after.values);
  const labels = [...Array.from(edges, (edge) => `≤ ${Number(edge.toPrecision(3))}`), edges.length > 0 ? `> ${Number(edges[edges.length - 1].toPrecision(3))}` : '*'];
  return {
    psi, chance: psiOfChance(labels.length, before.sources, after.sources), expectedCount: before.values.length, actualCount: after.values.length,
    bins: labels.map((label, bin) => ({ label, expected: expected[bin], actual: actual[bin] })),
  };
}

/** All sponsored impressions, then by slot and by kind of content, in their order. */
export function calibrationOf(rows: readonly PredictedClick[]): DriftCalibration[] {
  const groups = new Map<string, PredictedClick[]>();
  for (const row of rows) {
    for (const group of ['all', `slot:${String(row.slot).padStart(2, '0')}`, `kind:${row.kind}`]) {
      const known = groups.get(group);
      if (known) known.push(row);
      else groups.set(group, [row]);
    }
  }
  return [...groups].sort(([a], [b]) => (a === 'all' ? -1 : b === 'all' ? 1 : a < b ? -1 : 1)).map(([group, members]) => (
    { group, ...reliabilityOf(members.map(({ predicted }) => predicted), members.map(({ clicked }) => Number(clicked))) }));
}
