import { Content } from '../../schema/content.js';
import { ModelRun } from '../../schema/model-run.js';
import { Money } from '../../schema/money.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { rowReader } from '../platform/rows.js';
import type { Dashboard, DashboardCounts, FeedClickDay, InteractionDay } from './dashboard.types.js';

const DAY_MS = 86_400_000;
const TOP = 10;

/** $1: first day, $2: the day after the last one. Days begin at midnight UTC. */
const daysSql = `generate_series($1::timestamptz, $2::timestamptz - interval '1 day', interval '1 day') AS d (at)`;
const dayText = (at: string) => `to_char(${at} AT TIME ZONE 'UTC', 'YYYY-MM-DD')`;

const countsSql = `SELECT
  (SELECT count(*)::int FROM readers) AS readers,
  (SELECT count(*)::int FROM contents WHERE state = 'published') AS contents,
  (SELECT count(*)::int FROM partners WHERE state NOT IN ('former', 'rejected', 'blocked')) AS partners,
  (SELECT count(DISTINCT contract_id)::int FROM contract_versions WHERE state IN ('active', 'in_notice')) AS "activeContracts",
  (SELECT count(*)::int FROM campaigns WHERE state = 'running') AS "runningCampaigns"`;

const interactionsSql = `
  SELECT ${dayText('d.at')} AS day, COALESCE(i.views, 0)::int AS views, COALESCE(i.clicks, 0)::int AS clicks, COALESCE(i.reads, 0)::int AS reads, COALESCE(i.enrols, 0)::int AS enrols
  FROM ${daysSql} LEFT JOIN (
    SELECT date_trunc('day', occurred_at, 'UTC') AS at, count(*) FILTER (WHERE kind = 'view') AS views, count(*) FILTER (WHERE kind = 'click') AS clicks,
      count(*) FILTER (WHERE kind = 'read') AS reads, count(*) FILTER (WHERE kind = 'enrol') AS enrols
    FROM interactions WHERE occurred_at >= $1 AND occurred_at < $2 GROUP BY 1
  ) i ON i.at = d.at ORDER BY d.at`;

const revenueSql = `
  SELECT ${dayText('updated_at')} AS day, currency, sum(amount_minor)::bigint AS minor FROM payments
  WHERE state = 'succeeded' AND updated_at >= $1 AND updated_at < $2 GROUP BY 1, 2 ORDER BY 1, 2`;

/** A click counts on the day of its impression, once per shown content however often it was clicked. */
const clickRateSql = `
  SELECT ${dayText('d.at')} AS day, COALESCE(s.impressions, 0)::int AS impressions, COALESCE(c.clicks, 0)::int AS clicks
  FROM ${daysSql}
  LEFT JOIN (
    SELECT date_trunc('day', served_at, 'UTC') AS at, sum(cardinality(content_nos)) AS impressions FROM impressions WHERE served_at >= $1 AND served_at < $2 GROUP BY 1
  ) s ON s.at = d.at
  LEFT JOIN (
    SELECT date_trunc('day', i.served_at, 'UTC') AS at, count(DISTINCT (k.feed_id, k.content_no)) AS clicks
    FROM interactions k JOIN impressions i ON i.feed_id = k.feed_id AND k.content_no = ANY(i.content_nos) AND (i.reader_no IS NULL OR i.reader_no = k.reader_no)
    WHERE k.kind = 'click' AND k.occurred_at >= $1 AND i.served_at >= $1 AND i.served_at < $2 GROUP BY 1
  ) c ON c.at = d.at ORDER BY d.at`;

/** The numbers of the last `days` days, today included: six statements whatever the period. */
export class DashboardNumbers {
  constructor(private readonly database: Database, private readonly clock: Clock) {}

  async read(days: number): Promise<Dashboard> {
    const tomorrowMs = Math.floor(this.clock().getTime() / DAY_MS) * DAY_MS + DAY_MS;
    const period = [new Date(tomorrowMs - days * DAY_MS), new Date(tomorrowMs)];
    const [[counts], interactionsByDay, revenue, clickDays, topContents, modelRuns] = await Promise.all([
      this.database.query<DashboardCounts>(countsSql),
      this.database.query<InteractionDay>(interactionsSql, period),
      this.database.query<{ day: string; currency: string; minor: string }>(revenueSql, period),
      this.database.query<FeedClickDay>(clickRateSql, period),
      this.topContents(period),
      this.modelRuns(),
    ]);
    return {
      counts, interactionsByDay, topContents, modelRuns,
      revenueByDay: revenue.map(({ day, currency, minor }) => ({ day, amount: Money.of(BigInt(minor), currency) })),
      feedClickRateByDay: clickDays.map((one) => ({ ...one, rate: one.impressions === 0 ? 0 : one.clicks / one.impressions })),
    };
  }

  private async topContents(period: readonly Date[]): Promise<{ content: Content; count: number }[]> {
    const { columns, instances } = rowReader(this.database.dataSource, Content);
    const rows = await this.database.query<{ count: number }>(
      `SELECT ${columns.replaceAll(/"(\w+)" AS/g, 'c."$1" AS')}, t.count::int AS count
       FROM (SELECT content_no, count(*) FROM interactions WHERE occurred_at >= $1 AND occurred_at < $2 AND kind <> 'less' GROUP BY 1) t
       JOIN contents c ON c.no = t.content_no WHERE c.state = 'published' ORDER BY t.count DESC, c.no LIMIT ${TOP}`,
      [...period],
    );
    return rows.map((row) => ({ count: row.count, content: instances([row])[0] }));
  }

  private async modelRuns(): Promise<ModelRun[]> {
    const { columns, instances } = rowReader(this.database.dataSource, ModelRun);
    return instances(await this.database.query(`SELECT ${columns} FROM model_runs ORDER BY created_at DESC, id DESC LIMIT ${TOP}`));
  }
}
