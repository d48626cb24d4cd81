import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../../server/platform/embedded-postgres.js';
import { migrate } from '../../server/platform/migrate.js';
import { isAlive } from '../../server/platform/process-liveness.js';

const folderPrefix = 'tandem-test-';

/**
 * The server of a test run: the one of DATABASE_URL, else an embedded one in a temporary folder without fsync.
 * Sets TANDEM_TEST_SERVER (any database of it) and TANDEM_TEST_PREFIX, which Jest's workers inherit.
 */
export async function openTestServer(): Promise<{ close(): Promise<void> }> {
  const given = process.env.DATABASE_URL;
  const server = given ? { url: given, stop: async () => {} } : await startTemporaryServer();
  const prefix = `tandem_test_${randomBytes(4).toString('hex')}`;
  process.env.TANDEM_TEST_SERVER = server.url;
  process.env.TANDEM_TEST_PREFIX = prefix;
  const close = async () => {
    try {
      await dropDatabases(server.url, prefix);
    } finally {
      await server.stop();
    }
  };
  try {
    const template = `${prefix}_template`;
    await statement(server.url, `CREATE DATABASE ${template}`);
    // Without a redisUrl, so that the template also holds BullMQ's tables: suites run on both queue backends.
    await migrate({ databaseUrl: databaseUrl(server.url, template) });
    return { close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startTemporaryServer(): Promise<{ url: string; stop(): Promise<void> }> {
  await sweepAbandonedServers();
  const directory = mkdtempSync(join(tmpdir(), folderPrefix));
  writeFileSync(join(directory, 'owner'), String(process.pid));
  const { url, stop } = await startEmbeddedPostgres({ directory, durable: false });
  return {
    url,
    stop: async () => {
      await stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A run that was interrupted leaves its server behind; the next run clears it away. */
async function sweepAbandonedServers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(folderPrefix))) {
    const directory = join(tmpdir(), name);
    const owner = readOwner(directory);
    if (owner === undefined || isAlive(owner)) continue;
    try {
      const { stop } = await startEmbeddedPostgres({ directory, durable: false }); // adopts what still runs
      await stop();
    } catch { /* broken beyond starting: then nothing runs there */ }
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Nothing for another user's run, and for one that begins at this very moment. */
function readOwner(directory: string): number | undefined {
  try {
    return statSync(directory).uid === process.getuid?.() ? Number(readFileSync(join(directory, 'owner'), 'utf8')) : undefined;
  } catch {
    return undefined;
  }
}

async function dropDatabases(url: string, prefix: string): Promise<void> {
  const rows = await statement<{ datname: string }>(url, `SELECT datname FROM pg_database WHERE starts_with(datname, '${prefix}')`);
  for (const { datname } of rows) await statement(url, `DROP DATABASE ${datname} WITH (FORCE)`);
}

export function databaseUrl(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

export async function statement<Row>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}
