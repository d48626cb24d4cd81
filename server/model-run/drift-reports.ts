import type { DriftReport } from '../../schema/drift-report.js';
import type { Database } from '../platform/database.js';
import type { NewId } from '../platform/ids.js';

const columns = `id, scenario, model_run_id AS "modelRunId", reference_from AS "referenceFrom", reference_to AS "referenceTo", window_from AS "windowFrom", window_to AS "windowTo",
  event_count AS "eventCount", feed_count AS "feedCount", empty_feed_rate AS "emptyFeedRate", coverage, negative_rate AS "negativeRate",
  reference_negative_rate AS "referenceNegativeRate", shifts, calibration, alarms`;

/** What the watcher found, one row per champion and window. */
export class DriftReports {
  constructor(private readonly database: Database, private readonly newId: NewId) {}

  /** Newest first. */
  latest(scenario: string, last: number): Promise<DriftReport[]> {
    return this.database.prepared<DriftReport>(
      'drift-reports', `SELECT ${columns} FROM drift_reports WHERE scenario = $1 ORDER BY window_to DESC, id DESC LIMIT $2`, [scenario, last]);
  }

  /** A window that is stored already stays as it is. */
  async store(report: Omit<DriftReport, 'id'>): Promise<void> {
    const { scenario, modelRunId, referenceFrom, referenceTo, windowFrom, windowTo, eventCount, feedCount, emptyFeedRate, coverage, negativeRate, referenceNegativeRate } = report;
    await this.database.query(
      `INSERT INTO drift_reports (id, scenario, model_run_id, reference_from, reference_to, window_from, window_to, event_count, feed_count, empty_feed_rate, coverage,
         negative_rate, reference_negative_rate, shifts, calibration, alarms)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) ON CONFLICT (model_run_id, window_to) DO NOTHING`,
      [this.newId(), scenario, modelRunId, referenceFrom, referenceTo, windowFrom, windowTo, eventCount, feedCount, emptyFeedRate, coverage, negativeRate, referenceNegativeRate,
        JSON.stringify(report.shifts), JSON.stringify(report.calibration), JSON.stringify(report.alarms)]);
  }
}
