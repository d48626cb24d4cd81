import { resolve } from 'node:path';
import { Database } from '../../server/platform/database.js';
import { newId } from '../../server/platform/ids.js';
import { Audit } from '../../server/audit/audit.js';
import { Account } from '../../schema/account.js';
import { Offer } from '../../schema/offer.js';
import { Catalogue } from '../../server/content/catalogue.js';
import { ContentImport } from '../../server/content/content-import.js';
import { Loaders } from '../../server/graphql/loaders.js';
import { systemActor } from '../../server/platform/actor.js';
import { systemClock } from '../../server/platform/clock.js';
import type { BenchOptions } from './main.js';
import { openBenchPlatform, startProcess } from './bench-platform.js';
import { saturate, type LoadFigures } from './load.js';

const QUERY = `query List($first: Int!) { contents(first: $first) { edges { node {
  id title summary publishedAt author { id displayName } offers { id title price { amountMinor currency } } } } } }`;

/** contents(first: 20) with author and offer, beside the same prepared statements served by bare Fastify in the same run. */
export async function run({ contents = '10000', seconds = '8', connections = '30' }: BenchOptions): Promise<object> {
  const platform = await openBenchPlatform();
  try {
    await seed(platform.database, Number(contents));
    const api = await platform.startApi({ RATE_LIMIT_PER_SECOND: '0' });
    const body = JSON.stringify({ query: QUERY, variables: { first: 20 } });
    const statements = await recordStatements(platform.database);
    await expectPage(api.url, body);
    const bare = await startProcess(resolve(import.meta.dirname, 'bare-server.js'), { DATABASE_URL: platform.url, STATEMENTS: JSON.stringify(statements) });
    const load = { connections: Number(connections), seconds: Number(seconds) };
    const ask = { ...load, url: `${api.url}/graphql`, bodies: [body], pid: api.pid };
    const askBare = { ...load, url: `${bare.url}/`, pid: bare.pid };
    await saturate({ ...ask, seconds: 3 });
    await saturate({ ...askBare, seconds: 3 });
    // In turns, so that a change of the machine's mood touches both.
    const rounds: Record<'api' | 'bare', LoadFigures>[] = [];
    for (let round = 0; round < 2; round++) rounds.push({ api: await saturate(ask), bare: await saturate(askBare) });
    await api.stop();
    await bare.stop();
    const best = (side: 'api' | 'bare') => rounds.map((round) => round[side]).reduce((a, b) => (a.requestsPerSecond > b.requestsPerSecond ? a : b));
    return {
      contents: Number(contents), statementsPerRequest: statements.length,
      api: best('api'), bare: best('bare'),
      ratio: Number((best('api').requestsPerSecond / best('bare').requestsPerSecond).toFixed(3)), aim: 0.5,
    };
  } finally {
    await platform.close();
  }
}

async function seed(database: Database, count: number): Promise<void> {
  await database.query(
    `INSERT INTO accounts (id, email, display_name, role) SELECT gen_random_uuid(), 'author' || n || '@bench.test', 'Author ' || n, 'author' FROM generate_series(1, 200) n`);
  const authors = (await database.query<{ id: string }>(`SELECT id FROM accounts WHERE role = 'author' ORDER BY id`)).map(({ id }) => id);
  const contentImport = new ContentImport(database, new Audit(database, systemClock, newId), systemClock, newId);
  for (let at = 0; at < count; at += 1000) {
    await contentImport.upsert(Array.from({ length: Math.min(1000, count - at) }, (_, offset) => ({
      externalId: `bench-${at + offset}`, kind: 'article' as never, title: `Content ${at + offset}`, summary: `What content ${at + offset} is about, in a sentence of some length.`,
      body: 'A body. '.repeat(40), publishedAt: new Date(Date.UTC(2026, 0, 1) + (at + offset) * 60_000), authorId: authors[(at + offset) % authors.length],
    })), systemActor('bench'));
  }
  await database.query(
    `INSERT INTO offers (id, content_id, kind, title, price_minor, currency) SELECT gen_random_uuid(), id, 'one_off', 'Buy', 990 + no, 'CNY' FROM contents`);
  await database.query('ANALYZE');
}

async function expectPage(apiUrl: string, body: string): Promise<void> {
  const answer = await fetch(`${apiUrl}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const { data, errors } = await answer.json() as { data?: { contents: { edges: unknown[] } }; errors?: unknown };
  if (data?.contents.edges.length !== 20) throw new Error(`The api answers ${JSON.stringify(errors ?? data)}`);
}

interface Statement { name: string; sql: string; values: unknown[] }

/** What the resolvers of this query send to Postgres, in order: page, authors, offers. */
async function recordStatements(database: Database): Promise<Statement[]> {
  const recorded: Statement[] = [];
  const recorder: Pick<Database, 'dataSource' | 'prepared'> = {
    dataSource: database.dataSource,
    prepared: (name, sql, values = []) => {
      recorded.push({ name, sql, values });
      return database.prepared(name, sql, values);
    },
  };
  const rows = await new Catalogue(recorder as Database).page({}, { most: 21, isBackward: false, after: null, before: null });
  const loaders = new Loaders(recorder as Database);
  await loaders.byId(Account).loadMany(rows.map(({ content }) => content.authorId!));
  await loaders.of(Offer, 'contentId').loadMany(rows.map(({ content }) => content.id));
  return recorded;
}
