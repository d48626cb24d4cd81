import { randomUUID } from 'node:crypto';
import { Accounts } from '../../server/account/accounts.js';
import { AccessTokens } from '../../server/account/access-tokens.js';
import { ApiKeys } from '../../server/account/api-keys.js';
import { Sessions } from '../../server/account/sessions.js';
import { Audit } from '../../server/audit/audit.js';
import { ContentImport } from '../../server/content/content-import.js';
import { systemActor } from '../../server/platform/actor.js';
import { systemClock } from '../../server/platform/clock.js';
import type { Database } from '../../server/platform/database.js';
import { newId } from '../../server/platform/ids.js';
import { SigningKeys } from '../../server/platform/signing-keys.js';
import { ModelRuns } from '../../server/model-run/model-runs.js';
import { driveRun, servicesOf } from '../workers/drive-run.js';
import { openBenchPlatform } from './bench-platform.js';
import { paced, saturate } from './load.js';
import type { BenchOptions } from './main.js';

const QUERY = `query Feed($first: Int!, $readerId: ID!) { feed(first: $first, readerId: $readerId) {
  feedId policyVersion pageInfo { hasNextPage endCursor }
  edges { cursor score slot propensity node { id title kind summary } } } }`;

/**
 * feed(first: 20) of random readers, api and load on the same cores: how many a second at saturation, and how late the
 * answers are at a steady rate. A share of the readers has done something since the batch scores (`fresh`), so their
 * lists are computed at request time.
 */
export async function run({ readers = '10000', contents = '10000', seconds = '8', connections = '30', rate = '200', fresh = '0.1', reasons = 'false' }: BenchOptions): Promise<object> {
  const platform = await openBenchPlatform();
  try {
    const { database } = platform;
    const readerCount = Number(readers);
    await seed(database, readerCount, Number(contents));
    const trainedSeconds = await train(database);
    await actAfterwards(database, Math.round(readerCount * Number(fresh)));
    const api = await platform.startApi({ RATE_LIMIT_PER_SECOND: '0' });
    const query = reasons === 'true' ? QUERY.replace('propensity node', 'propensity reasons { kind share text } node') : QUERY;
    const bodies = Array.from({ length: 5000 }, (_, at) => JSON.stringify({ query, variables: { first: 20, readerId: `r${1 + (at * 7919) % readerCount}` } }));
    const ask = { url: `${api.url}/graphql`, headers: { authorization: `Bearer ${await serviceKey(database)}` }, bodies, pid: api.pid, connections: Number(connections), seconds: Number(seconds) };
    await expectFeed(ask.url, bodies[0], ask.headers);
    // V8 compiles for about ten seconds of traffic; what is measured is the api as it runs for the rest of the day.
    await saturate({ ...ask, seconds: 5 });
    await paced({ ...ask, seconds: 8 }, Number(rate));
    const steady = await paced(ask, Number(rate));
    const before = await statementsOf(api.url);
    const saturated = await saturate(ask);
    const statementsPerRequest = Number(((await statementsOf(api.url) - before) / saturated.requests).toFixed(2));
    const [{ impressions }] = await database.query<{ impressions: number }>('SELECT count(*)::int AS impressions FROM impressions');
    await api.stop();
    return {
      readers: readerCount, contents: Number(contents), freshShare: Number(fresh), withReasons: reasons === 'true', trainedSeconds, statementsPerRequest, impressions,
      steady, saturated, aims: { steadyP99Ms: 25, saturatedRequestsPerSecond: 1000 },
    };
  } finally {
    await platform.close();
  }
}

/** Readers with thirty interactions each over thirty days, nine in ten within one of fifty groups of contents. */
async function seed(database: Database, readers: number, contents: number): Promise<void> {
  const contentImport = new ContentImport(database, new Audit(database, systemClock, newId), systemClock, newId);
  for (let at = 0; at < contents; at += 1000) {
    await contentImport.upsert(Array.from({ length: Math.min(1000, contents - at) }, (_, offset) => ({
      externalId: `c${at + offset}`, kind: 'article' as const, language: 'en' as const, title: `Content ${at + offset}`,
      summary: `What content ${at + offset} is about, in a sentence of some length.`, publishedAt: new Date(Date.now() - 86_400_000 * (1 + (at + offset) % 300)),
    })), systemActor('bench'));
  }
  await database.query(`INSERT INTO readers (id, external_id) SELECT gen_random_uuid(), 'r' || n FROM generate_series(1, $1) n`, [readers]);
  await database.query(`SELECT ensure_interaction_day((now() AT TIME ZONE 'UTC')::date - d) FROM generate_series(0, 30) d`);
  await database.query(`
    INSERT INTO interactions (occurred_at, event_id, reader_no, content_no, kind)
    SELECT now() - make_interval(secs => 3600 + random() * 2500000), gen_random_uuid(), r, 
      1 + CASE WHEN random() < 0.9 THEN (r % 50) + 50 * floor(($2 / 50) * power(random(), 2))::int ELSE floor(random() * $2)::int END,
      (ARRAY['view', 'view', 'click', 'read', 'like'])[1 + floor(random() * 5)::int]
    FROM generate_series(1, $1) r, generate_series(1, 30)`, [readers, contents]);
  await database.query('ANALYZE');
}

async function train(database: Database): Promise<number> {
  const startedMs = performance.now();
  const services = servicesOf(database);
  await new ModelRuns(database, services.outbox, services.audit, services.clock, services.newId).start({ trigger: 'cli', model: 'graph-filter' }, systemActor('bench'));
  await driveRun(services);
  const [run] = await database.query<{ state: string; reason: string; failure: string }>('SELECT state, reason, failure FROM model_runs');
  if (run.state !== 'champion') throw new Error(`The bench's model ended ${run.state}: ${run.failure ?? run.reason}`);
  return Number(((performance.now() - startedMs) / 1000).toFixed(1));
}

async function actAfterwards(database: Database, readers: number): Promise<void> {
  await database.query(`INSERT INTO interactions (occurred_at, event_id, reader_no, content_no, kind)
    SELECT now(), gen_random_uuid(), r, 1 + (r * 13) % 1000, 'click' FROM generate_series(1, $1) r`, [readers]);
}

async function serviceKey(database: Database): Promise<string> {
  const audit = new Audit(database, systemClock, newId);
  const sessions = new Sessions(database, new AccessTokens(new SigningKeys(database), systemClock), audit, systemClock, newId);
  const account = await new Accounts(database, sessions, audit, systemClock, newId)
    .create({ email: `${randomUUID()}@bench.test`, displayName: 'Bench', role: 'service', locale: 'en' }, systemActor('bench'));
  return (await new ApiKeys(database, audit, systemClock, newId).create({ name: 'bench', scopes: ['feed:read'] }, account.id, systemActor('bench'))).secret;
}

async function expectFeed(url: string, body: string, headers: Record<string, string>): Promise<void> {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
  const { data, errors } = await answer.json() as { data?: { feed: { edges: unknown[] } }; errors?: unknown };
  if (data?.feed.edges.length !== 20) throw new Error(`The feed does not answer as it should: ${JSON.stringify(errors ?? data)}`);
}

async function statementsOf(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^tandem_sql_statements_total (\d+)/m.exec(text)?.[1]);
}
