import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { readConfig } from '../../../server/platform/config.js';
import { Database } from '../../../server/platform/database.js';
import { FieldEncryption } from '../../../server/platform/field-encryption.js';
import { rewrapFields } from '../../../server/platform/field-encryption-places.js';
import { ContactEmails } from '../../../server/partner/contact-emails.js';
import { newId } from '../../../server/platform/ids.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';

let db: TestDatabase;
let database: Database;
const place = (rowId: string) => ({ table: 'partners', column: 'contact_email', rowId });
const key = (id: string) => ({ id, bytes: randomBytes(32) });
beforeAll(async () => { db = await openTestDatabase(); database = db.database; });
afterAll(() => db.close());
beforeEach(() => database.query('TRUNCATE partners, lookup_keys, field_keys CASCADE'));

async function addPartner(email: string | null, lookup: Buffer | null = null, id = newId()): Promise<string> {
  await database.query(`INSERT INTO partners (id, code, name, kind, industry, contact_email, contact_email_lookup) VALUES ($1, $2, 'n', 'channel', 'i', $3, $4)`, [id, `T-${id}`, email, lookup]);
  return id;
}
const stored = async (id: string) => (await database.query<{ contact_email: string }>('SELECT contact_email FROM partners WHERE id = $1', [id]))[0].contact_email;

test('what is sealed opens in its place and in no other, and not after a bit has changed', async () => {
  const fields = new FieldEncryption(database, []);
  const sealed = await fields.seal(place('a'), '安娜 <ann@example.org>');
  expect(sealed).toMatch(/^sealed1:k1:/);
  expect(await fields.open(place('a'), sealed)).toBe('安娜 <ann@example.org>');
  expect(await new FieldEncryption(database, []).open(place('a'), sealed)).toBe('安娜 <ann@example.org>');
  expect(await fields.open(place('b'), await fields.seal(place('b'), ''))).toBe('');
  for (const elsewhere of [place('b'), { ...place('a'), column: 'note' }, { ...place('a'), table: 'accounts' }]) await expect(fields.open(elsewhere, sealed)).rejects.toThrow(/moved from another row/);
  const [, , body] = sealed.split(':');
  const bytes = Buffer.from(body, 'base64');
  for (let at = 0; at < bytes.length; at++) {
    const flipped = Buffer.from(bytes);
    flipped[at] ^= 1;
    await expect(fields.open(place('a'), `sealed1:k1:${flipped.toString('base64')}`)).rejects.toThrow(/altered/);
  }
  await expect(fields.open(place('a'), `sealed1:k9:${body}`)).rejects.toThrow(/key k9/);
  expect(await fields.seal(place('a'), 'same')).not.toBe(await fields.seal(place('a'), 'same'));
});

test('processes that start at once seal under one key, and one that was not told of a new key opens what it sealed', async () => {
  const several = Array.from({ length: 8 }, () => new FieldEncryption(database, []));
  const sealed = await Promise.all(several.map((fields, place_) => fields.seal(place(String(place_)), 'x')));
  expect(new Set(sealed.map((text) => text.split(':')[1]))).toEqual(new Set(['k1']));
  expect(new Set((await Promise.all(several.map((fields) => fields.lookup('p', 'x')))).map((hash) => hash.toString('hex'))).size).toBe(1);
  expect(await several[0].keys.rotate()).toBe('k2');
  expect(await several[1].open(place('z'), await several[0].seal(place('z'), 'new'))).toBe('new');
});

test('a dump of the tables has neither the address nor the secret in it; with FIELD_KEYS it has no key either', async () => {
  const emails = new ContactEmails(new FieldEncryption(database, [key('a')]));
  const id = newId();
  const { sealedEmail, emailLookup } = await emails.sealed(id, 'Ann@Example.org');
  await addPartner(sealedEmail, emailLookup, id);
  const dump = JSON.stringify(await Promise.all(['partners', 'lookup_keys', 'field_keys', 'payment_providers', 'applications'].map((table) => database.query(`SELECT ${table}::text FROM ${table}`))));
  expect(dump.toLowerCase()).toContain(sealedEmail!.toLowerCase());
  expect(dump.toLowerCase()).not.toContain('ann@example');
  expect(await database.query('SELECT FROM field_keys')).toEqual([]);
  expect(emailLookup).toEqual(await emails.lookup(' ann@example.ORG'));
  expect(emailLookup).not.toEqual(await emails.lookup('bob@example.org'));
});

test('a new key: texts are sealed anew beside a writer, in as many runs as it takes, and the old key may go', async () => {
  const [old, fresh] = [key('old'), key('new')];
  const before = new FieldEncryption(database, [old]);
  const emails = new ContactEmails(before);
  const ids: string[] = [];
  for (let at = 0; at < 450; at++) {
    const id = newId();
    const { sealedEmail, emailLookup } = await emails.sealed(id, `p${at}@example.org`);
    ids.push(await addPartner(at % 10 === 0 ? `p${at}@example.org` : sealedEmail, at % 10 === 0 ? null : emailLookup, id)); // every tenth from before fields were sealed
  }
  const both = new FieldEncryption(database, [fresh, old]);
  // Cut off after the first turn of rows: what was done stays done.
  const abort = new AbortController();
  const cut: Database = Object.assign(Object.create(database) as Database, {
    query: (sql: string, values: unknown[]) => { if (sql.startsWith('UPDATE partners') && values[0] === ids[100]) abort.abort(); return database.query(sql, values); },
  });
  const first = await rewrapFields(cut, both, abort.signal);
  expect(first).toBe(200);
  await database.query('UPDATE partners SET contact_email = $2 WHERE id = $1', [ids[301], await both.seal(place(ids[301]), 'changed@example.org')]);
  expect(first + await rewrapFields(database, both)).toBe(450 - 1 + 1); // all but the changed one, and the key of the lookups
  expect(await rewrapFields(database, both)).toBe(0);
  const after = new FieldEncryption(database, [fresh]);
  for (const [at, id] of ids.entries()) expect(await after.open(place(id), await stored(id))).toBe(at === 301 ? 'changed@example.org' : `p${at}@example.org`);
  const [{ missing }] = await database.query<{ missing: number }>('SELECT count(*)::int AS missing FROM partners WHERE contact_email_lookup IS NULL');
  expect(missing).toBe(0);
  expect(await new ContactEmails(after).lookup('p7@example.org')).toEqual(await emails.lookup('p7@example.org'));
});

test('a row that somebody changes between reading and writing keeps what they wrote', async () => {
  const id = await addPartner('first@example.org');
  const racing: Database = Object.assign(Object.create(database) as Database, {
    query: async (sql: string, values: unknown[]) => {
      if (sql.startsWith('UPDATE partners')) await database.query('UPDATE partners SET contact_email = $2 WHERE id = $1', [id, 'second@example.org']);
      return database.query(sql, values);
    },
  });
  await rewrapFields(racing, new FieldEncryption(database, []));
  expect(await stored(id)).toBe('second@example.org');
  const fields = new FieldEncryption(database, []);
  await rewrapFields(database, fields);
  expect(await fields.open(place(id), await stored(id))).toBe('second@example.org');
});

test('FIELD_KEYS: read in order; refused without being repeated; not rotated from here', async () => {
  const [one, two] = [randomBytes(32), randomBytes(32)];
  const text = `b:${two.toString('base64')},a:${one.toString('base64')}`;
  const { fieldKeys } = readConfig({ FIELD_KEYS: text });
  expect(fieldKeys).toEqual([{ id: 'b', bytes: two }, { id: 'a', bytes: one }]);
  await expect(new FieldEncryption(database, fieldKeys).keys.rotate()).rejects.toThrow(/FIELD_KEYS/);
  for (const broken of ['a:short', `a:${one.toString('base64')},a:${two.toString('base64')}`]) {
    expect(() => readConfig({ FIELD_KEYS: broken })).toThrow(/^FIELD_KEYS must be (?:(?!but it is).)*$/);
  }
});
