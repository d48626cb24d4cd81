import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Audit } from '../../../server/audit/audit.js';
import { genesis, linkHash, plainDetail } from '../../../server/audit/chain.js';
import { systemActor } from '../../../server/platform/actor.js';
import { Database } from '../../../server/platform/database.js';
import { newId } from '../../../server/platform/ids.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';

let db: TestDatabase;
let audit: Audit;
const nounId = '01890000-0000-7000-8000-00000000000a';
const at = new Date('2030-01-01T00:00:00.123Z');

beforeAll(async () => {
  db = await openTestDatabase();
  audit = new Audit(db.database, () => at, newId);
});
beforeEach(() => unguarded('TRUNCATE audit_entries'));
afterAll(() => db.close());

const append = (detail: Record<string, unknown> = {}, on: Database = db.database, by = audit) => (
  on.transaction((tx) => by.append(tx, { actor: systemActor('test'), action: 'contractSign', noun: 'Contract', nounId, detail })));

/** What an attacker with the database's own rights could do. */
async function unguarded(sql: string): Promise<void> {
  await db.database.withClient(async (client) => {
    await client.query('BEGIN; ALTER TABLE audit_entries DISABLE TRIGGER audit_entries_append_only');
    await client.query(sql);
    await client.query('ALTER TABLE audit_entries ENABLE TRIGGER audit_entries_append_only; COMMIT');
  });
}

describe('the chain', () => {
  test('is unbroken after 50 appends at once over connections of several processes', async () => {
    const others = await Promise.all([1, 2, 3].map(() => Database.open({ url: db.url, pool: 5, name: 'audit-test' })));
    try {
      const all = [db.database, ...others];
      await Promise.all(Array.from({ length: 50 }, (_, i) => {
        const on = all[i % all.length];
        return append({ i }, on, new Audit(on, () => at, newId));
      }));
    } finally {
      await Promise.all(others.map((one) => one.close()));
    }
    const rows = await db.database.query<{ seq: string; i: number }>("SELECT seq, (detail->>'i')::int AS i FROM audit_entries ORDER BY seq");
    expect(rows.map(({ seq }) => Number(seq))).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
    expect(rows.map(({ i }) => i).sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect(await audit.verify()).toEqual({ intact: true, checked: 50 });
  });

  test('has no hole where a transaction was rolled back', async () => {
    await append();
    await expect(db.database.transaction(async (tx) => {
      await audit.append(tx, { actor: systemActor('test'), action: 'x', noun: 'X', nounId });
      throw new Error('back');
    })).rejects.toThrow('back');
    await append();
    expect(await audit.verify()).toEqual({ intact: true, checked: 2 });
  });

  test.each([
    ['a changed detail', "UPDATE audit_entries SET detail = '{\"i\": 99}' WHERE seq = 3", { brokenAt: 3n, why: 'hash', checked: 2 }],
    ['a changed actor', "UPDATE audit_entries SET actor = 'account:x' WHERE seq = 1", { brokenAt: 1n, why: 'hash', checked: 0 }],
    ['a changed time', "UPDATE audit_entries SET at = at + interval '1 millisecond' WHERE seq = 5", { brokenAt: 5n, why: 'hash', checked: 4 }],
    ['a removed entry', 'DELETE FROM audit_entries WHERE seq = 3', { brokenAt: 3n, why: 'missing', checked: 2 }],
    ['a removed beginning', 'DELETE FROM audit_entries WHERE seq = 1', { brokenAt: 1n, why: 'missing', checked: 0 }],
    ['a removed and renumbered entry', 'DELETE FROM audit_entries WHERE seq = 3; UPDATE audit_entries SET seq = seq + 100 WHERE seq > 3; UPDATE audit_entries SET seq = seq - 101 WHERE seq > 100', { brokenAt: 3n, why: 'link', checked: 2 }],
    ['two swapped entries', 'UPDATE audit_entries SET seq = 103 WHERE seq = 3; UPDATE audit_entries SET seq = 3 WHERE seq = 4; UPDATE audit_entries SET seq = 4 WHERE seq = 103', { brokenAt: 3n, why: 'link', checked: 2 }],
  ])('tells %s', async (_title, sql, verdict) => {
    for (let i = 0; i < 5; i++) await append({ i });
    await unguarded(sql);
    expect(await audit.verify()).toEqual({ intact: false, ...verdict });
  });

  test('can be checked in parts, and a missing end is noticed when the end is known', async () => {
    for (let i = 0; i < 5; i++) await append({ i });
    expect(await audit.verify(3n, 4n)).toEqual({ intact: true, checked: 2 });
    expect(await audit.verify(1n, 5n)).toEqual({ intact: true, checked: 5 });
    expect(await audit.verify(1n, 6n)).toEqual({ intact: false, checked: 5, brokenAt: 6n, why: 'missing' });
    expect(await audit.verify(8n)).toEqual({ intact: false, checked: 0, brokenAt: 7n, why: 'missing' });
    await unguarded("UPDATE audit_entries SET detail = '{}' WHERE seq = 2");
    expect(await audit.verify(3n)).toEqual({ intact: true, checked: 3 });
    expect(await audit.verify(2n)).toMatchObject({ intact: false, brokenAt: 2n });
  });

  test('is longer than a page', async () => {
    await db.database.transaction(async (tx) => {
      for (let i = 0; i < 1001; i++) await audit.append(tx, { actor: systemActor('test'), action: 'x', noun: 'X', nounId, detail: { i } });
    });
    expect(await audit.verify()).toEqual({ intact: true, checked: 1001 });
  });

  test('cannot be changed through SQL without lifting the guard', async () => {
    await append();
    await expect(db.database.query("UPDATE audit_entries SET actor = 'x'")).rejects.toThrow('append-only');
    await expect(db.database.query('DELETE FROM audit_entries')).rejects.toThrow('append-only');
  });
});

describe('the hash', () => {
  const entry = { seq: 1n, id: newId(), at, actor: 'system:test', action: 'a', noun: 'N', nounId, detail: {} };

  test('does not depend on the order of keys, and on everything else', () => {
    expect(linkHash(genesis, { ...entry, detail: { a: 1, b: { c: 2, d: 3 } } })).toEqual(linkHash(genesis, { ...entry, detail: { b: { d: 3, c: 2 }, a: 1 } }));
    const variants = [entry, { ...entry, seq: 2n }, { ...entry, at: new Date(at.getTime() + 1) }, { ...entry, actor: 'b' }, { ...entry, action: 'b' }, { ...entry, noun: 'B' }, { ...entry, detail: { a: null } }];
    expect(new Set(variants.map((one) => linkHash(genesis, one).toString('hex'))).size).toBe(variants.length);
  });

  test('survives the way through jsonb, whatever the detail', async () => {
    // jsonb cannot hold the zero character; nothing that we audit can either.
    const text = fc.string({ unit: 'binary' }).map((value) => value.replaceAll('\0', ''));
    const value = fc.letrec((tie) => ({ any: fc.oneof({ depthSize: 'small' }, text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null), fc.array(tie('any')), fc.dictionary(text, tie('any'))) })).any;
    await fc.assert(fc.asyncProperty(fc.dictionary(text, value), async (detail) => {
      await append(detail as Record<string, unknown>);
    }), { numRuns: 60 });
    expect(await audit.verify()).toEqual({ intact: true, checked: 60 });
  });

  test('takes dates, bigints and absent values as JSON will give them back', () => {
    expect(plainDetail({ at, amount: 12n, absent: undefined })).toEqual({ at: at.toISOString(), amount: '12' });
  });
});
