import type { Database } from '../platform/database.js';
import type { FeedClickListener, NumberedEvent } from './interactions.js';
import type { Agreement } from './list-agreement.js';
import type { Recommenders } from './recommenders.js';

export interface LoggedAnswer {
  feedId: string;
  connectorId: string;
  scenario: string;
  stage: 'shadow' | 'interleaved';
  buildDigest: string;
  isAnswered: boolean;
  modelVersion: string | null;
  agreement: Agreement | null;
  sides: string | null;
  servedAt: Date;
}

/** What partners answered while they are on trial, and which of their contents were clicked. */
export class RecommenderLog implements FeedClickListener {
  constructor(private readonly database: Database, private readonly recommenders: Recommenders) {}

  async write({ feedId, connectorId, scenario, stage, buildDigest, isAnswered, modelVersion, agreement, sides, servedAt }: LoggedAnswer): Promise<void> {
    await this.database.prepared(
      'feed-recommender-answer',
      `INSERT INTO recommender_answers (feed_id, connector_id, scenario, stage, build_digest, is_answered, model_version, overlap, rank_agreement, sides, served_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (feed_id, connector_id) DO NOTHING`,
      [feedId, connectorId, scenario, stage, buildDigest, isAnswered, modelVersion, agreement?.overlap ?? null, agreement?.rankAgreement ?? null, sides, servedAt]);
  }

  /** A slot counts once, and only for the reader to whom, and with the content that, we showed there. */
  async clicked(clicks: readonly NumberedEvent[]): Promise<void> {
    if (!this.recommenders.isInterleaving) return;
    await this.database.prepared(
      'feed-recommender-clicks',
      `UPDATE recommender_answers a SET clicked = ARRAY(SELECT DISTINCT slot FROM unnest(a.clicked || e.slots) AS slot ORDER BY slot)
       FROM (
         SELECT i.feed_id, array_agg(c.slot) AS slots
         FROM unnest($1::uuid[], $2::smallint[], $3::int[], $4::int[]) AS e (feed_id, slot, content_no, reader_no)
         JOIN impressions i ON i.feed_id = e.feed_id AND i.reader_no = e.reader_no
         CROSS JOIN LATERAL unnest(i.content_nos, i.slots) AS c (content_no, slot)
         WHERE c.slot = e.slot AND c.content_no = e.content_no
         GROUP BY i.feed_id
       ) e
       WHERE a.feed_id = e.feed_id AND a.stage = 'interleaved' AND a.is_answered`,
      [clicks.map((click) => click.feedId), clicks.map((click) => click.slot), clicks.map((click) => click.contentNo), clicks.map((click) => click.readerNo)]);
  }
}
