import type { Clock } from '../server/platform/clock.js';
import type { Config } from '../server/platform/config.js';
import type { Database } from '../server/platform/database.js';
import type { NewId } from '../server/platform/ids.js';
import type { Log } from '../server/platform/log.js';
import type { Audit } from '../server/audit/audit.js';
import type { Outbox } from '../server/platform/outbox.js';
import type { SigningKeys } from '../server/platform/signing-keys.js';
import type { JobName, JobPayload } from '../server/platform/queues.js';

/** What every processor may use; it makes the domain objects of its noun from them. */
export interface WorkerServices {
  database: Database;
  outbox: Outbox;
  audit: Audit;
  signingKeys: SigningKeys;
  clock: Clock;
  newId: NewId;
  log: Log;
  config: Config;
}

/** The job at hand as its processor sees it, the same in the worker and in a child process. */
export interface RunningJob {
  readonly id: string;
  /** 1 for the first try. */
  readonly attempt: number;
  /** No further try follows this one. */
  readonly lastAttempt: boolean;
  /** Aborted when somebody cancels the job or the worker stops; long work looks at it between its pieces. */
  readonly signal: AbortSignal;
  /** progress from 0 to 1. Cheap to call often: only every half second one goes out. */
  report(progress: number, message?: string): void;
  /** One line into the job's own log, which the console shows. */
  note(line: string): void;
}

/** Every processor may run twice, at once or after a crash in the middle, and ends the same. */
export type Processor<Name extends JobName> = (payload: JobPayload<Name>, job: RunningJob) => Promise<unknown>;

export type Processors<Name extends JobName> = { [Each in Name]: Processor<Each> };
