import 'reflect-metadata';
import { ConfigError, readConfig } from '../server/platform/config.js';
import { openLog } from '../server/platform/log.js';
import { startWorker } from './worker.js';

const patienceMs = 8_000;

/**
 * The worker process (`npm run worker`). SIGTERM, SIGINT or a closed IPC channel stop it: light jobs end, compute jobs go
 * back to the queue, exit code 0. Exit code 1: a setting is wrong or a server does not answer; the reason is printed.
 */
async function main(): Promise<void> {
  const config = readConfig();
  if (!config.databaseUrl) throw new ConfigError('DATABASE_URL must name the database (npm start runs its own and sets it).');
  const log = openLog('worker', config.logLevel);
  const worker = await startWorker(config, config.databaseUrl, log);
  let stopping = false;
  const stop = (why: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ why }, 'the worker stops');
    // With the queue's server gone nothing can be handed back: its jobs are taken over when their locks run out.
    setTimeout(() => process.exit(1), patienceMs).unref();
    void worker.stop().then(() => process.exit(0), (error) => {
      log.error({ err: error }, 'the worker did not stop cleanly');
      process.exit(1);
    });
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal));
  process.on('disconnect', () => stop('disconnect'));
}

main().catch((error: Error) => {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
});
