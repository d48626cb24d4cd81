import type { JobNameOn } from '../../server/platform/queues.js';

/** What the worker and its compute children say to each other over the IPC channel. */
export interface ComputeTask {
  kind: 'task';
  name: JobNameOn<'compute'>;
  payload: unknown;
  id: string;
  attempt: number;
  lastAttempt: boolean;
}

export type ToChild = ComputeTask | { kind: 'abort'; reason: string };

export type FromChild =
  | { kind: 'progress'; progress: number; message?: string }
  | { kind: 'note'; line: string }
  | { kind: 'done'; result: unknown }
  | { kind: 'failed'; message: string; stack?: string; retry: boolean };
