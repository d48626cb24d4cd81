import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { typeOf } from '../../../server/connector/message-types.js';
import { Erasures } from '../../../server/privacy/erasures.js';
import { measuredSeverities } from '../../../server/risk/risk-signals.js';
import { codeOf, openPrivacyWorld, type PrivacyWorld } from './privacy-world.js';

let world: PrivacyWorld;
beforeEach(async () => { world = await openPrivacyWorld(); }, 30_000);
afterEach(() => world.close());

const tasks = () => world.database.query<{ id: string; pseudonym: Buffer; due_at: Date; acknowledged_at: Date | null }>('SELECT * FROM erasure_tasks');
const severity = async () => (await world.do((tx) => measuredSeverities(tx, world.clock()))).get(world.a.id)?.erasure;

test('a withdrawal asks the partner to erase what it fetched, under the name that it knows; when that is overdue risk hears of it, when it is done no more', async () => {
  const contractId = await world.contract();
  const consents = [];
  for (const one of world.readers) consents.push(await world.consent(one));
  await world.go('2026-03-03T00:00:00Z');
  const [fetchedId, otherId] = [await world.request(contractId), await world.request(contractId)];
  for (const id of [fetchedId, otherId]) await world.make(id);
  const records = await world.fetched(fetchedId);
  await world.withdraw(consents[1], world.readers[1]);
  const [task, ...more] = await tasks();
  expect(more).toEqual([]); // the other archive was never fetched: its key is gone, and with it the records
  expect(task).toMatchObject({ due_at: new Date('2026-04-02T00:00:00Z'), acknowledged_at: null });
  expect(records.map(({ reader }) => reader)).toContain(task.pseudonym.toString('base64url'));
  const said = await world.database.query<{ noun: string; action: string; actor: string }>(`SELECT noun, action, actor FROM audit_entries WHERE action = 'erasureDemand' AND noun_id = $1`, [world.a.id]);
  expect(said).toEqual([{ noun: 'Partner', action: 'erasureDemand', actor: 'system:privacy' }]);
  expect(typeOf(said[0].noun, said[0].action)).toBe('data.erasure_demanded');

  const erasures = new Erasures(world.audit, world.clock);
  const acknowledge = (actor: typeof world.manager) => codeOf(world.do((tx) => erasures.acknowledge(tx, { id: task.id }, actor)));
  expect([await acknowledge(world.bobOfB), await acknowledge(world.manager)]).toEqual(['NOT_FOUND', 'FORBIDDEN']);
  expect(await severity()).toBeUndefined();
  await world.go('2026-04-02T00:00:00Z');
  expect(await severity()).toBeCloseTo(1 / 3);
  expect([await acknowledge(world.annOfA), await acknowledge(world.annOfA)]).toEqual(['done', 'done']);
  expect(await severity()).toBeUndefined();
  expect(await world.database.query(`SELECT FROM audit_entries WHERE action = 'erasureAcknowledge'`)).toHaveLength(1);
});

test('the log and the disclosures survive the erasure of a reader: the chain is whole, the names stay and mean nobody', async () => {
  const contractId = await world.contract();
  for (const one of world.readers) await world.consent(one);
  await world.go('2026-03-03T00:00:00Z');
  await world.make(await world.request(contractId));
  const [gone] = world.readers;
  await world.database.query('DELETE FROM consents WHERE reader_id = $1', [gone.id]);
  await world.database.query('DELETE FROM readers WHERE id = $1', [gone.id]);
  await world.database.query('DELETE FROM accounts WHERE id = $1', [gone.actor.accountId]);
  expect(await world.audit.verify()).toMatchObject({ intact: true });
  expect(await world.database.query('SELECT FROM disclosed_subjects')).toHaveLength(4);
});
