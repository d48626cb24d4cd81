import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { Database } from '../../server/platform/database.js';
import { startEmbeddedPostgres } from '../../server/platform/embedded-postgres.js';
import { migrate } from '../../server/platform/migrate.js';

export interface BenchPlatform {
  url: string;
  database: Database;
  /** Starts the api of this build as a process of its own, in production mode; resolves when it is ready. */
  startApi(env?: Record<string, string>): Promise<{ url: string; pid: number; stop(): Promise<void> }>;
  close(): Promise<void>;
}

/** A durable, migrated database of the bench's own: an embedded server, or a new database on DATABASE_URL's. */
export async function openBenchPlatform(): Promise<BenchPlatform> {
  const server = process.env.DATABASE_URL ? await newDatabaseOn(process.env.DATABASE_URL) : await embedded();
  await migrate({ databaseUrl: server.url, redisUrl: process.env.REDIS_URL });
  const database = await Database.open({ url: server.url, pool: 10, name: 'bench' });
  return {
    url: server.url,
    database,
    startApi: (env = {}) => startApi(server.url, env),
    close: async () => {
      await database.close();
      await server.close();
    },
  };
}

async function embedded() {
  const directory = mkdtempSync(join(tmpdir(), 'tandem-bench-'));
  const { url, stop } = await startEmbeddedPostgres({ directory, durable: true });
  return { url, close: async () => { await stop(); rmSync(directory, { recursive: true, force: true }); } };
}

async function newDatabaseOn(given: string) {
  const name = `tandem_bench_${process.pid}`;
  const statement = async (sql: string) => {
    const client = new Client(given);
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  await statement(`CREATE DATABASE ${name}`);
  const url = new URL(given);
  url.pathname = `/${name}`;
  return { url: url.href, close: () => statement(`DROP DATABASE ${name} WITH (FORCE)`) };
}

const startApi = (databaseUrl: string, env: Record<string, string>) =>
  startProcess(resolve(import.meta.dirname, '../../server/main.js'), { DATABASE_URL: databaseUrl, ...env });

/**
 * A server of this build as a process of its own, in production mode on a free PORT; resolves when /readyz answers.
 * With BENCH_PROFILE_DIR set it leaves a CPU profile there.
 */
export async function startProcess(script: string, env: Record<string, string>) {
  const port = await freePort();
  const profile = process.env.BENCH_PROFILE_DIR ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE_DIR}`] : [];
  const child = spawn(process.execPath, [...profile, '--enable-source-maps', '--max-semi-space-size=64', script], {
    env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'error', PORT: String(port), ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 0; ; attempt++) {
    if (await fetch(`${url}/readyz`).then((answer) => answer.ok, () => false)) break;
    if (child.exitCode !== null || attempt > 300) throw new Error(`${script} did not become ready.`);
    await new Promise((done) => setTimeout(done, 100));
  }
  return { url, pid: child.pid ?? 0, stop: async () => { child.kill('SIGTERM'); await ended; } };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}
