import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { Database } from '../../server/platform/database.js';
import { databaseUrl, statement } from './test-server.js';

export interface TestDatabase {
  readonly database: Database;
  readonly url: string;
  /** Closes `database` and drops it. Rejects when a connection that the test opened itself is still open. */
  close(): Promise<void>;
}

/** A migrated database of the calling test file's own: call in beforeAll, `close()` in afterAll. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const { url, drop } = await createTestDatabase();
  const database = await Database.open({ url, pool: 5, name: 'test' });
  return {
    database,
    url,
    close: async () => {
      await database.close();
      await drop();
    },
  };
}

/** The same without our pools: for tests that start processes, or migrate. */
export async function createTestDatabase({ migrated = true } = {}): Promise<{ url: string; drop(): Promise<void> }> {
  const { TANDEM_TEST_SERVER: server, TANDEM_TEST_PREFIX: prefix } = process.env;
  if (!server || !prefix) throw new Error('Tests with a database run through Jest with test/support/global-setup.mjs.');
  const name = `${prefix}_${randomBytes(6).toString('hex')}`;
  await statement(server, `CREATE DATABASE ${name}${migrated ? ` TEMPLATE ${prefix}_template` : ''}`);
  return { url: databaseUrl(server, name), drop: () => dropUnused(server, name) };
}

/** Backends end a moment after their client has closed; whatever is left after that moment has leaked. */
async function dropUnused(server: string, name: string): Promise<void> {
  let leaked: { application_name: string; query: string }[] = [];
  for (let attempt = 0; attempt < 40; attempt++) {
    leaked = await statement(server, `SELECT application_name, query FROM pg_stat_activity WHERE datname = '${name}'`);
    if (!leaked.length) break;
    await new Promise((done) => setTimeout(done, 50));
  }
  await statement(server, `DROP DATABASE ${name} WITH (FORCE)`);
  if (leaked.length) {
    throw new Error(`${leaked.length} connections were left open: ${leaked.map((one) => `${one.application_name || 'unnamed'}: ${one.query}`).join('; ')}`);
  }
}
