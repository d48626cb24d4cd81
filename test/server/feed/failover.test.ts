import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ConnectorSecrets } from '../../../server/connector/connector-secrets.js';
import { newId } from '../../../server/platform/ids.js';
import { drillFailover } from '../../../workers/drill-failover.js';
import { openReferencePartner } from '../../reference-partner/reference-partner.js';
import { servicesOf, testJob } from '../../workers/drive-run.js';
import { readerIdOf, request } from './feed-platform.js';
import { openRecommenderWorld, type RecommenderWorld } from './recommender-world.js';

let world: RecommenderWorld;
beforeAll(async () => {
  world = await openRecommenderWorld();
}, 60_000);
afterAll(() => world.close());
beforeEach(() => world.clear());

const page = async (externalId: string) => {
  await world.feed.live.refresh();
  return world.feed.feeds.page(request({ reader: { readerId: await readerIdOf(world.database, externalId) } }));
};

describe('failover', () => {
  const plan = async (substitutes: string[]) => world.failover.plan({ ...await world.seen(world.a1), substitutes, recoveryMs: 5_000 }, world.manager);

  test('P34: a substitute ranks where the primary fails, the primary again as soon as it answers; no reader is left without a feed', async () => {
    await world.trial(world.b1, 100, 0);
    await plan([world.b1]);
    await world.put(world.a1, 'live');
    expect((await page('r14')).policyVersion).toContain(world.a1);
    world.peers[0].plant(['rank-foreign']);
    expect((await page('r14')).policyVersion).toContain(world.b1);
    await world.database.query(`UPDATE connectors SET state = 'tripped' WHERE id = $1`, [world.a1]);
    world.counted.length = 0;
    expect((await page('r14')).policyVersion).toContain(world.b1);
    expect(world.counted).toEqual([{ id: world.b1, outcome: 'answered' }]);
    world.peers[1].plant(['rank-twice']);
    expect(await page('r14')).toMatchObject({ policyVersion: 'home-1/newest', entries: { length: 20 } });
    world.peers[0].plant([]);
    await world.database.query(`UPDATE connectors SET state = 'live' WHERE id = $1`, [world.a1]);
    expect((await page('r14')).policyVersion).toContain(world.a1);
  });

  test('a substitute is of the same kind, another one, and could take over now', async () => {
    await expect(plan([world.b1])).rejects.toMatchObject({ code: 'NOT_READY', details: { missing: ['trial_too_short'] } });
    await expect(plan([world.a1])).rejects.toMatchObject({ code: 'BAD_INPUT', details: { path: ['substituteIds'] } });
    const ads = await world.connector(world.b.id, world.peers[1].addressOf('ad_delivery'), 'ad_delivery');
    await expect(plan([ads])).rejects.toMatchObject({ code: 'BAD_INPUT', details: { path: ['substituteIds'] } });
    await expect(plan([newId()])).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(world.failover.drill(await world.seen(world.a1), world.manager)).rejects.toMatchObject({ code: 'NOT_READY', details: { missing: ['no_plan'] } });
  });

  /** The job with the peers' secret. */
  async function rehearse(id: string) {
    await world.failover.drill(await world.seen(id), world.manager);
    const [{ id: drillId }] = await world.database.query<{ id: string }>(`SELECT id FROM failover_drills WHERE state = 'queued'`);
    const services = servicesOf(world.database);
    for (const connector of await world.database.query<{ id: string; secretNumber: number }>('SELECT id, secret_number AS "secretNumber" FROM connectors')) secrets.set(connector.id, await new ConnectorSecrets(services.signingKeys).secretOf(connector));
    return { drillId, play: () => drillFailover({ ...services, config: { ...services.config, partnerHttpAllow: ['127.0.0.1'] } })({ drillId }, testJob()) };
  }
  const secrets = new Map<string, string>();
  const result = async (drillId: string) => (await world.database.query('SELECT verdict, asked, unanswered, out_of_order AS "outOfOrder", has_returned AS "hasReturned" FROM failover_drills WHERE id = $1', [drillId]))[0];

  test('P34, P19: a drill takes one after another out and back; it counts for nobody’s health, and a second run of the job changes nothing', async () => {
    await world.trial(world.b1, 100, 0);
    await plan([world.b1]);
    const { drillId, play } = await rehearse(world.a1);
    const [one, two] = [await openReferencePartner({ secret: secrets.get(world.a1)! }), await openReferencePartner({ secret: secrets.get(world.b1)! })];
    const [before] = await world.database.query<{ base_url: string }>('SELECT base_url FROM connectors WHERE id = $1', [world.a1]);
    await world.database.query('UPDATE connectors SET base_url = $2 WHERE id = $1', [world.a1, one.addressOf('recommender')]);
    const [{ base_url: other }] = await world.database.query<{ base_url: string }>('SELECT base_url FROM connectors WHERE id = $1', [world.b1]);
    await world.database.query('UPDATE connectors SET base_url = $2 WHERE id = $1', [world.b1, two.addressOf('recommender')]);
    await expect(world.failover.drill(await world.seen(world.a1), world.manager)).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    expect(await play()).toEqual({ asked: 20 });
    expect(await result(drillId)).toEqual({ verdict: 'passed', asked: 20, unanswered: 0, outOfOrder: 0, hasReturned: true });
    expect(await play()).toEqual({ asked: 0 });
    expect(await world.database.query('SELECT FROM connector_minutes')).toEqual([]);
    two.plant(['rank-foreign']);
    const again = await rehearse(world.a1);
    await again.play();
    expect(await result(again.drillId)).toEqual({ verdict: 'failed', asked: 20, unanswered: 0, outOfOrder: 0, hasReturned: true });
    await world.database.query('UPDATE connectors SET base_url = $2 WHERE id = $1', [world.a1, before.base_url]);
    await world.database.query('UPDATE connectors SET base_url = $2 WHERE id = $1', [world.b1, other]);
    await Promise.all([one.close(), two.close()]);
  });

  test('P34: bidders are rehearsed too, and not to bid is an answer', async () => {
    const [head, next] = [await world.connector(world.a.id, world.peers[0].addressOf('ad_delivery'), 'ad_delivery'), await world.connector(world.b.id, world.peers[1].addressOf('ad_delivery'), 'ad_delivery')];
    await world.failover.plan({ ...await world.seen(head), substitutes: [next], recoveryMs: 5_000 }, world.manager);
    const first = await rehearse(head);
    const [one, two] = [await openReferencePartner({ secret: secrets.get(head)! }), await openReferencePartner({ secret: secrets.get(next)! })];
    try {
      for (const [id, peer] of [[head, one], [next, two]] as const) await world.database.query('UPDATE connectors SET base_url = $2 WHERE id = $1', [id, peer.addressOf('ad_delivery')]);
      expect(await first.play()).toEqual({ asked: 20 });
      expect(await result(first.drillId)).toEqual({ verdict: 'passed', asked: 20, unanswered: 0, outOfOrder: 0, hasReturned: true });
      one.plant(['bid-other-id']);
      const again = await rehearse(head);
      await again.play();
      expect(await result(again.drillId)).toEqual({ verdict: 'failed', asked: 20, unanswered: 0, outOfOrder: 0, hasReturned: false });
    } finally {
      await Promise.all([one.close(), two.close()]);
    }
  });
});
