import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { TrialJob, TrialOutcome } from '../../models/tuning/tune.js';
import type { TrialMessage } from './trial-process.js';

/** Children that run trials side by side; a trial that kills its child (out of memory, say) is a failed trial. */
export class TrialPool {
  private readonly idle: ChildProcess[] = [];
  private readonly children = new Set<ChildProcess>();

  /** `execArgv`: of the children; tests run the sources through their loader. */
  constructor(private readonly size = availableParallelism(), private readonly entry = entryBeside(), private readonly execArgv = process.execArgv) {}

  async run(request: Omit<TrialMessage, 'job'>, jobs: readonly TrialJob[]): Promise<TrialOutcome[]> {
    const outcomes = new Array<TrialOutcome>(jobs.length);
    let next = 0;
    const work = async (): Promise<void> => {
      while (next < jobs.length) {
        const at = next++;
        outcomes[at] = await this.runOne({ ...request, job: jobs[at] });
      }
    };
    await Promise.all(Array.from({ length: Math.min(this.size, jobs.length) }, work));
    return outcomes;
  }

  close(): void {
    for (const child of this.children) child.disconnect();
    this.children.clear();
    this.idle.length = 0;
  }

  private runOne(message: TrialMessage): Promise<TrialOutcome> {
    const child = this.idle.pop() ?? this.start();
    return new Promise((resolve) => {
      const settle = (outcome: TrialOutcome): void => {
        child.off('message', hear);
        child.off('exit', leave);
        resolve(outcome);
      };
      const hear = (outcome: TrialOutcome): void => {
        this.idle.push(child);
        settle(outcome);
      };
      const leave = (code: number | null, signal: string | null): void => settle({ value: null, error: `the trial ended with ${signal ?? `exit code ${code}`}`, seconds: 0 });
      child.on('message', hear);
      child.on('exit', leave);
      child.send(message);
    });
  }

  private start(): ChildProcess {
    const child = fork(this.entry, [], { execArgv: this.execArgv, serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.children.add(child);
    child.on('exit', () => this.children.delete(child));
    return child;
  }
}

/** The entry lies beside this file, compiled as this file is. */
function entryBeside(): string {
  return fileURLToPath(import.meta.url).replace(/trial-pool\.(js|ts)$/, 'trial-process.$1');
}
