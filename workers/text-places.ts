import { createReadStream, existsSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parse, type CsvError } from 'csv-parse';
import { parseText, type TextPlace } from '../models/text/labelled-lines.js';
import { DomainError } from '../server/platform/errors.js';

/** JSON lines, or a .csv or .tsv whose first line names the columns; `-` is the standard input. Streamed. Throws DomainError in words. */
export async function* placesOf(file: string): AsyncGenerator<TextPlace> {
  if (file !== '-' && (!existsSync(file) || !statSync(file).isFile())) throw new DomainError('BAD_INPUT', {}, `There is no file ${file}.`);
  if (/\.(csv|tsv)$/i.test(file)) yield* tablePlaces(file);
  else yield* linePlaces(file);
}

async function* linePlaces(file: string): AsyncGenerator<TextPlace> {
  let line = 0;
  for await (const text of createInterface({ input: file === '-' ? process.stdin : createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    line += 1;
    if (text.trim() === '') continue;
    yield { line, found: parseText(line === 1 ? text.replace(/^\uFEFF/, '') : text) };
  }
}

async function* tablePlaces(file: string): AsyncGenerator<TextPlace> {
  const rows = createReadStream(file).pipe(parse({ columns: true, info: true, bom: true, delimiter: /tsv$/i.test(file) ? '\t' : ',' }));
  try {
    for await (const { record, info } of rows as AsyncIterable<{ record: Record<string, unknown>; info: { lines: number } }>) {
      yield { line: info.lines, found: parseText(record) };
    }
  } catch (error) {
    throw new DomainError('BAD_INPUT', {}, `${file}: ${(error as CsvError).message}; mend the table, or give JSON lines.`);
  }
}
