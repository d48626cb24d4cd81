import { createReadStream } from 'node:fs';
import { parse as parseCsv, type CsvError } from 'csv-parse';
import { lineBatches } from '../../server/feed/line-batches.js';
import { jsonMembers } from './json-members.js';
import type { Format } from './mapping.js';

export interface SourceRecord {
  line: number;
  fields: Record<string, unknown>;
}
export interface BadRecord {
  line: number;
  reason: 'not_json' | 'line_too_long' | 'bad_row';
}

export interface RecordSource {
  path: string;
  format: Format;
  /** Names of the columns where the file has no line of names. */
  columns?: string[];
  onBytes(bytes: number): void;
  onBad(bad: BadRecord): void;
}

const limits = { batchLines: 5000, batchBytes: 16 * 1024 * 1024, maxLineBytes: 4 * 1024 * 1024 };

/** The records of a file, in arrays of a few thousand, without ever holding the file. */
export async function* recordBatches(source: RecordSource): AsyncGenerator<SourceRecord[]> {
  const bytes = counted(source);
  switch (source.format) {
    case 'jsonl': yield* fromLines(bytes, source, jsonRecord); return;
    case 'adjacency': yield* fromLines(bytes, source, adjacencyRecords); return;
    case 'json': yield* inBatches(fromJson(bytes, source)); return;
    case 'csv': yield* inBatches(fromTable(bytes, source, ',')); return;
    case 'tsv': yield* inBatches(fromTable(bytes, source, '\t')); return;
  }
}

async function* counted({ path, onBytes }: RecordSource): AsyncGenerator<Buffer> {
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    onBytes((chunk as Buffer).length);
    yield chunk as Buffer;
  }
}

async function* fromLines(
  bytes: AsyncIterable<Buffer>, { onBad }: RecordSource, recordsOf: (text: string, line: number) => SourceRecord[] | null,
): AsyncGenerator<SourceRecord[]> {
  for await (const { firstLine, lines } of lineBatches(bytes, limits)) {
    const records: SourceRecord[] = [];
    lines.forEach((text, place) => {
      const line = firstLine + place;
      if (text === null) return onBad({ line, reason: 'line_too_long' });
      if (text.trim() === '') return;
      const found = recordsOf(text, line);
      if (found === null) return onBad({ line, reason: 'not_json' });
      for (const record of found) records.push(record);
    });
    for (let from = 0; from < records.length; from += limits.batchLines) yield records.slice(from, from + limits.batchLines);
  }
}

function jsonRecord(text: string, line: number): SourceRecord[] | null {
  try {
    const fields: unknown = JSON.parse(text);
    return isObject(fields) ? [{ line, fields }] : null;
  } catch {
    return null;
  }
}

function adjacencyRecords(text: string, line: number): SourceRecord[] {
  const [reader, ...contents] = text.trim().split(/\s+/);
  return contents.map((content, position) => ({ line, fields: { reader, content, position } }));
}

async function* fromJson(bytes: AsyncIterable<Buffer>, { onBad }: RecordSource): AsyncGenerator<SourceRecord> {
  for await (const { line, key, value } of jsonMembers(bytes, limits.maxLineBytes)) {
    if (value === undefined) onBad({ line, reason: 'not_json' });
    else if (Array.isArray(value)) for (const [position, one] of value.entries()) yield { line, fields: { key, value: one, position } };
    else if (isObject(value)) yield { line, fields: { key, ...value } };
    else yield { line, fields: { key, value } };
  }
}

async function* fromTable(bytes: AsyncIterable<Buffer>, { columns, onBad }: RecordSource, delimiter: string): AsyncGenerator<SourceRecord> {
  const parser = parseCsv({
    columns: columns ?? true,
    delimiter,
    // Tab-separated exports of databases and papers quote nothing: a lone quotation mark is part of a text there.
    // In CSV a stray one inside a field stays a character: refusing the row would take the next one with it.
    ...(delimiter === '\t' ? { quote: null } : { relax_quotes: true }),
    bom: true,
    info: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: limits.maxLineBytes,
    on_skip: (error: CsvError | undefined) => {
      onBad({ line: Number(error?.lines ?? 0), reason: 'bad_row' });
      return undefined;
    },
  });
  const feeding = (async () => {
    for await (const chunk of bytes) if (!parser.write(chunk)) await new Promise((drained) => parser.once('drain', drained));
    parser.end();
  })();
  feeding.catch((error: Error) => parser.destroy(error));
  for await (const { info, record } of parser as AsyncIterable<{ info: { lines: number }; record: Record<string, unknown> }>) {
    yield { line: info.lines, fields: record };
  }
  await feeding;
}

async function* inBatches(records: AsyncIterable<SourceRecord>): AsyncGenerator<SourceRecord[]> {
  let batch: SourceRecord[] = [];
  for await (const record of records) {
    batch.push(record);
    if (batch.length === limits.batchLines) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
