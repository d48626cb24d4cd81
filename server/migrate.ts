import { ConfigError, readConfig } from './platform/config.js';
import { migrate } from './platform/migrate.js';

/** `npm run migrate`: for deployments, where migrations run before the processes of the new version start. */
try {
  const { databaseUrl, redisUrl } = readConfig();
  if (!databaseUrl) throw new ConfigError('DATABASE_URL must name the database to migrate (npm start migrates its own by itself).');
  const ran = await migrate({ databaseUrl, redisUrl });
  console.log(ran.length ? `migrated: ${ran.join(', ')}` : 'nothing to migrate');
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
