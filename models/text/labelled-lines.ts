import { DatasetError } from '../dataset.js';

/** One usable line of a file of texts. */
export interface TextLine {
  readonly text: string;
  /** The other sentence where pairs are compared, else null. */
  readonly second: string | null;
  readonly label: string | null;
}

/** One usable line of a file of labelled texts. */
export interface LabelledLine extends TextLine {
  readonly label: string;
}

/** A place in a file, with what stands there or the sentence that says why it cannot be used. */
export interface TextPlace {
  readonly line: number;
  readonly found: TextLine | string;
}

/** Names that the columns may have; the first is ours. */
export const TEXT_COLUMNS = ['text', 'sentence', 'review', 'sentence1'] as const;
export const SECOND_COLUMNS = ['text2', 'sentence2'] as const;
export const LONGEST_TRAINING_TEXT = 100_000;
const LONGEST_LABEL = 200;

function columnOf(record: Readonly<Record<string, unknown>>, names: readonly string[]): unknown {
  return names.map((name) => record[name]).find((value) => value !== undefined && value !== null);
}

/** A line of JSON or the columns of a row as a text, with its label where it has one, or the sentence that says why it is none. */
export function parseText(line: string | Readonly<Record<string, unknown>>): TextLine | string {
  let record: unknown = line;
  try {
    if (typeof line === 'string') record = JSON.parse(line);
  } catch {
    return 'the line is not JSON';
  }
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return 'the line is not a JSON object';
  const columns = record as Record<string, unknown>;
  const text = columnOf(columns, TEXT_COLUMNS);
  const second = columnOf(columns, SECOND_COLUMNS);
  const label = columns.label ?? null;
  if (text === undefined) return `there is no column ${TEXT_COLUMNS.join(', ')}`;
  if (typeof text !== 'string' || text.trim() === '') return 'the text is empty or no text';
  if (second !== undefined && (typeof second !== 'string' || second.trim() === '')) return 'the second text is empty or no text';
  if (text.length > LONGEST_TRAINING_TEXT || (second?.length ?? 0) > LONGEST_TRAINING_TEXT) return `the text is longer than ${LONGEST_TRAINING_TEXT} characters`;
  if (label !== null && (!['string', 'number', 'boolean'].includes(typeof label) || String(label).trim() === '')) return 'the label is empty or neither text, number nor boolean';
  if (String(label).length > LONGEST_LABEL) return `the label is longer than ${LONGEST_LABEL} characters`;
  return { text, second: second ?? null, label: label === null ? null : String(label) };
}

/** What can be used of a file. Pairs and single texts do not mix: the kind of the first text counts. */
export async function usableTexts(places: AsyncIterable<TextPlace> | Iterable<TextPlace>, reject: (line: number, reason: string) => void): Promise<TextLine[]> {
  const rows: TextLine[] = [];
  for await (const { line, found } of places) {
    if (typeof found === 'string') reject(line, found);
    else if (rows.length > 0 && (found.second === null) !== (rows[0].second === null)) reject(line, 'a pair among single texts, or a single text among pairs');
    else rows.push(found);
  }
  return rows;
}

/** As they come, those without a label as such that cannot be used. */
export async function* labelledPlaces(places: AsyncIterable<TextPlace>): AsyncGenerator<TextPlace> {
  for await (const { line, found } of places) yield { line, found: typeof found !== 'string' && found.label === null ? 'there is no column label' : found };
}

/** The distinct labels: numbers first, ascending, then the others by their code units; the order of the lines does not matter. Refuses fewer than two. */
export function labelNamesOf(rows: readonly LabelledLine[]): string[] {
  if (rows.length === 0) throw new DatasetError('no line can be used; each must be a JSON object such as {"text": "讲得很清楚", "label": "好"}');
  const rank = (label: string): number => (Number.isFinite(Number(label)) ? Number(label) : Number.MAX_VALUE);
  const names = [...new Set(rows.map((row) => row.label))].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  if (names.length < 2) throw new DatasetError(`all ${rows.length} lines have the label '${names[0]}'; give texts of at least two labels, or there is nothing to tell apart`);
  return names;
}
