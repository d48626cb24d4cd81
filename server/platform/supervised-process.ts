import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

export interface SupervisedProcessOptions {
  readonly name: string;
  /** File to run with this Node. */
  readonly script: string;
  readonly args?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Node's own options; ours by default. */
  readonly execArgv?: readonly string[];
  /** Each line of its output. */
  readonly onLine: (line: string) => void;
  readonly onStart: (pid: number) => void;
  /** One sentence about an end that nobody asked for. */
  readonly onTrouble: (sentence: string) => void;
}

const stopPatienceMs = 5_000;
const firstDelayMs = 500;
const longestDelayMs = 30_000;
/** A process that lived this long was healthy: its next end begins with the first delay again. */
const healthyMs = 60_000;
const parentWatch = new URL('./parent-watch.js', import.meta.url).href;

/** A process that is started again, after a growing delay, whenever it ends without being asked to. */
export class SupervisedProcess {
  private child?: ChildProcess;
  private restart?: NodeJS.Timeout;
  private stopping = false;
  private delayMs = firstDelayMs;
  /** Ends since the last healthy life. */
  failures = 0;

  constructor(private readonly options: SupervisedProcessOptions) {}

  start(): void {
    const { name, script, args = [], env, execArgv, onLine, onStart, onTrouble } = this.options;
    const startedAt = performance.now();
    const child = fork(script, args, {
      env,
      // Detached: Ctrl-C reaches only us, and we stop the children in order instead of all at once.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: watchedExecArgv(execArgv),
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream as Readable }).on('line', onLine);
    if (child.pid) onStart(child.pid);
    child.once('error', (error) => onTrouble(`${name}: ${error.message}`));
    child.once('exit', (code, signal) => {
      this.child = undefined;
      if (this.stopping) return;
      if (performance.now() - startedAt > healthyMs) {
        this.delayMs = firstDelayMs;
        this.failures = 0;
      }
      this.failures += 1;
      onTrouble(`The ${name} process ended (${signal ?? `code ${code}`}); it is started again in ${this.delayMs / 1000} s.`);
      this.restart = setTimeout(() => this.start(), this.delayMs);
      this.delayMs = Math.min(2 * this.delayMs, longestDelayMs);
    });
  }

  /** Closes the channel, which the child takes as SIGTERM (parent-watch.ts); kills it when that is not enough. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.restart);
    const { child } = this;
    if (!child) return;
    await new Promise<void>((done) => {
      const kill = setTimeout(() => child.kill('SIGKILL'), stopPatienceMs);
      child.once('exit', () => { clearTimeout(kill); done(); });
      if (child.connected) child.disconnect();
      else child.kill('SIGTERM');
    });
  }
}

/** Node's options for a child that ends with us; its stdio must have a channel (`fork` makes one). */
export function watchedExecArgv(own: readonly string[] = process.execArgv): string[] {
  return [...own, '--enable-source-maps', '--import', parentWatch];
}

/** The path of a module beside the caller, for `script`. */
export function scriptBeside(caller: string, relative: string): string {
  return fileURLToPath(new URL(relative, caller));
}
