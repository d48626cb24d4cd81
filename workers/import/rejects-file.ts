import { closeSync, openSync, writeSync } from 'node:fs';
import { DomainError } from '../../server/platform/errors.js';

export interface Reject {
  file: string;
  line: number;
  reason: string;
}

/** Rows that could not be used, one JSON object a line. The file exists only if there are some; each run begins it anew. */
export class RejectsFile {
  count = 0;
  private descriptor: number | undefined;

  constructor(readonly path: string) {}

  /** Throws BAD_INPUT with advice where the file cannot be written. */
  add(reject: Reject): void {
    this.descriptor ??= this.open();
    writeSync(this.descriptor, `${JSON.stringify(reject)}\n`);
    this.count += 1;
  }

  close(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor);
    this.descriptor = undefined;
  }

  private open(): number {
    try {
      return openSync(this.path, 'w');
    } catch (error) {
      throw new DomainError('BAD_INPUT', {}, `Some rows cannot be used, and ${this.path} cannot be written (${(error as NodeJS.ErrnoException).code}): name another file with --rejects.`);
    }
  }
}
