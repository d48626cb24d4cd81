import type { Audience } from '../../schema/audience.js';
import type { Database } from '../platform/database.js';
import { outsidePartnerScope } from '../platform/partner-scope.js';
import { audienceSql } from './audience.js';

const estimateSql = `
  SELECT (SELECT count(*)::int FROM readers r WHERE ${audienceSql('given.audience', '$2::timestamptz', 'r')}) AS readers
  FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS given (audience, place) ORDER BY place`;

/** How many readers each audience has at `now`, in the order of the audiences; one statement. A number over everybody's reading, of which no partner sees a row. */
export async function audienceSizes(database: Database, audiences: readonly Audience[], now: Date): Promise<number[]> {
  const rows = await outsidePartnerScope(() => database.prepared<{ readers: number }>('campaign.audience-sizes', estimateSql, [JSON.stringify(audiences), now]));
  return rows.map(({ readers }) => readers);
}

/** Charged clicks of each campaign; one statement. */
export async function clickCounts(database: Database, campaignIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await database.prepared<{ id: string; count: number }>(
    'campaign.clicks', 'SELECT campaign_id AS id, count(*)::int AS count FROM campaign_charges WHERE campaign_id = ANY($1) GROUP BY campaign_id', [campaignIds]);
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** How often each campaign stood in a served page; one statement, which reads the impressions since the first start: pages of everybody, of which no partner sees a row. */
export async function impressionCounts(database: Database, campaignIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await outsidePartnerScope(() => database.prepared<{ id: string; count: number }>(
    'campaign.impressions',
    `SELECT shown.id, count(*)::int AS count FROM impressions i, unnest(i.campaign_ids) AS shown (id)
     WHERE array_remove(i.campaign_ids, NULL) && $1::uuid[] AND shown.id = ANY($1) AND i.served_at >= (SELECT min(starts_at) FROM campaigns WHERE id = ANY($1))
     GROUP BY shown.id`, [campaignIds]));
  return new Map(rows.map(({ id, count }) => [id, count]));
}
