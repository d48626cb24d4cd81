import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { Connector, type ConnectorState } from '../../../schema/connector.js';
import { ConnectorWatch } from '../../../server/connector/connector-watch.js';
import { burnRate, heldBackShare, illHealthAfter, isBurning, isDown, none, outcomes, probeWaitMs, type Outcome, type OutcomeCounts } from '../../../server/connector/health-rules.js';
import { OutcomeLog } from '../../../server/connector/outcome-log.js';
import { newId } from '../../../server/platform/ids.js';
import { openPartnerWorld, type PartnerWorld } from '../partner/partner-world.js';

const counts = (answered: number, unreachable = 0): OutcomeCounts => ({ ...none, answered, unreachable });
const anyCounts = fc.record(Object.fromEntries(outcomes.map((outcome) => [outcome, fc.integer({ min: 0, max: 1000 })])) as Record<Outcome, fc.Arbitrary<number>>);

describe('the rules', () => {
  it('burns the budget once over at one bad call in a hundred', () => {
    expect([burnRate(counts(99, 1)), burnRate(counts(100)), burnRate(counts(0, 10)), burnRate(none)].map((rate) => Math.round(rate * 1e6) / 1e6)).toEqual([1, 0, 100, 0]);
  });

  it('takes two windows to say that it burns, and enough calls', () => {
    const windows = { '5m': counts(80, 20), '30m': counts(1000), '1h': counts(850, 150), '6h': counts(99_000) };
    expect(isBurning(windows)).toBe(true);
    expect(isBurning({ ...windows, '5m': counts(100) })).toBe(false);
    expect(isBurning({ ...windows, '1h': counts(9_900, 100) })).toBe(false);
    expect(isBurning({ '5m': counts(0, 5), '30m': counts(0, 5), '1h': counts(0, 5), '6h': counts(0, 5) })).toBe(false);
    expect(isBurning({ '5m': counts(100), '30m': counts(93, 7), '1h': counts(940, 60), '6h': counts(930, 70) })).toBe(true);
  });

  it('holds back nothing at first, never everything, and more for more failures', () => {
    expect([0, 0.2, 0.6, 1].map((ill) => Math.round(heldBackShare(ill) * 1000))).toEqual([0, 0, 450, 900]);
    fc.assert(fc.property(fc.double({ min: 0, max: 1, noNaN: true }), anyCounts, (before, one) => {
      const after = illHealthAfter(before, one);
      const worse = illHealthAfter(before, { ...one, answered: 0, late: one.late + one.answered });
      return after >= 0 && after <= 1 && worse >= after - 1e-12 && heldBackShare(after) <= 0.9;
    }));
  });

  it('waits longer between probes, up to a quarter of an hour and a fifth', () => {
    expect(probeWaitMs(0, 0.5)).toBe(15_000);
    expect(probeWaitMs(2, 0.5)).toBe(60_000);
    fc.assert(fc.property(fc.integer({ min: 0, max: 1000 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (failed, draw) => {
      const [least, most] = [probeWaitMs(failed, 0), probeWaitMs(failed, 1)];
      const wait = probeWaitMs(failed, draw);
      return least <= wait && wait <= most && most <= 1_080_000 && Math.abs(most / least - 1.5) < 0.001;
    }));
  });

  it('is down only when nearly every call of a busy five minutes was bad', () => {
    expect([isDown(counts(2, 18)), isDown(counts(3, 17)), isDown(counts(0, 19))]).toEqual([true, false, false]);
  });
});

describe('the watch', () => {
  let world: PartnerWorld;
  let log: OutcomeLog;
  let draws: number[];
  beforeAll(async () => {
    world = await openPartnerWorld();
    log = new OutcomeLog(world.database, world.clock, { warn: () => undefined });
    draws = [];
  });
  afterAll(() => world.close());

  async function live(): Promise<string> {
    const id = newId();
    await world.database.query(
      `INSERT INTO connectors (id, code, partner_id, kind, name, state, profile_version, base_url, build_digest, created_at, updated_at) VALUES ($1::uuid, $1::text, $2, 'recommender', $1::text, 'live', '1.0', 'https://partner.example', $3, now(), now())`,
      [id, world.a.id, 'a'.repeat(64)]);
    return id;
  }
  const stateOf = async (id: string): Promise<ConnectorState> => (await world.database.dataSource.getRepository(Connector).findOneByOrFail({ id })).state;
  const pass = (ms: number) => { world.time.now = new Date(world.time.now.getTime() + ms); };
  const look = (outcome: Outcome = 'answered', probed: string[] = []) => new ConnectorWatch(world.database, world.audit, world.clock, () => draws.shift() ?? 0.5)
    .watch(async ({ id }) => { probed.push(id); return outcome; }, world.system);
  async function calls(id: string, good: number, bad: number): Promise<void> {
    for (let n = 0; n < good; n++) log.record(id, 'answered');
    for (let n = 0; n < bad; n++) log.record(id, 'late');
    await log.flush();
  }
  const retire = (id: string) => world.database.query(`UPDATE connectors SET state = 'retired' WHERE id = $1`, [id]);

  test('every call is counted once, however many processes count', async () => {
    const id = await live();
    const others = Array.from({ length: 4 }, () => new OutcomeLog(world.database, world.clock, { warn: () => undefined }));
    await Promise.all(others.map(async (one) => {
      for (let n = 0; n < 250; n++) { one.record(id, 'answered'); one.record(id, 'invalid'); if (n % 50 === 0) await one.flush(); }
      await one.flush();
    }));
    expect(await world.database.query('SELECT answered, late, invalid FROM connector_minutes WHERE connector_id = $1', [id])).toEqual([{ answered: 1000, late: 0, invalid: 1000 }]);
    await retire(id);
  });

  test('what cannot be written now is written later', async () => {
    const id = await live();
    let isUp = false;
    const flaky = new OutcomeLog({ preparedLog: (...args: Parameters<typeof world.database.preparedLog>) => (isUp ? world.database.preparedLog(...args) : Promise.reject(new Error('gone'))) } as never, world.clock, { warn: () => undefined });
    flaky.record(id, 'answered');
    await flaky.flush();
    flaky.record(id, 'answered');
    isUp = true;
    await flaky.flush();
    expect(await world.database.query('SELECT answered FROM connector_minutes WHERE connector_id = $1', [id])).toEqual([{ answered: 2 }]);
    await retire(id);
  });

  test('burning degrades, a good hour recovers; nothing is moved twice', async () => {
    const id = await live();
    for (let n = 0; n < 6; n++) { await calls(id, 60, 40); pass(60_000); }
    expect(await look()).toBe(1);
    expect(await look()).toBe(0);
    expect(await stateOf(id)).toBe('degraded');
    for (let n = 0; n < 30; n++) { await calls(id, 400, 0); pass(60_000); }
    await look();
    expect(await stateOf(id)).toBe('live');
    await retire(id);
  });

  test('down trips; probes are jittered, one at a time, and three good ones bring it back without tripping again', async () => {
    const [id, healthy] = [await live(), await live()];
    await calls(id, 0, 30);
    await calls(healthy, 30, 0);
    pass(60_000);
    draws = [0];
    await Promise.all([look(), look()]);
    expect([await stateOf(id), await stateOf(healthy)]).toEqual(['tripped', 'live']);
    const probed: string[] = [];
    await look('answered', probed);
    expect(probed).toEqual([]);
    pass(12_000);
    draws = [0.5, 0.5];
    await Promise.all([look('late', probed), look('late', probed)]);
    expect(probed).toEqual([id]);
    pass(29_000);
    await look('answered', probed);
    expect(probed).toEqual([id]);
    for (let n = 0; n < 3; n++) { pass(31_000); draws = [0.5]; await look('answered', probed); }
    expect(probed).toEqual([id, id, id, id]);
    expect(await stateOf(id)).toBe('live');
    pass(60_000);
    expect(await look()).toBe(0);
    const trail = await world.database.query<{ action: string }>(`SELECT action FROM audit_entries WHERE noun_id = $1 ORDER BY seq`, [id]);
    expect(trail.map(({ action }) => action)).toEqual(['connector.trip', 'connector.recover']);
    await Promise.all([retire(id), retire(healthy)]);
  });

  test('a paused connector is left alone', async () => {
    const id = await live();
    await calls(id, 0, 100);
    pass(60_000);
    await world.database.query(`UPDATE connectors SET state = 'accepted' WHERE id = $1`, [id]);
    expect(await look()).toBe(0);
    expect(await stateOf(id)).toBe('accepted');
  });
});
