import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Command } from 'commander';
import { systemActor } from '../../server/platform/actor.js';
import { newId } from '../../server/platform/ids.js';
import { anchorAudit } from '../../workers/anchor-audit.js';
import { addVerifyAuditCommand } from '../../workers/verify-audit-command.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { servicesOf, testJob } from './drive-run.js';

let db: TestDatabase;
const folder = mkdtempSync(join(tmpdir(), 'tandem-verify-audit-'));
const before = { ...process.env };
beforeAll(async () => {
  db = await openTestDatabase();
  Object.assign(process.env, { NODE_ENV: 'test', DATABASE_URL: db.url, AUDIT_ANCHOR_DIR: folder });
  delete process.env.REDIS_URL;
});
afterAll(async () => {
  for (const name of ['NODE_ENV', 'DATABASE_URL', 'AUDIT_ANCHOR_DIR', 'REDIS_URL']) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
  process.exitCode = 0;
  rmSync(folder, { recursive: true });
  await db.close();
});

async function verify(): Promise<{ said: string[]; code: number }> {
  const spy = jest.spyOn(console, 'log').mockImplementation(() => {});
  process.exitCode = 0;
  try {
    const program = new Command('tandem');
    addVerifyAuditCommand(program);
    await program.parseAsync(['verify-audit'], { from: 'user' });
    return { said: spy.mock.calls.flat() as string[], code: Number(process.exitCode) };
  } finally {
    spy.mockRestore();
  }
}

test('the job anchors the log once a day; when its end is cut off, the job fails and the command says where', async () => {
  const services = servicesOf(db.database);
  const job = () => anchorAudit({ ...services, config: { ...services.config, auditAnchorDir: folder } })({}, testJob());
  for (let n = 0; n < 3; n++) await db.database.transaction((tx) => services.audit.append(tx, { actor: systemActor('test'), action: 'partnerEdit', noun: 'Partner', nounId: newId() }));
  expect(await job()).toEqual({ anchor: 1, auditSeq: '3' });
  expect(await job()).toEqual({ anchor: 1, auditSeq: '3' });
  expect(await verify()).toEqual({ said: ['The chain of 3 entries is whole.', '1 anchors in the table and 1 in the file hold.'], code: 0 });

  await db.database.query('ALTER TABLE audit_entries DISABLE TRIGGER USER');
  await db.database.query('DELETE FROM audit_entries WHERE seq = 3');
  const found = ['Anchor 1 of the table, of entry 3: the log does not reach this entry any more.', 'Anchor 1 of the file, of entry 3: the log does not reach this entry any more.'];
  await expect(job()).rejects.toThrow(found.join(' '));
  expect(await verify()).toEqual({ said: ['The chain of 2 entries is whole.', found.join('\n')], code: 1 });
});
