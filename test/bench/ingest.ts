import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Accounts } from '../../server/account/accounts.js';
import { AccessTokens } from '../../server/account/access-tokens.js';
import { ApiKeys } from '../../server/account/api-keys.js';
import { Sessions } from '../../server/account/sessions.js';
import { Audit } from '../../server/audit/audit.js';
import { ContentImport } from '../../server/content/content-import.js';
import { Interactions } from '../../server/feed/interactions.js';
import { RunningNumbers } from '../../server/feed/running-numbers.js';
import { systemActor } from '../../server/platform/actor.js';
import { systemClock } from '../../server/platform/clock.js';
import type { Database } from '../../server/platform/database.js';
import { newId } from '../../server/platform/ids.js';
import { SigningKeys } from '../../server/platform/signing-keys.js';
import { DataImport } from '../../workers/import/import-data.js';
import { parseMapping } from '../../workers/import/mapping.js';
import { openBenchPlatform } from './bench-platform.js';
import type { BenchOptions } from './main.js';

const DAYS = 30;

/** Events per second, new ones: through POST /events (one sender, NDJSON) and through an import of a CSV file. */
export async function run({ events = '300000', readers = '10000', contents = '10000' }: BenchOptions): Promise<object> {
  const platform = await openBenchPlatform();
  const folder = mkdtempSync(join(tmpdir(), 'tandem-ingest-'));
  try {
    const { database } = platform;
    const counts = { events: Number(events), readers: Number(readers), contents: Number(contents) };
    await seed(database, counts.contents);
    const api = await platform.startApi();
    const key = await serviceKey(database);
    const warm = await post(api.url, key, ndjson({ ...counts, events: 20_000 }));
    const http = await post(api.url, key, ndjson(counts));
    await api.stop();
    const file = join(folder, 'interactions.csv');
    writeFileSync(file, csv(counts));
    const imported = await importFile(database, file);
    const [{ stored }] = await database.query<{ stored: number }>('SELECT count(*)::int AS stored FROM interactions');
    if (stored !== 20_000 + 2 * counts.events) throw new Error(`${stored} events are in the table, not ${20_000 + 2 * counts.events}.`);
    return { ...counts, warmUp: warm, http, imported, aims: { httpEventsPerSecond: 20_000, importedEventsPerSecond: 50_000 } };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await platform.close();
  }
}

async function post(url: string, key: string, body: string): Promise<{ eventsPerSecond: number; accepted: number; megabytes: number }> {
  const startedMs = performance.now();
  const answer = await fetch(`${url}/events`, { method: 'POST', headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${key}` }, body });
  const { accepted, rejectedCount } = await answer.json() as { accepted: number; rejectedCount: number };
  const seconds = (performance.now() - startedMs) / 1000;
  if (!answer.ok || rejectedCount !== 0) throw new Error(`POST /events answered ${answer.status} with ${rejectedCount} refusals.`);
  return { eventsPerSecond: Math.round(accepted / seconds), accepted, megabytes: Number((body.length / 2 ** 20).toFixed(1)) };
}

async function importFile(database: Database, file: string): Promise<{ eventsPerSecond: number; accepted: number }> {
  const numbers = new RunningNumbers(database, newId);
  const mapping = parseMapping({ name: 'bench', interactions: [{ file, fields: { reader: 'reader', content: 'content', kind: 'kind', occurredAt: 'occurredAt' } }] });
  const parts = {
    contents: new ContentImport(database, new Audit(database, systemClock, newId), systemClock, newId),
    interactions: new Interactions(database, numbers, []), numbers, clock: systemClock, keptFromMs: 0,
  };
  const startedMs = performance.now();
  const report = await new DataImport(parts, mapping, { reject: (_file, line, reason) => { throw new Error(`line ${line}: ${reason}`); }, progress: () => {} }).run((path) => path);
  return { eventsPerSecond: Math.round(report.interactions.accepted / ((performance.now() - startedMs) / 1000)), accepted: report.interactions.accepted };
}

interface Counts { events: number; readers: number; contents: number }

const draw = (below: number) => Math.floor(Math.random() * below);
const timeOf = () => new Date(Date.now() - 1000 - draw(DAYS * 86_400_000)).toISOString();

function ndjson({ events, readers, contents }: Counts): string {
  return Array.from({ length: events }, () => JSON.stringify({
    eventId: randomUUID(), readerId: `r${draw(readers)}`, contentId: `c${draw(contents)}`, kind: draw(3) === 0 ? 'read' : 'view', occurredAt: timeOf(),
  })).join('\n');
}

function csv({ events, readers, contents }: Counts): string {
  return `reader,content,kind,occurredAt\n${Array.from({ length: events }, () => `r${draw(readers)},c${draw(contents)},${draw(3) === 0 ? 'read' : 'view'},${timeOf()}`).join('\n')}`;
}

async function seed(database: Database, contents: number): Promise<void> {
  const contentImport = new ContentImport(database, new Audit(database, systemClock, newId), systemClock, newId);
  for (let at = 0; at < contents; at += 1000) {
    await contentImport.upsert(Array.from({ length: Math.min(1000, contents - at) }, (_, offset) => (
      { externalId: `c${at + offset}`, kind: 'article' as const, language: 'en' as const, title: `Content ${at + offset}` })), systemActor('bench'));
  }
}

async function serviceKey(database: Database): Promise<string> {
  const audit = new Audit(database, systemClock, newId);
  const sessions = new Sessions(database, new AccessTokens(new SigningKeys(database), systemClock), audit, systemClock, newId);
  const account = await new Accounts(database, sessions, audit, systemClock, newId)
    .create({ email: `${randomUUID()}@bench.test`, displayName: 'Bench', role: 'service', locale: 'en' }, systemActor('bench'));
  return (await new ApiKeys(database, audit, systemClock, newId).create({ name: 'bench', scopes: ['events:write'] }, account.id, systemActor('bench'))).secret;
}
