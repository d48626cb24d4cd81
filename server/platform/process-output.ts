import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const rotateBytes = 20 * 1024 * 1024;
const warnLevel = 40; // pino's number

/**
 * Where the lines of a supervised process go: all of them to a file (one older file is kept), and what a person must see,
 * warnings and whatever is not one of our log lines, to the terminal.
 */
export class ProcessOutput {
  private bytes: number;

  constructor(private readonly name: string, private readonly file: string, private readonly show: (line: string) => void) {
    mkdirSync(dirname(file), { recursive: true });
    this.bytes = existsSync(file) ? statSync(file).size : 0;
  }

  readonly write = (line: string): void => {
    if (this.bytes > rotateBytes) {
      renameSync(this.file, `${this.file}.1`);
      this.bytes = 0;
    }
    appendFileSync(this.file, `${line}\n`);
    this.bytes += Buffer.byteLength(line) + 1;
    const entry = parse(line);
    if (!entry) this.show(`${this.name}: ${line}`);
    else if (entry.level >= warnLevel) this.show(`${this.name}: ${entry.msg ?? ''}${entry.err?.message ? ` (${entry.err.message})` : ''}`);
  };
}

interface LogEntry {
  readonly level: number;
  readonly msg?: string;
  readonly err?: { readonly message?: string };
}

function parse(line: string): LogEntry | undefined {
  try {
    const entry = JSON.parse(line) as LogEntry;
    return typeof entry?.level === 'number' ? entry : undefined;
  } catch {
    return undefined;
  }
}
