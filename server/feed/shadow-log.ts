import type { Database } from '../platform/database.js';
import type { Entry } from './blend.js';
import { agreementOf } from './list-agreement.js';

/** One feed as it was served and as the shadow would have made it. */
export interface Comparison {
  feedId: string;
  modelRunId: string;
  championRunId: string;
  readerNo: number | null;
  served: readonly Entry[];
  shadow: readonly Entry[];
  latencyUs: number;
  /** Why there is no list. */
  error: string | null;
  servedAt: Date;
}

/** Both lists side by side, for judging the shadow and for whoever asks afterwards what it would have shown. */
export class ShadowLog {
  constructor(private readonly database: Database) {}

  async write({ feedId, modelRunId, championRunId, readerNo, served, shadow, latencyUs, error, servedAt }: Comparison): Promise<void> {
    const [servedNos, shadowNos] = [served, shadow].map((list) => list.map(({ contentNo }) => contentNo));
    const [servedScores, shadowScores] = [served, shadow].map((list) => list.map(({ score }) => score));
    const agreement = error === null ? agreementOf(servedNos, shadowNos) : null;
    await this.database.prepared(
      'feed-shadow-comparison',
      `INSERT INTO shadow_comparisons (feed_id, model_run_id, champion_run_id, reader_no, served_nos, served_scores, shadow_nos, shadow_scores, overlap, rank_agreement, latency_us, error, served_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (feed_id) DO NOTHING`,
      [feedId, modelRunId, championRunId, readerNo, servedNos, servedScores, shadowNos, shadowScores,
        agreement?.overlap ?? null, agreement?.rankAgreement ?? null, latencyUs, error, servedAt]);
  }
}
