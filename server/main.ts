import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { buildApp } from './app.js';
import { systemClock } from './platform/clock.js';
import { ConfigError, readConfig } from './platform/config.js';
import { Database } from './platform/database.js';
import { newId } from './platform/ids.js';
import { openLog } from './platform/log.js';
import { checkMigrations } from './platform/migration-check.js';
import { channels, Notices } from './platform/notices.js';
import { QueueRuntime } from './platform/queue-runtime.js';

/** The api process: reads the configuration, opens what it needs, listens, and closes in the opposite order. */
const closers: (() => Promise<unknown>)[] = [];
let closing: Promise<void> | undefined;

async function start(): Promise<void> {
  const config = readConfig();
  if (!config.databaseUrl) throw new ConfigError('DATABASE_URL must name the database (npm start brings its own and names it).');
  const log = openLog('api', config.logLevel);
  const database = await Database.open({ url: config.databaseUrl, pool: config.databasePool, name: 'tandem-api', statementTimeoutMs: 30_000 });
  closers.push(() => database.close());
  await checkMigrations(database);
  const queues = await QueueRuntime.open({
    databaseUrl: config.databaseUrl, redisUrl: config.redisUrl, prefix: config.queuePrefix, name: 'tandem-api', pool: 4,
    onError: (error) => log.warn({ err: error }, 'queue connection'),
  });
  closers.push(() => queues.close());
  const app = await buildApp({ config, database, queues, log, clock: systemClock, newId, consoleFolder: fileURLToPath(new URL('../admin', import.meta.url)) });
  closers.push(() => app.close());
  const { live } = app.nouns.feed;
  await live.open();
  closers.push(() => live.close());
  closers.push(() => app.nouns.feed.shadow.settle());
  const notices = await Notices.open({ url: config.databaseUrl, name: 'tandem-api', handlers: { [channels.champion]: () => live.wake() } });
  closers.push(() => notices.close());
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal));
  process.once('disconnect', () => void stop('disconnect')); // the supervisor that forked us is gone
  process.channel?.unref(); // to listen for the end of the channel must not itself keep us alive

  try {
    await app.fastify.listen({ host: config.host, port: config.port });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw new Error(`Port ${config.port} is taken: stop the other program, or set PORT.`, { cause: error });
    throw error;
  }
  log.info({ url: `${config.publicUrl}/graphql` }, 'listening');

  async function stop(reason: string): Promise<void> {
    if (closing) return;
    log.info({ reason }, 'stopping');
    // What hangs for longer would be killed by whoever asked us to stop.
    setTimeout(() => process.exit(1), 10_000).unref();
    closing = closeAll();
    await closing;
    log.info('stopped');
  }
}

/** The last opened first. */
async function closeAll(): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}

try {
  await start();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
  await closeAll().catch(() => {});
}
