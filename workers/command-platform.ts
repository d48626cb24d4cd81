import { join } from 'node:path';
import { readConfig, type Config } from '../server/platform/config.js';
import { Database } from '../server/platform/database.js';
import { startEmbeddedPostgres } from '../server/platform/embedded-postgres.js';
import { migrate } from '../server/platform/migrate.js';

export interface CommandPlatform {
  config: Config;
  databaseUrl: string;
  database: Database;
}

/**
 * What a command of the command line stands on: the server of DATABASE_URL, else the embedded one of the data folder.
 * A running `npm start` is joined; where nothing runs, the database runs as long as the command.
 */
export async function withPlatform<Result>(work: (platform: CommandPlatform) => Promise<Result>): Promise<Result> {
  const config = readConfig();
  const embedded = config.databaseUrl ? undefined : await startEmbeddedPostgres({ directory: join(config.dataDir, 'postgres') });
  const databaseUrl = config.databaseUrl ?? embedded!.url;
  try {
    await migrate({ databaseUrl, redisUrl: config.redisUrl });
    const database = await Database.open({ url: databaseUrl, pool: 4, name: 'tandem-command' });
    try {
      return await work({ config, databaseUrl, database });
    } finally {
      await database.close();
    }
  } finally {
    if (embedded && !embedded.adopted) await embedded.stop();
  }
}
