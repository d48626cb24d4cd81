import Fastify from 'fastify';
import { Pool } from 'pg';

/**
 * What the machine can do without us: the statements that the api sends for one page, by prepared pg, answered as
 * Fastify JSON. Started by list.ts with STATEMENTS (a JSON list of {name, sql}: page, authors, offers), DATABASE_URL, PORT.
 */
interface Statement { name: string; sql: string; values: unknown[] }

const [page, authors, offers] = JSON.parse(process.env.STATEMENTS ?? '[]') as Statement[];
const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const rows = async ({ name, sql }: Statement, values: unknown[]) => (await pool.query({ name, text: sql, values })).rows as Record<string, string>[];

const server = Fastify();
server.get('/readyz', () => 'ok');
server.get('/', async () => {
  const contents = await rows(page, page.values);
  const [byAuthor, byContent] = await Promise.all([
    rows(authors, [[...new Set(contents.map((content) => content.authorId))]]),
    rows(offers, [contents.map((content) => content.id)]),
  ]);
  return contents.map((content) => ({
    id: content.id, title: content.title, summary: content.summary, publishedAt: content.publishedAt,
    author: byAuthor.filter(({ id }) => id === content.authorId).map(({ id, displayName }) => ({ id, displayName }))[0],
    offers: byContent.filter(({ contentId }) => contentId === content.id).map(({ id, title, priceMinor, currency }) => ({ id, title, priceMinor, currency })),
  }));
});
await server.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
