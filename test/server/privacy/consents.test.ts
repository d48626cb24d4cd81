import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { EPOCH_DAYS, OVERLAP_DAYS, spentKeysSql } from '../../../server/privacy/pseudonyms.js';
import { codeOf, openPrivacyWorld, type PrivacyWorld } from './privacy-world.js';

const DAY_MS = 86_400_000;
let world: PrivacyWorld;
beforeEach(async () => { world = await openPrivacyWorld(); }, 30_000);
afterEach(() => world.close());
const namesNow = (partner: { id: string }) => world.do(async (tx) => {
  const key = await world.pseudonyms.current(tx, partner.id);
  return { key: key.id, epoch: key.epoch, names: world.readers.map(({ id }) => key.nameOf(id).toString('hex')) };
});

describe('consents', () => {
  test('giving and withdrawing twice is once; another one\'s consent is not to be found; only a reader consents', async () => {
    const [one, other] = world.readers;
    const ids = await Promise.all(Array.from({ length: 8 }, () => world.consent(one)));
    expect(new Set(ids).size).toBe(1);
    expect(await codeOf(world.withdraw(ids[0], other))).toBe('NOT_FOUND');
    expect(await codeOf(world.do((tx) => world.consents.give(tx, { partnerId: world.a.id, purpose: 'study' }, world.manager)))).toBe('FORBIDDEN');
    expect(await codeOf(world.do((tx) => world.consents.give(tx, { partnerId: world.a.id, purpose: ' ' }, one.actor)))).toBe('BAD_INPUT');
    await Promise.all(Array.from({ length: 8 }, () => world.withdraw(ids[0], one)));
    expect(await world.consent(one)).not.toBe(ids[0]);
    const said = await world.database.query(`SELECT action, count(*)::int AS times FROM audit_entries WHERE noun = 'Consent' GROUP BY 1 ORDER BY 1`);
    expect(said).toEqual([{ action: 'consentGive', times: 2 }, { action: 'consentWithdraw', times: 1 }]);
  });

  test('P39: a withdrawal ends the archives of its purpose that hold the reader, and no others', async () => {
    const [studyId, sellId] = [await world.contract(), await world.contract({ purpose: 'sell' })];
    const studies = [];
    for (const one of world.readers) {
      studies.push(await world.consent(one));
      await world.consent(one, world.a, 'sell');
    }
    await world.go('2026-03-03T00:00:00Z');
    const [study, sell] = [await world.request(studyId), await world.request(sellId, { purpose: 'sell' })];
    for (const id of [study, sell]) expect(await world.make(id)).toBe('ready');
    await world.withdraw(studies[2], world.readers[2]);
    expect([await world.row(study), await world.row(sell)]).toMatchObject([{ state: 'destroyed', destroyed_because: 'withdrawal', sealed_key: null }, { state: 'ready' }]);
    expect(await codeOf(world.fetched(study))).toBe('ILLEGAL_TRANSITION');
    const again = await world.request(studyId, { fields: ['reader'] });
    await world.make(again);
    const { names } = await namesNow(world.a);
    expect((await world.fetched(again)).map(({ reader }) => Buffer.from(String(reader), 'base64url').toString('hex')).sort()).toEqual(names.filter((_, at) => at !== 2).sort());
  });

  test('P39: whatever runs beside a withdrawal, nothing that holds the reader leaves after it', async () => {
    const contractId = await world.contract({ fields: ['reader'] });
    const consents = await Promise.all(world.readers.map((one) => world.consent(one)));
    await world.go('2026-03-03T00:00:00Z');
    // Every look at the clock is a moment later, so that each decision has a place before or after the withdrawal.
    const start = world.time.now.getTime();
    let ticks = 0;
    Object.defineProperty(world.time, 'now', { get: () => new Date(start + (ticks += 1)) });
    for (let round = 0; round < 6; round++) {
      const reader = world.readers[round % 2];
      const consentId = round < 2 ? consents[round] : await world.consent(reader);
      const early = await world.request(contractId, { fields: ['reader'] });
      await world.make(early);
      const late = await Promise.all(Array.from({ length: 3 }, () => world.request(contractId, { fields: ['reader'] })));
      const fetch = (id: string) => world.exports.fetch(id, world.annOfA).catch(() => null);
      await Promise.all([fetch(early), ...late.map((id) => world.make(id).then(() => fetch(id))), world.withdraw(consentId, reader), fetch(early)]);
      const [{ at }] = await world.database.query<{ at: Date }>('SELECT withdrawn_at AS at FROM consents WHERE id = $1', [consentId]);
      const name = (await namesNow(world.a)).names[world.readers.indexOf(reader)];
      const holding = await world.database.query<{ export_id: string; disclosed_at: Date; state: string }>(
        `SELECT d.export_id, d.disclosed_at, e.state FROM disclosures d JOIN data_exports e ON e.id = d.export_id JOIN disclosed_subjects s ON s.disclosure_id = d.id WHERE s.pseudonym = $1`, [Buffer.from(name, 'hex')]);
      expect(holding.filter(({ disclosed_at: disclosedAt, state }) => state === 'ready' || disclosedAt > at)).toEqual([]);
      const fetches = await world.database.query<{ at: Date }>(`SELECT at FROM audit_entries WHERE action = 'dataExportFetch' AND detail->>'exportId' = ANY($1) AND at > $2`, [holding.map((one) => one.export_id), at]);
      expect(fetches).toEqual([]);
      for (const id of [early, ...late]) if (holding.some((one) => one.export_id === id)) expect(await codeOf(world.fetched(id))).toBe('ILLEGAL_TRANSITION');
    }
    expect(await world.audit.verify()).toMatchObject({ intact: true });
  }, 60_000);
});

describe('P38: pseudonyms', () => {
  test('two partners\' names of the same people never meet, nor do two epochs\'; within an epoch a name stays', async () => {
    const [a, b] = [await namesNow(world.a), await namesNow(world.b)];
    expect(new Set([...a.names, ...b.names]).size).toBe(2 * world.readers.length);
    expect(await namesNow(world.a)).toEqual(a);
    world.time.now = new Date(world.time.now.getTime() + EPOCH_DAYS * DAY_MS - 1);
    expect(await namesNow(world.a)).toEqual(a);
    world.time.now = new Date(world.time.now.getTime() + 1);
    const next = await namesNow(world.a);
    expect(next.epoch).toBe(2);
    expect(new Set([...a.names, ...next.names]).size).toBe(2 * world.readers.length);
    const everyName = await world.do((tx) => world.pseudonyms.namesOf(tx, world.readers[0].id, world.a.id));
    expect(everyName.map((name) => name.toString('hex')).sort()).toEqual([a.names[0], next.names[0]].sort());
  });

  test('an old key is destroyed after the overlap, but not while data under it may be kept', async () => {
    const contractId = await world.contract({ basis: 'law', retentionDays: 200 });
    await world.go('2026-03-03T00:00:00Z');
    const id = await world.request(contractId);
    await world.make(id);
    await namesNow(world.b);
    const spent = async (days: number) => (await world.do((tx) => tx.query<[unknown[], number]>(spentKeysSql, [new Date(Date.parse('2026-03-03T00:00:00Z') + days * DAY_MS)])))[1];
    expect(await spent(EPOCH_DAYS + OVERLAP_DAYS - 1)).toBe(0);
    expect(await spent(EPOCH_DAYS + OVERLAP_DAYS)).toBe(1); // that of B, under which nothing went out
    expect(await spent(199)).toBe(0);
    expect(await spent(200)).toBe(1);
    expect(await world.do((tx) => world.pseudonyms.namesOf(tx, world.readers[0].id))).toEqual([]);
  });

  test('a copy of the tables names no reader and holds no key in the clear', async () => {
    const { names } = await namesNow(world.a);
    const dump = JSON.stringify(await world.database.query('SELECT pseudonym_keys::text FROM pseudonym_keys'));
    expect(dump).toMatch(/sealed1:/);
    expect(names.some((name) => dump.includes(name))).toBe(false);
  });
});
