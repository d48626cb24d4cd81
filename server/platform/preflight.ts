import { accessSync, constants, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { Redis } from 'ioredis';
import { Client } from 'pg';

/** A reason not to start, in one sentence for a person; it is printed without a stack. */
export class StartError extends Error {}

const connectTimeoutMs = 5_000;

/** Refuses a port that is taken or forbidden. */
export async function checkPort(host: string, port: number): Promise<void> {
  const failure = await new Promise<NodeJS.ErrnoException | undefined>((done) => {
    const probe = createServer();
    probe.once('error', done);
    probe.listen(port, host, () => probe.close(() => done(undefined)));
  });
  if (!failure) return;
  if (failure.code === 'EADDRINUSE') throw new StartError(`Port ${port} is taken by another program: stop it, or choose another port, for example PORT=${port === 65535 ? 4000 : port + 1} npm start.`);
  if (failure.code === 'EACCES') throw new StartError(`This user may not open port ${port}: choose one above 1023 with PORT.`);
  throw new StartError(`The address ${host}:${port} cannot be opened (${failure.code ?? failure.message}): check HOST and PORT.`);
}

/** Makes the folder where it is absent and refuses one that cannot be written. */
export function checkDataDir(dataDir: string): void {
  const probe = join(dataDir, `.probe-${process.pid}`);
  try {
    makeFolder(dataDir);
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    writeFileSync(probe, 'probe');
    rmSync(probe);
  } catch (error) {
    throw new StartError(`The data folder ${dataDir} cannot be written (${(error as NodeJS.ErrnoException).code}): make it writable, or name another one with TANDEM_DATA_DIR.`);
  }
}

/** Node's own `recursive` never returns below a file system that answers ENOENT to every mkdir, such as /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  mkdirSync(path);
}

export async function checkDatabase(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: connectTimeoutMs });
  client.on('error', () => {}); // what matters is whether the question below is answered
  try {
    await client.connect();
    await client.query('SELECT 1');
  } catch (error) {
    throw new StartError(`The PostgreSQL server of DATABASE_URL (${withoutPassword(url)}) does not answer: ${reason(error)}. Start it or correct the variable; without DATABASE_URL Tandem brings its own.`);
  } finally {
    await client.end().catch(() => {});
  }
}

export async function checkRedis(url: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, connectTimeout: connectTimeoutMs, disconnectTimeout: 100, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  let connectionError: Error | undefined;
  redis.on('error', (error: Error) => { connectionError = error; });
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    throw new StartError(`The Redis server of REDIS_URL (${withoutPassword(url)}) does not answer: ${reason(connectionError ?? error)}. Start it or correct the variable; without REDIS_URL the queue lives in PostgreSQL.`);
  } finally {
    redis.disconnect();
  }
}

function withoutPassword(url: string): string {
  const shown = new URL(url);
  if (shown.password) shown.password = '***';
  return shown.href;
}

/** A host with two addresses fails with an AggregateError, whose own message is empty. */
function reason(error: unknown): string {
  const first = error instanceof AggregateError ? error.errors[0] as Error : error as Error;
  return first.message.replace(/\.$/, '');
}
