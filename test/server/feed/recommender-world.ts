import { PartnerHttpSender } from '../../../server/adapters/partner-http/partner-http-sender.js';
import type { PartnerHttp, PartnerHttpRequest } from '../../../server/adapters/partner-http/port.js';
import { Asking } from '../../../server/connector/asking.js';
import type { Outcome } from '../../../server/connector/health-rules.js';
import { encodeFeedCursor } from '../../../server/feed/feed-cursor.js';
import { Failover } from '../../../server/feed/failover.js';
import type { FeedPage } from '../../../server/feed/feeds.js';
import { RecommenderStages } from '../../../server/feed/recommender-stages.js';
import { newId } from '../../../server/platform/ids.js';
import { Outbox } from '../../../server/platform/outbox.js';
import { openReferencePartner } from '../../reference-partner/reference-partner.js';
import { plantPlatform } from '../../workers/planted-platform.js';
import { openPartnerWorld, signedContract } from '../partner/partner-world.js';
import { openTestFeed } from './feed-platform.js';

const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
export const build = 'a'.repeat(64);

/** Two partners whose recommenders are the reference partner, contents and readers, and a feed that may ask them. */
export async function openRecommenderWorld() {
  const world = await openPartnerWorld();
  const peers = [await openReferencePartner({ secret }), await openReferencePartner({ secret })] as const;
  await plantPlatform(world.database, { readers: 40, contents: 60, perReader: 6, groups: 4 });
  const sender = new PartnerHttpSender({ allow: ['127.0.0.1'] });
  const asked: PartnerHttpRequest[] = [];
  const counted: { id: string; outcome: Outcome }[] = [];
  const http: PartnerHttp = { send: (request) => { asked.push(request); return sender.send(request); } };
  const asking = new Asking(http, { secretOf: async () => secret } as never, (id, outcome) => counted.push({ id, outcome }), () => new Date());
  /** The feed's own time: failures are rested by it. */
  const feedTime = { now: new Date() };
  const openFeed = () => openTestFeed(world.database, () => new Date(feedTime.now), asking);
  const stages = new RecommenderStages(world.database, world.audit, world.clock);
  const outbox = new Outbox(newId);
  const failover = new Failover(world.database, outbox, world.audit, world.clock, newId);
  for (const [partner, theirs] of [[world.a, world.annOfA], [world.b, world.bobOfB]] as const) await signedContract(world, partner.id, theirs);
  await world.database.query(`UPDATE contract_versions SET state = 'active'`);

  const connector = async (partnerId: string, baseUrl: string, kind = 'recommender') => {
    const id = newId();
    await world.database.query(
      `INSERT INTO connectors (id, code, partner_id, kind, name, state, profile_version, base_url, build_digest, secret_number, created_at, updated_at) VALUES ($1::uuid, $1::text, $2, $5, $1::text, 'live', '1.0', $3, $4, 1, now(), now())`,
      [id, partnerId, baseUrl, build, kind]);
    return id;
  };
  const seen = async (id: string) => ({ id, expectedVersion: (await world.database.query<{ version: number }>('SELECT version FROM connectors WHERE id = $1', [id]))[0].version });
  /** Questions on trial, as the shadow logs them. */
  const trial = (connectorId: string, answered: number, missed: number) => world.database.query(
    `INSERT INTO recommender_answers (feed_id, connector_id, scenario, stage, build_digest, is_answered, served_at)
     SELECT gen_random_uuid(), $1, 'home', 'shadow', $2, n > $4, now() - interval '1 hour' FROM generate_series(1, $3::int + $4::int) AS n`, [connectorId, build, answered, missed]);
  const put = (connectorId: string, stage: string) => world.database.query(
    `INSERT INTO recommender_stages (connector_id, scenario, stage, since) VALUES ($1, 'home', $2, now()) ON CONFLICT (connector_id, scenario) DO UPDATE SET stage = excluded.stage`, [connectorId, stage]);
  const opened = {
    ...world, peers, feed: openFeed(), feedTime, asked, counted, stages, outbox, failover, connector, seen, trial, put,
    a1: await connector(world.a.id, peers[0].addressOf('recommender')),
    b1: await connector(world.b.id, peers[1].addressOf('recommender')),
    clear: async () => {
      await world.database.query('DELETE FROM recommender_stages; DELETE FROM recommender_answers; DELETE FROM fallback_plans; DELETE FROM failover_drills');
      opened.feed = openFeed();
      asked.length = 0;
      counted.length = 0;
      for (const peer of peers) peer.plant([]);
    },
    close: async () => {
      await opened.feed.trials.settle();
      await sender.close();
      await Promise.all(peers.map((peer) => peer.close()));
      await world.close();
    },
  };
  return opened;
}
export type RecommenderWorld = Awaited<ReturnType<typeof openRecommenderWorld>>;
export const cursorOf = (page: FeedPage) => encodeFeedCursor({ feedId: page.feedId, slot: page.entries.at(-1)!.slot });
