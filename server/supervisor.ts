import { type ChildProcess, fork } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { childEnvironment, type Config } from './platform/config.js';
import { DataDirLock } from './platform/data-dir-lock.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './platform/embedded-postgres.js';
import { migrate } from './platform/migrate.js';
import { checkDatabase, checkDataDir, checkPort, checkRedis, StartError } from './platform/preflight.js';
import { ProcessOutput } from './platform/process-output.js';
import { scriptBeside, SupervisedProcess, watchedExecArgv } from './platform/supervised-process.js';

const scripts = {
  api: scriptBeside(import.meta.url, './main.js'),
  worker: scriptBeside(import.meta.url, '../workers/main.js'),
  cli: scriptBeside(import.meta.url, '../workers/tandem.js'),
};
const watchEveryMs = 1_000;
const readyTimeoutMs = 60_000;
const openingPatienceMs = 4_000;
/** A process that ends this often before it was ever ready will not get better. */
const failuresBeforeReady = 3;

/** Starts the parts of the platform in order, keeps them running, and stops them in the reverse order. */
export class Supervisor {
  private lock?: DataDirLock;
  private postgres?: EmbeddedPostgres;
  private opening?: Promise<string>;
  private processes: SupervisedProcess[] = [];
  private demo?: ChildProcess;
  private watch?: NodeJS.Timeout;
  private stopping = false;

  constructor(private readonly config: Config, private readonly say: (line: string) => void) {}

  /**
   * Resolves when the api answers and the demo is loaded. `onLost` is called at most once, later, when a part is gone
   * for good.
   * @throws StartError with a sentence for each thing that a person can mend.
   */
  async start(summaryFile: string, onLost: (error: Error) => void): Promise<void> {
    const { config } = this;
    checkDataDir(config.dataDir);
    this.lock = await DataDirLock.take(config.dataDir, 'server/start');
    await checkPort(config.host, config.port);
    if (config.redisUrl) await checkRedis(config.redisUrl);
    this.opening = this.openDatabase(onLost);
    const databaseUrl = await this.opening;
    const ran = await migrate({ databaseUrl, redisUrl: config.redisUrl });
    if (ran.length) this.say(`The database is brought up to date (${ran.length} migrations).`);
    const env = childEnvironment({ DATABASE_URL: databaseUrl, TANDEM_DATA_DIR: config.dataDir });
    if (this.stopping) return;
    this.processes = [this.supervise('worker', env), this.supervise('api', env)];
    for (const one of this.processes) one.start();
    await Promise.all([this.untilReady(), config.demo && this.loadDemo(env, summaryFile)]);
  }

  /** Within ten seconds: the demo and both processes at once (5 s), then the database (4.5 s). */
  async stop(): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    this.lock?.stopping();
    clearInterval(this.watch);
    this.demo?.kill('SIGTERM');
    await Promise.all(this.processes.map((one) => one.stop()));
    // A database that is being made at this moment must not outlive us either.
    await Promise.race([this.opening?.catch(() => {}), sleep(openingPatienceMs, undefined, { ref: false })]);
    await this.postgres?.stop();
    this.lock?.release();
  }

  private async openDatabase(onLost: (error: Error) => void): Promise<string> {
    const { databaseUrl, dataDir } = this.config;
    if (databaseUrl) {
      await checkDatabase(databaseUrl);
      return databaseUrl;
    }
    const directory = join(dataDir, 'postgres');
    this.postgres = await startEmbeddedPostgres({ directory });
    const { url, adopted } = this.postgres;
    this.say(adopted ? 'PostgreSQL had outlived the last run and is taken over.' : 'PostgreSQL is started.');
    this.watch = setInterval(() => { void this.revive(directory, url, onLost); }, watchEveryMs);
    return url;
  }

  /** The processes reconnect by themselves as long as the database comes back under the same address. */
  private async revive(directory: string, url: string, onLost: (error: Error) => void): Promise<void> {
    if (this.stopping || this.postgres?.isRunning()) return;
    clearInterval(this.watch);
    this.say('PostgreSQL ended unexpectedly; it is started again.');
    try {
      const revived = await startEmbeddedPostgres({ directory });
      if (this.stopping) return await revived.stop();
      this.postgres = revived;
      if (revived.url !== url) throw new StartError('PostgreSQL lost its port to another program: start Tandem again.');
      this.watch = setInterval(() => { void this.revive(directory, url, onLost); }, watchEveryMs);
    } catch (error) {
      onLost(error as Error);
    }
  }

  private supervise(name: 'api' | 'worker', env: NodeJS.ProcessEnv): SupervisedProcess {
    const script = scripts[name];
    const output = new ProcessOutput(name, join(this.config.dataDir, 'logs', `${name}.log`), this.say);
    return new SupervisedProcess({
      name, script, env,
      // Requests live shorter than a scavenge at this size: a quarter less CPU per request than with V8's 16 MB.
      execArgv: name === 'api' ? [...process.execArgv, '--max-semi-space-size=64'] : undefined,
      onLine: output.write,
      onStart: (pid) => this.lock?.enter(name, pid, script),
      onTrouble: this.say,
    });
  }

  private async untilReady(): Promise<void> {
    const { port, host } = this.config;
    const url = `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${port}/readyz`;
    for (const deadline = Date.now() + readyTimeoutMs; Date.now() < deadline; await sleep(50)) {
      if (this.stopping || await fetch(url).then(({ ok }) => ok, () => false)) return;
      if (this.processes.some(({ failures }) => failures >= failuresBeforeReady)) break;
    }
    throw new StartError(`The platform does not become ready: see the logs in ${join(this.config.dataDir, 'logs')}.`);
  }

  /** Decides by itself what is missing; after an interruption the next start goes on where this one ended. */
  private async loadDemo(env: NodeJS.ProcessEnv, summaryFile: string): Promise<void> {
    rmSync(summaryFile, { force: true });
    // Not restarted, but watched like the others: a demo that outlived us would load beside the next start's.
    const demo = fork(scripts.cli, ['demo', '--json-summary', summaryFile], { env, stdio: 'inherit', execArgv: watchedExecArgv() });
    this.demo = demo;
    if (demo.pid) this.lock?.enter('demo', demo.pid, scripts.cli);
    const ending = await new Promise<string | undefined>((done) => {
      demo.once('error', (error) => done(error.message));
      demo.once('exit', (code, signal) => done(code === 0 ? undefined : `${signal ?? `code ${code}`}`));
    });
    this.demo = undefined;
    if (ending && !this.stopping) throw new StartError(`The demo platform could not be loaded (${ending}): its own words are above, the logs in ${join(this.config.dataDir, 'logs')}. The next start goes on from here; DEMO=off starts without it.`);
  }
}
