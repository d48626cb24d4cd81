import type { ShadowFigures } from '../../schema/shadow-figures.js';
import type { Database } from '../platform/database.js';

export interface ShadowRun { id: string; shadowRequests: number; shadowMinutes: number; shadowAt: Date }

export function readShadowRuns(database: Database): Promise<ShadowRun[]> {
  return database.query<ShadowRun>(
    `SELECT id, shadow_requests AS "shadowRequests", shadow_minutes AS "shadowMinutes", shadow_at AS "shadowAt" FROM model_runs WHERE state = 'shadow'`);
}

/** Everything but the shift of the scores, of which `readShadowScores` gives the samples. */
export async function readShadowFigures(database: Database, runId: string): Promise<Omit<ShadowFigures, 'scoreShift'>> {
  const [figures] = await database.query<Omit<ShadowFigures, 'scoreShift'>>(figuresSql, [runId]);
  return figures;
}

export interface ScoreSamples { served: number[]; shadow: number[] }

/** Scores of the newest lists of both sides, each over the mean of its list's side: models have scales of their own. */
export async function readShadowScores(database: Database, runId: string, lists = 500): Promise<ScoreSamples> {
  const [{ served, shadow }] = await database.query<ScoreSamples>(
    `WITH newest AS (SELECT served_scores, shadow_scores FROM shadow_comparisons WHERE model_run_id = $1 AND error IS NULL ORDER BY served_at DESC LIMIT $2)
     SELECT ${normalised('served_scores')} AS served, ${normalised('shadow_scores')} AS shadow`, [runId, lists]);
  return { served, shadow };
}

const normalised = (column: string): string => `(SELECT COALESCE(array_agg(score / mean), '{}')
  FROM (SELECT score::float8, avg(score::float8) OVER () AS mean FROM newest, unnest(${column}) AS s (score)) AS scored WHERE mean <> 0)`;

/** $1: the run. Places count from 1; a click counts once per feed and content. */
const figuresSql = `
  WITH lists AS (SELECT * FROM shadow_comparisons WHERE model_run_id = $1),
  clicks AS (
    SELECT DISTINCT l.feed_id, i.content_no, array_position(l.served_nos, i.content_no) AS served_place, array_position(l.shadow_nos, i.content_no) AS shadow_place
    FROM lists l JOIN interactions i ON i.feed_id = l.feed_id AND i.kind = 'click' AND i.content_no = ANY(l.served_nos)
    WHERE i.occurred_at >= (SELECT min(served_at) FROM lists)
  ),
  clicked AS (
    SELECT count(*)::int AS clicks, count(shadow_place)::int AS kept, avg(1.0 / served_place)::float8 AS served_rank, avg(COALESCE(1.0 / shadow_place, 0))::float8 AS shadow_rank FROM clicks
  )
  SELECT count(*)::int AS requests, count(error)::int AS errors, avg(overlap)::float8 AS overlap, avg(rank_agreement)::float8 AS "rankAgreement",
    (percentile_cont(0.5) WITHIN GROUP (ORDER BY latency_us) / 1000)::float8 AS "latencyP50", (percentile_cont(0.95) WITHIN GROUP (ORDER BY latency_us) / 1000)::float8 AS "latencyP95",
    (sum(cardinality(shadow_nos)) FILTER (WHERE error IS NULL))::float8 / NULLIF(sum(cardinality(served_nos)) FILTER (WHERE error IS NULL), 0) AS fill,
    (SELECT count(DISTINCT no)::int FROM lists, unnest(shadow_nos) AS n (no)) AS contents, (SELECT count(DISTINCT no)::int FROM lists, unnest(served_nos) AS n (no)) AS "servedContents",
    (SELECT clicks FROM clicked) AS clicks, (SELECT clicks FROM clicked)::float8 / NULLIF(count(*), 0) AS "clickRate", (SELECT kept FROM clicked)::float8 / NULLIF(count(*), 0) AS "wouldBeClickRate",
    (SELECT served_rank FROM clicked) AS "servedReciprocalRank", (SELECT shadow_rank FROM clicked) AS "reciprocalRank"
  FROM lists`;
