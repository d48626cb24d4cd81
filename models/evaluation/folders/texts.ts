import { Random } from '../../random.js';
import type { TextExamples, TextTask } from '../text-task.js';
import { shuffled } from './clicks.js';
import { indexOfKeys } from './keyed-rows.js';
import { eachRecord, firstLine, FolderError } from './lines.js';
import type { Listing } from './lines.js';

interface Labelled {
  readonly text: string;
  readonly second: string | null;
  readonly label: string;
}

const FEW_TRAIN = 'train_few_all.json';
const FEW_VALIDATION = 'dev_few_all.json';
const FEW_TEST = 'test_public.json';

export function isFewClue({ names }: Listing): boolean {
  return [FEW_TRAIN, FEW_VALIDATION, FEW_TEST].every((name) => names.includes(name));
}

/** The one CSV file whose columns are `label` and a text (`review`, `text` or `sentence`). */
export async function labelledCsv(listing: Listing): Promise<string | null> {
  const tables = listing.names.filter((name) => name.endsWith('.csv'));
  if (tables.length !== 1) return null;
  const columns = (await firstLine(listing, tables[0])).split(',');
  return columns.includes('label') && columns.some((column) => TEXT_COLUMNS.includes(column)) ? tables[0] : null;
}

const TEXT_COLUMNS = ['review', 'text', 'sentence'];

async function labelledRecords(folder: string, file: string): Promise<Labelled[]> {
  const rows: Labelled[] = [];
  await eachRecord(folder, file, (record, where) => {
    const { label, sentence1, sentence2 } = record;
    const text = sentence1 ?? TEXT_COLUMNS.map((column) => record[column]).find((one) => typeof one === 'string');
    if (typeof text !== 'string' || (sentence1 !== undefined && typeof sentence2 !== 'string')) {
      throw new FolderError(`${where}: no text; name it ${TEXT_COLUMNS.join(', ')}, or sentence1 and sentence2`);
    }
    if (typeof label !== 'string' && typeof label !== 'number') throw new FolderError(`${where}: no label`);
    if (String(label) === '') throw new FolderError(`${where}: no label`);
    rows.push({ text, second: sentence1 === undefined ? null : String(sentence2), label: String(label) });
  });
  if (rows.length === 0) throw new FolderError(`${file} has no rows`);
  if (rows.some((row) => (row.second === null) !== (rows[0].second === null))) throw new FolderError(`${file} mixes single texts and pairs`);
  return rows;
}

function examplesOf(rows: readonly Labelled[], labels: Map<string, number>, file: string): TextExamples {
  const unknown = rows.find((row) => !labels.has(row.label));
  if (unknown) throw new FolderError(`${file}: the label ${unknown.label} is not in the train part`);
  return {
    texts: rows.map((row) => row.text),
    seconds: rows[0].second === null ? null : rows.map((row) => row.second!),
    labels: Int32Array.from(rows, (row) => labels.get(row.label)!),
  };
}

/**
 * FewCLUE as published: all few-shot rows (train_few_all, dev_few_all), accuracy on test_public. `unlabeled.json` gives
 * texts without labels; test.json, which has no labels, is never read.
 */
export async function loadFewClue({ folder, names }: Listing): Promise<{ task: TextTask; test: TextExamples }> {
  const [train, validation, test] = await Promise.all([FEW_TRAIN, FEW_VALIDATION, FEW_TEST].map((file) => labelledRecords(folder, file)));
  const labels = indexOfKeys(train.map((row) => row.label));
  const pairs = train[0].second !== null;
  const unlabelled: { texts: string[]; seconds: string[] | null } = { texts: [], seconds: pairs ? [] : null };
  if (names.includes('unlabeled.json')) {
    await eachRecord(folder, 'unlabeled.json', ({ sentence, sentence1, sentence2 }) => {
      const [text, second] = pairs ? [sentence1, sentence2] : [sentence, ''];
      if (typeof text !== 'string' || typeof second !== 'string') return;
      unlabelled.texts.push(text);
      unlabelled.seconds?.push(second);
    });
  }
  return {
    task: { labels: [...labels.keys()], train: examplesOf(train, labels, FEW_TRAIN), validation: examplesOf(validation, labels, FEW_VALIDATION), unlabelled },
    test: examplesOf(test, labels, FEW_TEST),
  };
}

/** A labelled table without a published split: 8 : 1 : 1 at random, by `seed`. */
export async function loadLabelledCsv({ folder }: Listing, file: string, seed: number): Promise<{ task: TextTask; test: TextExamples }> {
  const rows = await labelledRecords(folder, file);
  if (rows.length < 10) throw new FolderError(`${file} has ${rows.length} rows; a split needs at least 10`);
  const order = Array.from(shuffled(rows.length, new Random(seed)), (at) => rows[at]);
  const [eighth, ninth] = [Math.floor(rows.length * 0.8), Math.floor(rows.length * 0.9)];
  const labels = indexOfKeys(order.slice(0, eighth).map((row) => row.label));
  const examples = (from: number, to: number): TextExamples => examplesOf(order.slice(from, to), labels, file);
  return { task: { labels: [...labels.keys()], train: examples(0, eighth), validation: examples(eighth, ninth), unlabelled: { texts: [], seconds: null } }, test: examples(ninth, rows.length) };
}
