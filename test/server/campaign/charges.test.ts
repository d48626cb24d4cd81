import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Pool } from 'pg';
import { chargeClicks, type SponsoredClick } from '../../../server/campaign/charges.js';
import { newId } from '../../../server/platform/ids.js';
import { addContents } from '../../support/content-factories.js';
import { openPartnerWorld, type PartnerWorld } from '../partner/partner-world.js';

const CONNECTIONS = 60;
let world: PartnerWorld;
let pool: Pool;
beforeAll(async () => {
  world = await openPartnerWorld();
  pool = new Pool({ connectionString: world.url, max: CONNECTIONS });
});
afterAll(async () => {
  await pool.end();
  await world.close();
});

async function addCampaign(budgetMinor: number, bidMinor: number): Promise<string> {
  const [contentId] = await addContents(world.database, [{ title: 'Advertised' }]);
  const id = newId();
  await world.database.query(
    `INSERT INTO campaigns (id, code, name, partner_id, content_id, ad_type, state, starts_at, ends_at, budget_minor, bid_minor, currency)
     VALUES ($1, $2, 'c', $3, $4, 0, 'running', now(), now() + interval '1 day', $5, $6, 'CNY')`, [id, id, world.a.id, contentId, budgetMinor, bidMinor]);
  return id;
}

/** Each batch on a connection of its own, all begun at once, as one transaction each. */
async function chargeAtOnce(batches: SponsoredClick[][]): Promise<string[]> {
  const clients = await Promise.all(batches.map(() => pool.connect()));
  const charged = await Promise.all(clients.map(async (client, place) => {
    await client.query('BEGIN');
    const ids = await chargeClicks(client, batches[place]);
    await client.query('COMMIT');
    client.release();
    return ids;
  }));
  return charged.flat();
}

async function books(campaignId: string): Promise<{ spent: number; sum: number; count: number }> {
  const [row] = await world.database.query<{ spent: number; sum: number; count: number }>(
    `SELECT spent_minor::int AS spent, (SELECT COALESCE(sum(amount_minor), 0)::int FROM campaign_charges WHERE campaign_id = c.id) AS sum,
       (SELECT count(*)::int FROM campaign_charges WHERE campaign_id = c.id) AS count FROM campaigns c WHERE id = $1`, [campaignId]);
  return row;
}

const click = (campaignId: string, eventId = newId()): SponsoredClick => ({ eventId, campaignId, readerNo: 1, at: new Date() });

test('sixty connections at once: never above the budget, spent is the sum of the charges, none lost below the limit', async () => {
  const [tight, ample] = [await addCampaign(100 * 7 + 3, 7), await addCampaign(1_000_000, 7)];
  const batches = Array.from({ length: CONNECTIONS }, (_, place) => Array.from({ length: 10 }, (__, one) => click((place + one) % 2 ? tight : ample)));
  const charged = await chargeAtOnce(batches);
  expect(await books(tight)).toEqual({ spent: 700, sum: 700, count: 100 });
  expect(await books(ample)).toEqual({ spent: 2100, sum: 2100, count: 300 });
  expect(new Set(charged).size).toBe(400);
});

test('the same clicks on every connection, in every order, cost once', async () => {
  const [one, two] = [await addCampaign(1_000_000, 5), await addCampaign(1_000_000, 11)];
  const clicks = Array.from({ length: 40 }, (_, place) => click(place % 2 ? one : two));
  const batches = Array.from({ length: CONNECTIONS }, (_, place) => [...clicks.slice(place % 40), ...clicks.slice(0, place % 40)]);
  const charged = await chargeAtOnce(batches);
  expect(charged.sort()).toEqual(clicks.map(({ eventId }) => eventId).sort());
  expect([await books(one), await books(two)]).toEqual([{ spent: 100, sum: 100, count: 20 }, { spent: 220, sum: 220, count: 20 }]);
});

test('one event id costs one campaign, though two claim it at once', async () => {
  const [one, two] = [await addCampaign(1_000, 5), await addCampaign(1_000, 5)];
  const eventIds = Array.from({ length: 30 }, () => newId());
  await chargeAtOnce(Array.from({ length: CONNECTIONS }, (_, place) => eventIds.map((eventId) => click(place % 2 ? one : two, eventId))));
  const [first, second] = [await books(one), await books(two)];
  expect(first.count + second.count).toBe(30);
  expect([first.spent, second.spent]).toEqual([first.count * 5, second.count * 5]);
});

test('what the caller takes back was never charged', async () => {
  const id = await addCampaign(1_000, 5);
  const client = await pool.connect();
  await client.query('BEGIN');
  expect(await chargeClicks(client, [click(id)])).toHaveLength(1);
  await client.query('ROLLBACK');
  client.release();
  expect(await books(id)).toEqual({ spent: 0, sum: 0, count: 0 });
});

test('the table itself refuses to spend more than the budget', async () => {
  const id = await addCampaign(1_000, 5);
  await expect(world.database.query('UPDATE campaigns SET spent_minor = 1001 WHERE id = $1', [id])).rejects.toThrow('check constraint');
});
