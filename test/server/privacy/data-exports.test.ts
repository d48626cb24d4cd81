import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { expireArchives } from '../../../server/privacy/data-exports.js';
import { disclosuresWith } from '../../../server/privacy/disclosures.js';
import { openArchive } from '../../../server/privacy/archive.js';
import { codeOf, openPrivacyWorld, type PrivacyWorld } from './privacy-world.js';

let world: PrivacyWorld;
beforeEach(async () => { world = await openPrivacyWorld(); }, 30_000);
afterEach(() => world.close());

/** An export of A that is ready, of readers 0, 1 and 2; reader 3 did not consent. */
async function ready() {
  const contractId = await world.contract();
  const consents = [];
  for (const one of world.readers.slice(0, 3)) consents.push(await world.consent(one));
  await world.go('2026-03-03T00:00:00Z');
  const id = await world.request(contractId);
  expect(await world.make(id)).toBe('ready');
  return { contractId, consents, id };
}
const version = async (contractId: string) => (await world.database.query<{ id: string; version: number }>('SELECT id, version FROM contract_versions WHERE contract_id = $1', [contractId]))[0];

describe('what leaves', () => {
  test('P37: records of those who consented, about the partner\'s own contents, and the fields of the scope; what stayed and why is recorded', async () => {
    const contractId = await world.contract();
    for (const one of world.readers.slice(0, 3)) await world.consent(one);
    await world.consent(world.readers[3], world.a, 'another purpose');
    await world.consent(world.readers[3], world.b);
    await world.go('2026-03-03T00:00:00Z');
    const id = await world.request(contractId, { fields: ['kind', 'content', 'occurredOn', 'password'] });
    expect(await world.make(id)).toBe('ready');
    expect(await world.fetched(id)).toEqual(Array.from({ length: 3 }, () => ({ kind: 'view', content: world.ofA.id })));
    expect(await world.row(id)).toMatchObject({ stripped: [{ field: 'occurredOn', reason: 'field_not_in_scope' }, { field: 'password', reason: 'field_unknown' }], report: { k: 3, l: 1, t: 0, uniqueness: 0, rows: 3, subjects: 3 } });
    expect(await codeOf(world.fetched(id, world.bobOfB))).toBe('NOT_FOUND');
    expect(await codeOf(world.request(contractId, {}, world.bobOfB))).toBe('NOT_FOUND');
  });

  test('each request that the gate refuses is kept with its reason, and no archive or disclosure is made', async () => {
    const contractId = await world.contract();
    expect(await world.make(await world.request(contractId))).toBe('refused'); // not in force yet
    await world.go('2026-03-03T00:00:00Z');
    const refusals: [Parameters<PrivacyWorld['request']>[1], string][] = [
      [{ dataset: 'orders' }, 'dataset_not_in_scope'], [{ dataset: 'passwords' }, 'dataset_unknown'], [{ purpose: 'sell' }, 'purpose_differs'], [{ region: 'US' }, 'region_differs'], [{ fields: ['occurredOn'] }, 'no_field_left'], [{}, 'nobody_left'],
    ];
    for (const [asked, refusal] of refusals) {
      const id = await world.request(contractId, asked);
      await world.make(id);
      expect(await world.row(id)).toMatchObject({ state: 'refused', refusal, archive: null, sealed_key: null });
    }
    expect(await world.database.query('SELECT FROM disclosures')).toEqual([]);
    expect(await world.database.query(`SELECT DISTINCT refusal FROM data_exports WHERE refusal = 'contract_not_in_force'`)).toHaveLength(1);
  });

  test('a release in which fewer than kMin people share their values is refused, and its report is kept', async () => {
    const contractId = await world.contract({ kMin: 3 });
    await world.consent(world.readers[0]);
    await world.consent(world.readers[1]);
    await world.go('2026-03-03T00:00:00Z');
    const id = await world.request(contractId);
    await world.make(id);
    expect(await world.row(id)).toMatchObject({ state: 'refused', refusal: 'below_k_min', report: { k: 2 }, archive: null });
  });

  test('P13: while a contract rests nothing leaves, what was made before neither', async () => {
    const { contractId, id } = await ready();
    expect(await world.fetched(id)).toHaveLength(3);
    const { id: versionId, version: expectedVersion } = await version(contractId);
    await world.do((tx) => world.contracts.suspend(tx, { versionId, expectedVersion, reason: 'We look into something.' }, world.manager));
    expect(await codeOf(world.fetched(id))).toBe('contract_not_in_force');
    const later = await world.request(contractId);
    await world.make(later);
    expect(await world.row(later)).toMatchObject({ refusal: 'contract_not_in_force' });
  });
});

describe('P43: disclosures', () => {
  test('there is exactly one of each, though the job runs often; its subjects see it and others do not', async () => {
    const { id } = await ready();
    expect(await Promise.all([world.make(id), world.make(id)])).toEqual(['ready', 'ready']);
    const rows = await world.database.query<{ id: string; subjects: number }>('SELECT id, subjects FROM disclosures WHERE export_id = $1', [id]);
    expect(rows).toMatchObject([{ subjects: 3 }]);
    const seen = (at: number) => world.do((tx) => disclosuresWith(tx, world.pseudonyms, world.readers[at].id));
    expect([await seen(0), await seen(3)]).toEqual([[rows[0].id], []]);
    const said = JSON.stringify(await world.database.query('SELECT d::text, s::text FROM disclosures d JOIN disclosed_subjects s ON s.disclosure_id = d.id'));
    for (const one of world.readers) expect(said).not.toContain(one.id);
    await expect(world.database.query('DELETE FROM disclosures')).rejects.toThrow(/append|change/i);
    expect(await world.audit.verify()).toMatchObject({ intact: true });
  });

  test('ten jobs at once that nobody has run yet make one archive and one record', async () => {
    const contractId = await world.contract({ basis: 'law' });
    await world.go('2026-03-03T00:00:00Z');
    const id = await world.request(contractId);
    await Promise.all(Array.from({ length: 10 }, () => world.make(id)));
    expect(await world.database.query('SELECT FROM disclosures')).toHaveLength(1);
    expect(await world.database.query('SELECT FROM pseudonym_keys')).toHaveLength(1);
  });
});

describe('P42: keys', () => {
  test('when the partner is blocked its archives, names and tokens end in the same transaction, and no key that is left opens an archive', async () => {
    const { id } = await ready();
    const { archive, sealed_key: sealed } = await world.row(id);
    const dataKey = Buffer.from(await world.fields.open({ table: 'data_exports', column: 'sealed_key', rowId: id }, sealed!), 'base64');
    expect(openArchive(archive!, dataKey, { exportId: id, partnerId: world.a.id })).toBeInstanceOf(Buffer);
    expect(() => openArchive(archive!, dataKey, { exportId: id, partnerId: world.b.id })).toThrow(/authenticate/);
    await world.database.query(`INSERT INTO sessions (id, account_id, refresh_hash, expires_at) VALUES ($1, $2, '\\x01', '2027-01-01')`, [world.annOfA.sessionId, world.annOfA.accountId]);
    const block = { id: world.a.id, expectedVersion: 1, action: 'partnerBlock' as const, reason: 'It sold what it got.' };
    // A block that is refused has ended nothing.
    expect(await codeOf(world.partners.move({ ...block, reason: '' }, world.manager))).toBe('BAD_INPUT');
    expect(await world.fetched(id)).toHaveLength(3);
    await world.partners.move(block, world.manager);
    expect(await world.row(id)).toMatchObject({ state: 'destroyed', destroyed_because: 'partner_ended', sealed_key: null });
    expect(await codeOf(world.fetched(id))).toBe('ILLEGAL_TRANSITION');
    expect(await world.database.query('SELECT FROM pseudonym_keys WHERE sealed_key IS NOT NULL')).toEqual([]);
    expect(await world.database.query('SELECT revoked_reason FROM sessions WHERE account_id = $1', [world.annOfA.accountId])).toEqual([{ revoked_reason: 'partner_ended' }]);
    expect(await world.do((tx) => disclosuresWith(tx, world.pseudonyms, world.readers[0].id))).toEqual([]);
    expect(await world.database.query('SELECT FROM disclosures')).toHaveLength(1);
    const keys = await world.database.query<{ key_bytes: Buffer }>('SELECT key_bytes FROM field_keys');
    for (const { key_bytes: bytes } of keys) expect(() => openArchive(archive!, bytes, { exportId: id, partnerId: world.a.id })).toThrow(/authenticate/);
    expect(JSON.stringify(await world.database.query('SELECT data_exports::text FROM data_exports'))).not.toContain(sealed!);
  });

  test('an archive loses its key when the days of the clause are over', async () => {
    const { id } = await ready();
    await world.go('2026-04-01T23:59:59Z');
    expect(await world.do((tx) => expireArchives(tx, world.clock()))).toBe(0);
    await world.go('2026-04-02T00:00:00Z');
    expect(await codeOf(world.fetched(id))).toBe('retention');
    expect(await world.do((tx) => expireArchives(tx, world.clock()))).toBe(1);
    expect(await world.row(id)).toMatchObject({ state: 'destroyed', sealed_key: null, destroyed_because: 'retention' });
  });
});
