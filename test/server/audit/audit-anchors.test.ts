import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { AuditAnchors } from '../../../server/audit/audit-anchors.js';
import { Audit } from '../../../server/audit/audit.js';
import { systemActor } from '../../../server/platform/actor.js';
import { newId } from '../../../server/platform/ids.js';
import { SigningKeys } from '../../../server/platform/signing-keys.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';

let db: TestDatabase;
let folder: string;
let now: Date;
let anchors: AuditAnchors;
let audit: Audit;
const opened: { db: TestDatabase; folder: string }[] = [];
beforeEach(async () => {
  db = await openTestDatabase();
  folder = mkdtempSync(join(tmpdir(), 'tandem-anchors-'));
  opened.push({ db, folder });
  now = new Date('2026-03-01T10:00:00Z');
  audit = new Audit(db.database, () => now, newId);
  anchors = new AuditAnchors(db.database, new SigningKeys(db.database), () => now, folder);
});
afterAll(async () => {
  for (const one of opened) {
    await one.db.close();
    rmSync(one.folder, { recursive: true });
  }
});

const write = async (count: number) => { for (let n = 0; n < count; n++) await db.database.transaction((tx) => audit.append(tx, { actor: systemActor('test'), action: 'partnerEdit', noun: 'Partner', nounId: newId() })); };
const day = async (entries: number) => {
  await write(entries);
  const made = await anchors.anchor();
  now = new Date(now.getTime() + 86_400_000);
  return made;
};
/** As somebody who holds the database may. */
const force = async (table: string, sql: string) => {
  await db.database.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  await db.database.query(sql);
};
const file = () => join(folder, 'audit-anchors.jsonl');

test('the head is anchored once a day, in the table and as a line of the file, however many ask', async () => {
  expect(await anchors.anchor()).toBeNull();
  await write(3);
  const made = await Promise.all([anchors.anchor(), anchors.anchor(), anchors.anchor()]);
  expect(new Set(made.map((one) => one?.hash)).size).toBe(1);
  expect(made[0]).toMatchObject({ number: 1, day: '2026-03-01', auditSeq: '3' });
  now = new Date('2026-03-02T00:00:00Z');
  await day(2);
  expect(readFileSync(file(), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as object)).toMatchObject([{ number: 1, auditSeq: '3' }, { number: 2, auditSeq: '5' }]);
  expect(await anchors.check()).toEqual({ anchors: 2, lines: 2, findings: [] });
});

test('P11: a log whose end was cut off is intact as a chain, and found by its anchor; it gets no new one', async () => {
  await day(4);
  await day(4);
  await write(2);
  await force('audit_entries', 'DELETE FROM audit_entries WHERE seq > 6');
  expect(await audit.verify()).toEqual({ intact: true, checked: 6 });
  const findings = [{ what: 'shorter', store: 'table', anchor: 2, auditSeq: '8' }, { what: 'shorter', store: 'file', anchor: 2, auditSeq: '8' }];
  expect((await anchors.check()).findings).toEqual(findings);
  expect(await anchors.anchor()).toBeNull();
  // Grown again to its old length it is another log.
  await write(5);
  expect((await anchors.check()).findings).toEqual(findings.map((finding) => ({ ...finding, what: 'differs' })));
});

test('P11: whoever cuts the anchors of the table with the log is told by the file', async () => {
  await day(4);
  await day(4);
  await force('audit_entries', 'DELETE FROM audit_entries WHERE seq > 4');
  await force('audit_anchors', 'DELETE FROM audit_anchors WHERE number > 1');
  expect((await anchors.check()).findings).toEqual([{ what: 'shorter', store: 'file', anchor: 2, auditSeq: '8' }, { what: 'missing', store: 'table', anchor: 2, auditSeq: '8' }]);
});

test('an anchor that was rewritten, forged or taken out of the middle is named', async () => {
  for (let n = 0; n < 3; n++) await day(2);
  const [one, two, three] = readFileSync(file(), 'utf8').trim().split('\n');
  const check = async (lines: string[]) => {
    writeFileSync(file(), `${lines.join('\n')}\n`);
    return (await anchors.check()).findings.map(({ what, store, anchor }) => `${store} ${anchor} ${what}`);
  };
  expect(await check([one, three])).toEqual(['file 3 unchained', 'file 2 missing']);
  expect(await check([one, two.replace('"auditSeq":"4"', '"auditSeq":"3"'), three])).toEqual(['file 2 unchained', 'file 2 differs']);
  const forged = JSON.parse(three) as { signature: string };
  expect(await check([one, two, JSON.stringify({ ...forged, signature: 'ab'.repeat(64) })])).toEqual(['file 3 unsigned']);
  expect(await check([one, 'not an anchor', two, three])).toEqual([]);
});

test('P11: a file that was cut or deleted is missed, and not written anew from the table; where none was kept, none is missed', async () => {
  for (let n = 0; n < 3; n++) await day(2);
  const [one] = readFileSync(file(), 'utf8').trim().split('\n');
  const missing = async () => (await anchors.check()).findings.map(({ what, store, anchor }) => `${store} ${anchor} ${what}`);
  writeFileSync(file(), `${one}\n`);
  expect(await missing()).toEqual(['file 2 missing']);
  rmSync(file());
  expect(await missing()).toEqual(['file 1 missing', 'file 2 missing']);
  expect(await anchors.anchor()).toBeNull();
  expect(existsSync(file())).toBe(false);
  const without = new AuditAnchors(db.database, new SigningKeys(db.database), () => now, null);
  expect((await without.check()).findings).toEqual([]);
  await without.anchor();
  now = new Date(now.getTime() + 86_400_000);
  await without.anchor();
  expect(await missing()).toEqual(['file 1 missing', 'file 2 missing', 'file 3 missing']);
});

test('a line that a crash left out comes with the next anchor', async () => {
  await day(2);
  const first = readFileSync(file(), 'utf8');
  await day(2);
  writeFileSync(file(), first);
  await day(1);
  expect(await anchors.check()).toEqual({ anchors: 3, lines: 3, findings: [] });
});
