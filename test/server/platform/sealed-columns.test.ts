import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { FieldEncryption } from '../../../server/platform/field-encryption.js';
import { rewrapFields, sealedColumns } from '../../../server/platform/field-encryption-places.js';
import { SigningKeys } from '../../../server/platform/signing-keys.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';

let db: TestDatabase;
beforeAll(async () => { db = await openTestDatabase(); });
afterAll(() => db.close());

/** Columns that are named like a secret and are none, or are protected in another way. */
const notSealed: Readonly<Record<string, string>> = {
  'credentials.password_hash': 'a slow hash with salt',
  'sessions.refresh_hash': 'a hash of 32 random bytes',
  'api_keys.key_hash': 'a hash of 32 random bytes',
  'field_keys.key_bytes': 'what everything else is sealed under, where FIELD_KEYS is not set',
  'signing_keys.public_key': 'public',
};

test('every column that is named like a secret is sealed, or says why not', async () => {
  const columns = await db.database.query<{ name: string }>(`
    SELECT table_name || '.' || column_name AS name FROM information_schema.columns
    WHERE table_schema = 'public' AND data_type IN ('text', 'bytea') AND column_name ~ '(secret|private|password|sealed|token|refresh|credential|_key$|^key_|key_bytes)' ORDER BY 1`);
  /** Names of things ("clause_key"), not keys of ciphers. */
  const isName = /\.(clause_key|idempotency_key)$/;
  const sealed = sealedColumns.map(({ table, column }) => `${table}.${column}`);
  const found = columns.map(({ name }) => name).filter((name) => !isName.test(name));
  expect(found.filter((name) => !sealed.includes(name as (typeof sealed)[number]) && !(name in notSealed))).toEqual([]);
  expect(Object.keys(notSealed).filter((name) => !found.includes(name))).toEqual([]);
  for (const { table, column, key } of sealedColumns) expect(await db.database.query(`SELECT ${key}, ${column} FROM ${table} LIMIT 0`)).toEqual([]);
});

test('private halves of signing keys are sealed; one from before is sealed by the job and signs as before', async () => {
  const key = { id: 'a', bytes: randomBytes(32) };
  const keys = new SigningKeys(db.database, [key]);
  const signature = await keys.sign('contract', Buffer.from('text'));
  const stored = async () => (await db.database.query<{ private_key: string }>(`SELECT private_key FROM signing_keys WHERE purpose = 'contract'`))[0].private_key;
  expect(await stored()).toMatch(/^sealed1:a:/);
  expect(await new SigningKeys(db.database, [key]).verify('contract', Buffer.from('text'), signature)).toBe(true);
  await expect(new SigningKeys(db.database, [{ id: 'b', bytes: randomBytes(32) }]).get('contract')).rejects.toThrow(/key a/);
  const open = (await keys.get('contract')).privateKey.export({ type: 'pkcs8', format: 'pem' });
  await db.database.query(`UPDATE signing_keys SET private_key = $1 WHERE purpose = 'contract'`, [open]);
  expect(await new SigningKeys(db.database, [key]).verify('contract', Buffer.from('text'), signature)).toBe(true);
  await rewrapFields(db.database, new FieldEncryption(db.database, [key]));
  expect(await stored()).toMatch(/^sealed1:a:/);
  expect((await new SigningKeys(db.database, [key]).sign('contract', Buffer.from('text'))).equals(signature)).toBe(true);
});
