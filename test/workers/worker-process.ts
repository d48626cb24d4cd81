import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { QueueBackend } from '../support/queue-backends.js';
import { loader, sourceScript } from '../support/source-process.js';

/** A real worker process from the sources, with locks short enough for a test that kills it. */
export class WorkerProcess {
  private readonly child: ChildProcess;
  private output = '';

  constructor(databaseUrl: string, { redisUrl, prefix }: QueueBackend) {
    const { TANDEM_TEST_SERVER: _server, REDIS_URL: _redis, ...inherited } = process.env;
    this.child = spawn(process.execPath, ['--no-warnings', '--import', loader, sourceScript('workers/main.ts')], {
      env: { ...inherited, NODE_ENV: 'test', DATABASE_URL: databaseUrl, ...(redisUrl && { REDIS_URL: redisUrl }), QUEUE_PREFIX: prefix, JOB_LOCK_MS: '1500', LOG_LEVEL: 'info', RETRAIN_CRON: '0 0 1 1 *' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout!, this.child.stderr!]) stream.on('data', (piece) => { this.output += piece; });
  }

  async ready(): Promise<this> {
    await until(() => this.output.includes('the worker is ready') || this.child.exitCode !== null);
    if (this.child.exitCode !== null) throw new Error(`the worker ended: ${this.output}`);
    return this;
  }

  /** SIGKILL: no handler runs, as when the machine dies. Its compute children end with their channel. */
  async kill(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }

  /** SIGTERM; the exit code. */
  async stop(): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await gone;
    return this.child.exitCode;
  }

  get log(): string {
    return this.output;
  }
}

export async function until(condition: () => boolean | Promise<boolean>, tries = 3_000): Promise<void> {
  for (let left = tries; left > 0; left--) {
    if (await condition()) return;
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error('it did not come to pass');
}
