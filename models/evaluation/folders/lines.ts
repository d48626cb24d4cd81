import { createReadStream } from 'node:fs';
import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CsvError, parse } from 'csv-parse';
import { DatasetError } from '../../dataset.js';

/** A file of measured data that cannot be read; the sentence names the file and, where there is one, the line. */
export class FolderError extends DatasetError {
  override readonly name = 'FolderError';
}

export interface Listing {
  readonly folder: string;
  /** Of files and folders directly in it, sorted. */
  readonly names: readonly string[];
}

export async function listFolder(folder: string): Promise<Listing> {
  try {
    return { folder, names: (await readdir(folder)).sort() };
  } catch (cause) {
    throw new FolderError(`cannot read the folder ${folder}: ${(cause as Error).message}`, { cause });
  }
}

/** The first line of a file, for recognising it: at most 4 kB, without a byte order mark. */
export async function firstLine({ folder }: Listing, name: string): Promise<string> {
  const file = await open(join(folder, name));
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    return buffer.toString('utf8', 0, bytesRead).replace(/^\ufeff/, '').split(/\r?\n/, 1)[0];
  } finally {
    await file.close();
  }
}

/** Reads a text file as a stream; `where` is 'file line n'. Empty lines are passed over. */
export async function eachLine(folder: string, file: string, take: (line: string, where: string) => void): Promise<void> {
  let lineNumber = 0;
  let rest = '';
  const give = (line: string): void => {
    lineNumber++;
    const text = line.trim();
    if (text !== '') take(text, `${file} line ${lineNumber}`);
  };
  try {
    for await (const chunk of createReadStream(join(folder, file), { encoding: 'utf8', highWaterMark: 1 << 20 })) {
      const lines = (rest + (chunk as string)).split('\n');
      rest = lines.pop() as string;
      for (const line of lines) give(line);
    }
    give(rest);
  } catch (cause) {
    if (cause instanceof DatasetError) throw cause;
    throw new FolderError(`cannot read ${file} in ${folder}: ${(cause as Error).message}`, { cause });
  }
}

/** A record per line of a CSV or TSV file whose first line names the columns, or of JSON lines. */
export async function eachRecord(folder: string, file: string, take: (record: Record<string, unknown>, where: string) => void): Promise<void> {
  if (!/\.(csv|tsv)$/.test(file)) {
    return eachLine(folder, file, (line, where) => take(jsonRecord(line, where), where));
  }
  const options = { columns: true, info: true, bom: true, delimiter: file.endsWith('.tsv') ? '\t' : ',' };
  try {
    for await (const { record, info } of createReadStream(join(folder, file)).pipe(parse(options))) take(record, `${file} line ${info.lines}`);
  } catch (cause) {
    if (cause instanceof DatasetError) throw cause;
    const line = cause instanceof CsvError ? ` line ${(cause as unknown as { lines: number }).lines}` : '';
    throw new FolderError(`${file}${line}: ${(cause as Error).message}`, { cause });
  }
}

function jsonRecord(line: string, where: string): Record<string, unknown> {
  try {
    const record: unknown = JSON.parse(line);
    if (typeof record === 'object' && record !== null && !Array.isArray(record)) return record as Record<string, unknown>;
  } catch { /* said below */ }
  throw new FolderError(`${where}: not a JSON object; write one per line`);
}

/** A whole JSON file whose top is an object. */
export async function readJson(folder: string, file: string): Promise<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(await readFile(join(folder, file), 'utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (cause) {
    throw new FolderError(`cannot read ${file} in ${folder}: ${(cause as Error).message}`, { cause });
  }
  throw new FolderError(`${file}: its top is no object`);
}
