import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from './preflight.js';
import { isAlive, runs } from './process-liveness.js';

interface Holder {
  readonly pid: number;
  /** Part of its command line, by which it is known again. */
  readonly program: string;
}

const noticeMs = 1_000;

/**
 * One `npm start` per data folder: `processes.json` names the supervisor and its children. When the supervisor was
 * killed, its children notice and end; those that do not within the patience are ended here, so that the port is free.
 */
export class DataDirLock {
  private readonly holders = new Map<string, Holder>();

  private constructor(private readonly file: string) {}

  static async take(dataDir: string, program: string, patienceMs = 10_000): Promise<DataDirLock> {
    const lock = new DataDirLock(join(dataDir, 'processes.json'));
    const { supervisor, stopping: _, ...children } = lock.read();
    const held = () => supervisor && supervisor.pid !== process.pid && lock.read().supervisor?.pid === supervisor.pid && runs(supervisor.pid, supervisor.program);
    // One whose npm was just killed needs a moment to notice; one that is stopping will let go.
    await until(() => !held(), Math.min(patienceMs, noticeMs));
    if (held() && lock.read().stopping) await until(() => !held(), patienceMs);
    if (held()) {
      throw new StartError(`Tandem already runs on the data folder ${dataDir} (process ${supervisor.pid}): stop that one, or name another folder with TANDEM_DATA_DIR.`);
    }
    const orphans = Object.values(children).filter(({ pid, program: name }) => runs(pid, name));
    await until(() => !orphans.some(({ pid }) => isAlive(pid)), patienceMs);
    for (const { pid, program: name } of orphans) if (runs(pid, name)) process.kill(pid, 'SIGKILL');
    lock.enter('supervisor', process.pid, program);
    return lock;
  }

  enter(role: string, pid: number, program: string): void {
    this.holders.set(role, { pid, program });
    writeFileSync(`${this.file}.new`, JSON.stringify(Object.fromEntries(this.holders)));
    renameSync(`${this.file}.new`, this.file);
  }

  /** Says that the folder will be free in a moment. */
  stopping(): void {
    this.enter('stopping', process.pid, '');
  }

  release(): void {
    rmSync(this.file, { force: true });
  }

  private read(): Record<string, Holder> {
    try {
      return JSON.parse(readFileSync(this.file, 'utf8')) as Record<string, Holder>;
    } catch {
      return {}; // absent, or cut by a crash of the machine, after which no process of ours is left
    }
  }
}

async function until(holds: () => boolean, patienceMs: number): Promise<void> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline && !holds();) await sleep(50);
}
