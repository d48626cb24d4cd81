import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { UnrecoverableError } from 'bullmq';
import type { ComputeTask, FromChild, ToChild } from './protocol.js';
import type { RunningJob } from '../processor.js';

/** A child that is told to stop gets so long before it is killed: a native computation does not hear. */
const killAfterMs = 1_500;

/**
 * Child processes for CPU-heavy jobs: the worker's event loop stays free to renew locks, a cancelled job can be killed
 * in the middle of a matrix product, and memory of native sessions goes back to the system. A child serves one model
 * run; the next run gets a new process, so nothing of one model can leak into another. BullMQ's own sandbox keeps its
 * children for good and leaves them behind when the worker is killed; these end with the IPC channel.
 */
export class ComputePool {
  private readonly idle: ComputeChild[] = [];
  private readonly children = new Set<ComputeChild>();

  /** env: of the children, with the DATABASE_URL that they work on; idleMs: how long one without a task is kept. */
  constructor(private readonly env: NodeJS.ProcessEnv, private readonly entry = entryBeside(), private readonly idleMs = 10_000) {}

  /** Runs one task in a child. Rejects with UnrecoverableError where another try cannot help. */
  async run(task: ComputeTask, job: RunningJob): Promise<unknown> {
    job.signal.throwIfAborted();
    const child = this.take((task.payload as { runId: string }).runId);
    const abort = () => child.abort(String(job.signal.reason));
    job.signal.addEventListener('abort', abort, { once: true });
    try {
      return await child.run(task, job);
    } finally {
      job.signal.removeEventListener('abort', abort);
      if (job.signal.aborted) void child.end();
      else this.keep(child);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.children].map((child) => child.end()));
  }

  private take(run: string): ComputeChild {
    const at = this.idle.findIndex((child) => child.serves(run));
    if (at >= 0) {
      const [child] = this.idle.splice(at, 1);
      clearTimeout(child.idleTimer);
      return child;
    }
    for (const other of this.idle.splice(0)) void other.end();
    const child = new ComputeChild(this.entry, this.env, run);
    this.children.add(child);
    void child.exited.then(() => {
      this.children.delete(child);
      this.drop(child);
    });
    return child;
  }

  private keep(child: ComputeChild): void {
    this.idle.push(child);
    child.idleTimer = setTimeout(() => {
      if (this.drop(child)) void child.end();
    }, this.idleMs).unref();
  }

  private drop(child: ComputeChild): boolean {
    const at = this.idle.indexOf(child);
    if (at >= 0) this.idle.splice(at, 1);
    return at >= 0;
  }
}

/** The compiled entry lies beside this file; tests run the sources through their loader. */
function entryBeside(): string {
  return fileURLToPath(import.meta.url).replace(/pool\.(js|ts)$/, 'child.$1');
}

/** One child, as the worker sees it: at most one task at a time. */
class ComputeChild {
  readonly exited: Promise<void>;
  /** Ends it where it stays idle; of the last task alone, or a child between two tasks would die of an earlier one's. */
  idleTimer?: NodeJS.Timeout;
  private readonly process: ChildProcess;
  private hasExited = false;
  private task: { job: RunningJob; settle: (message: FromChild | null) => void } | null = null;

  constructor(entry: string, env: NodeJS.ProcessEnv, private readonly runId: string) {
    this.process = fork(entry, [], { env, serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.process.on('error', () => this.leave());
    this.process.on('message', (message: FromChild) => this.hear(message));
    this.exited = once(this.process, 'exit').then(() => this.leave(), () => this.leave());
  }

  serves(runId: string): boolean {
    return this.runId === runId && !this.hasExited && this.process.connected;
  }

  async run(task: ComputeTask, job: RunningJob): Promise<unknown> {
    const answer = await new Promise<FromChild | null>((settle) => {
      this.task = { job, settle };
      this.send(task);
      if (this.hasExited) settle(null);
    });
    this.task = null;
    if (answer?.kind === 'done') return answer.result;
    job.signal.throwIfAborted();
    if (answer?.kind !== 'failed') throw new Error(`The child process ended (${this.process.signalCode ?? this.process.exitCode}) before the job was done.`);
    const error = answer.retry ? new Error(answer.message) : new UnrecoverableError(answer.message);
    error.stack = answer.stack ?? error.stack;
    throw error;
  }

  abort(reason: string): void {
    this.send({ kind: 'abort', reason });
    setTimeout(() => this.process.kill('SIGKILL'), killAfterMs).unref();
  }

  end(): Promise<void> {
    if (this.process.connected) this.process.disconnect();
    setTimeout(() => this.process.kill('SIGKILL'), killAfterMs).unref();
    return this.exited;
  }

  private send(message: ToChild): void {
    // A closed channel shows as the child's exit, which settles the task.
    if (this.process.connected) this.process.send(message, () => {});
  }

  private hear(message: FromChild): void {
    if (message.kind === 'progress') this.task?.job.report(message.progress, message.message);
    else if (message.kind === 'note') this.task?.job.note(message.line);
    else this.task?.settle(message);
  }

  private leave(): void {
    this.hasExited = true;
    this.task?.settle(null);
  }
}
