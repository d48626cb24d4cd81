import type { AdLearner } from '../../schema/ad-learner.js';
import { modelFileNames } from '../feed/model-file-names.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { readModelFile, writeModelFile } from '../platform/model-files.js';
import { channels } from '../platform/notices.js';

export interface LearnerRow extends AdLearner { modelRunId: string; scenario: string }

/** What a batch left behind. `artefact`: packed and sealed, to serve from now on. */
export interface LearnerStep {
  fromMs: number;
  toMs: number;
  ranker: { save(): Uint8Array; readonly events: number; readonly frozen: boolean; readonly runningLoss: number };
  note: string;
  artefact?: Uint8Array;
}

/** Ad models that can learn on after the run that made them. */
const learning: readonly string[] = ['m1', 'm2'];

const columns = `l.model_run_id AS "modelRunId", r.scenario, l.learnt_to AS "learntTo", l.events, l.frozen, l.running_loss AS "runningLoss",
  l.published_events AS "publishedEvents", l.published_at AS "publishedAt", l.note`;

/** Where each champion's ad model stands in the log. A step stands only on the place that it read from: one writer wins, others do nothing. */
export class AdLearners {
  constructor(private readonly database: Database, private readonly clock: Clock) {}

  /** The learner of the scenario's champion, made at the first call; null where its ad model does not learn online. */
  async open(scenario: string): Promise<LearnerRow | null> {
    const [run] = await this.database.query<{ id: string; snapshotAt: Date }>(
      `SELECT r.id, r.snapshot_at AS "snapshotAt" FROM model_aliases a JOIN model_runs r ON r.id = a.model_run_id
       WHERE a.scenario = $1 AND a.alias = 'champion' AND r.ad_model = ANY($2) AND EXISTS (SELECT FROM model_run_files f WHERE f.model_run_id = r.id AND f.name = $3)`,
      [scenario, learning, modelFileNames.ads]);
    if (!run) return null;
    // The run itself has learnt what was shown up to its snapshot.
    await this.database.query('INSERT INTO ad_learners (model_run_id, learnt_to) VALUES ($1, $2) ON CONFLICT DO NOTHING', [run.id, run.snapshotAt]);
    return this.find(run.id);
  }

  async find(modelRunId: string): Promise<LearnerRow | null> {
    return (await this.ofRuns([modelRunId]))[0];
  }

  /** In the order of the ids; null for a run whose ad model never learnt online. */
  async ofRuns(runIds: readonly string[]): Promise<(LearnerRow | null)[]> {
    const rows = await this.database.prepared<LearnerRow & { events: string; publishedEvents: string }>(
      'ad-learners-of-runs', `SELECT ${columns} FROM ad_learners l JOIN model_runs r ON r.id = l.model_run_id WHERE l.model_run_id = ANY($1::uuid[])`, [runIds]);
    const found = new Map(rows.map((row) => [row.modelRunId, { ...row, events: BigInt(row.events), publishedEvents: BigInt(row.publishedEvents) }]));
    return runIds.map((id) => found.get(id) ?? null);
  }

  /** False where another writer has moved on from the place that this step read from; nothing is stored then. */
  store({ modelRunId, scenario }: LearnerRow, { fromMs, toMs, ranker, note, artefact }: LearnerStep): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      // TypeORM answers an UPDATE with its rows and their number.
      const [, moved] = await tx.query<[unknown[], number]>(
        `UPDATE ad_learners SET learnt_to = $3, events = $4, frozen = $5, running_loss = $6, note = $7 WHERE model_run_id = $1 AND learnt_to = $2`,
        [modelRunId, new Date(fromMs), new Date(toMs), ranker.events, ranker.frozen, Number.isFinite(ranker.runningLoss) ? ranker.runningLoss : null, note]);
      if (moved === 0) return false;
      await writeModelFile(tx, modelRunId, modelFileNames.adLearner, ranker.save());
      if (!artefact) return true;
      const before = await readModelFile(tx, modelRunId, modelFileNames.ads);
      if (before) await writeModelFile(tx, modelRunId, modelFileNames.adsBefore, before);
      await writeModelFile(tx, modelRunId, modelFileNames.ads, artefact);
      await tx.query('UPDATE ad_learners SET published_events = $2, published_at = $3 WHERE model_run_id = $1', [modelRunId, ranker.events, this.clock()]);
      // Apis open the files of a champion again when its alias has a new version.
      await tx.query(`UPDATE model_aliases SET version = version + 1 WHERE model_run_id = $1 AND alias = 'champion'`, [modelRunId]);
      await tx.query('SELECT pg_notify($1, $2)', [channels.champion, scenario]);
      return true;
    });
  }
}
