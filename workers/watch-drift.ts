import { DriftReports } from '../server/model-run/drift-reports.js';
import { ModelRuns } from '../server/model-run/model-runs.js';
import { firedTrigger } from '../server/model-run/retrain-triggers.js';
import { systemActor } from '../server/platform/actor.js';
import type { Database } from '../server/platform/database.js';
import { driftReportOf, type WatchedChampion } from './drift/report.js';
import type { Processor, WorkerServices } from './processor.js';

/**
 * Compares what came since the champion's snapshot with what it learnt from, keeps the report, and starts a run where
 * there is a reason to: drift, readers who say no, or volume. After a run of whatever kind there is a pause,
 * and a longer one after each run of its own.
 */
export function watchDrift({ database, outbox, audit, clock, newId, config }: WorkerServices): Processor<'watch-drift'> {
  const runs = new ModelRuns(database, outbox, audit, clock, newId);
  const reports = new DriftReports(database, newId);
  const actor = systemActor('watch-drift');
  return async ({ scenario }) => {
    const champion = await readChampion(database, scenario);
    if (!champion) return 'no champion to watch';
    const now = clock();
    if (now.getTime() <= champion.snapshotAt.getTime()) return 'nothing can have moved yet';
    const report = await driftReportOf(database, champion, now, config.drift);
    await reports.store(report);
    const newEvents = await countNewEvents(database, champion.snapshotAt);
    const fired = firedTrigger({ report, newEvents, snapshotPairs: champion.interactionCount }, config.triggers);
    if (!fired) return { alarms: report.alarms, started: null };
    if (await runs.isPaused(scenario, config.triggers.pauseMinutes, actor)) return { alarms: report.alarms, started: null, paused: fired.reason };
    const { run, started } = await runs.start({ scenario, trigger: fired.trigger, triggerReason: fired.reason, shadow: config.shadow }, actor);
    return { alarms: report.alarms, started: started ? run.code : null };
  };
}

async function readChampion(database: Database, scenario: string): Promise<WatchedChampion | null> {
  const [row] = await database.query<WatchedChampion>(
    `SELECT r.id AS "runId", r.scenario, r.snapshot_at AS "snapshotAt", COALESCE(r.champion_at, r.snapshot_at) AS "championAt", COALESCE(r.interaction_count, 0)::float8 AS "interactionCount"
     FROM model_aliases a JOIN model_runs r ON r.id = a.model_run_id WHERE a.scenario = $1 AND a.alias = 'champion' AND r.snapshot_at IS NOT NULL`, [scenario]);
  return row ?? null;
}

/** Days without anything are cheap to skip: an event is received on the day of its occurrence, or within two months after. */
async function countNewEvents(database: Database, since: Date): Promise<number> {
  const [{ count }] = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM interactions WHERE received_at >= $1 AND occurred_at >= $1::timestamptz - interval '60 days'`, [since]);
  return count;
}
