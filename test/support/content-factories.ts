import type { Actor, Role } from '../../server/platform/actor.js';
import { Audit } from '../../server/audit/audit.js';
import { ContentImport, type ContentRecord } from '../../server/content/content-import.js';
import { systemActor } from '../../server/platform/actor.js';
import { type Clock, systemClock } from '../../server/platform/clock.js';
import type { Database } from '../../server/platform/database.js';
import { newId } from '../../server/platform/ids.js';

export type AccountActor = Extract<Actor, { kind: 'account' }>;

let counter = 0;

/** An account row and the actor that it signs in as. */
export async function addAccount(database: Database, role: Role = 'reader', partnerId: string | null = null): Promise<AccountActor> {
  const id = newId();
  counter += 1;
  await database.query('INSERT INTO accounts (id, email, display_name, role, partner_id) VALUES ($1, $2, $3, $4, $5)', [id, `${role}${counter}-${id}@example.org`, `${role} ${counter}`, role, partnerId]);
  return { kind: 'account', accountId: id, role, partnerId, sessionId: newId() };
}

export async function addPartner(database: Database): Promise<string> {
  const id = newId();
  await database.query(`INSERT INTO partners (id, code, name, kind, industry) VALUES ($1, $2, $3, 'content_producer', 'education')`, [id, `P-${id}`, `Partner ${id}`]);
  return id;
}

/** Published contents, by the bulk way in; answers their uuids in order. */
export async function addContents(database: Database, records: (Partial<ContentRecord> & { title: string })[], clock: Clock = systemClock): Promise<string[]> {
  const complete = records.map((record) => ({ externalId: newId(), kind: 'article' as const, language: 'zh' as const, ...record }));
  await new ContentImport(database, new Audit(database, clock, newId), clock, newId).upsert(complete, systemActor('test'));
  const rows = await database.query<{ id: string; external_id: string }>('SELECT id, external_id FROM contents WHERE external_id = ANY($1)', [complete.map(({ externalId }) => externalId)]);
  return complete.map(({ externalId }) => rows.find((row) => row.external_id === externalId)!.id);
}

/** A clock that the test moves. */
export function handClock(start = '2026-11-23T08:00:00Z'): Clock & { move(ms: number): void } {
  let now = new Date(start).getTime();
  return Object.assign(() => new Date(now), { move: (ms: number) => { now += ms; } });
}
