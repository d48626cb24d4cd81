import { describe, expect, test } from '@jest/globals';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FolderError } from '../../../models/evaluation/folders/lines.js';
import { protocolsOf } from '../../../models/evaluation/protocols.js';
import type { ClicksTask, RankingTask, Task, TextsTask } from '../../../models/evaluation/tasks.js';
import { withFolder } from './written-folder.js';

async function load(files: Readonly<Record<string, string>>, protocol?: string, seed = 1): Promise<Task> {
  return withFolder(files, async (folder) => {
    const { listing, protocols } = await protocolsOf(folder, protocol);
    return protocols[0].load(listing, seed);
  });
}

const names = (files: Readonly<Record<string, string>>): Promise<string[]> =>
  withFolder(files, async (folder) => (await protocolsOf(folder)).protocols.map(({ name }) => name));

const S3REC = { 'Toys.txt': '7 30 4 11\n2 4 30 11 9\n5 4 30\n', 'Toys_item2attributes.json': '{"4": [8, 2], "11": [2], "30": []}' };
const MOOCS = {
  'user_courses.json': '{"0": [5, 3, 4], "1": [4, 3]}',
  'entity_dict.json': '{"U_9": 0, "U_8": 1, "C_course-v1:Tsinghua+A+1": 3, "C_course-v1:PKU+B+1": 4, "C_course-v1:Tsinghua+C+1": 5, "C_course-v1:PKU+D+1": 6, "K_x": 7}',
  'ids_texts.json': '{"C_course-v1:Tsinghua+A+1": "数学", "C_course-v1:PKU+B+1": "物理"}',
};
const KGCN = {
  'user_artists.dat': 'userID\tartistID\tweight\n2\t51\t13883\n2\t52\t11690\n3\t52\t1\n3\t99\t5\n4\t53\t1\n',
  'item_index2entity_id.txt': '51\t0\n52\t1\n53\t2\n54\t3\n',
  'kg.txt': '0\tmusic.artist.origin\t4\n5\tfilm.actor.film\t1\n1\ta.b\t4\n',
};
const CSV = { 'reviews.csv': `label,review\n${Array.from({ length: 20 }, (_, row) => `${row % 2},"text, ${row}"`).join('\n')}\n` };
const PAIRS = {
  'train_few_all.json': '{"sentence1": "a", "sentence2": "b", "label": "1"}\n{"sentence1": "c", "sentence2": "d", "label": "0"}\n',
  'dev_few_all.json': '{"sentence1": "e", "sentence2": "f", "label": "0"}\n',
  'test_public.json': '{"sentence1": "g", "sentence2": "h", "label": "1"}\n',
  'unlabeled.json': '{"sentence1": "i", "sentence2": "j"}\n',
};
const EVENTS = {
  'interactions.csv': `reader,content,time,weight\n${Array.from({ length: 40 }, (_, row) => `r${row % 4},c${(row * 7) % 10},${1_700_000_000 + 3600 * row},${1 + (row % 2)}`).join('\n')}\n`,
  'contents.jsonl': '{"content": "c1", "title": "one", "text": "first", "tags": ["a", "b"], "createdAt": "2023-01-01T00:00:00Z"}\n{"content": "c99", "text": "unread", "tags": "b|c"}\n',
};

describe('a folder is recognised by its files', () => {
  test.each<[string, Record<string, string>, string[]]>([
    ['train.txt and test.txt', { 'train.txt': '0 1\n', 'test.txt': '0 2\n' }, ['published-split']],
    ['sequences with attributes', S3REC, ['leave-last-out', 'cold-items']],
    ['courses', MOOCS, ['leave-last-out', 'cold-items']],
    ['a listening log with a graph', KGCN, ['clicks']],
    ['labelled texts', CSV, ['texts']],
    ['few-shot texts', PAIRS, ['texts']],
    ['events with times', EVENTS, ['time-split', 'leave-last-out', 'cold-items']],
    ['events alone', { 'ratings.tsv': 'user\titem\ttimestamp\n1\t2\t3\n' }, ['time-split', 'leave-last-out']],
  ])('%s', async (_, files, expected) => {
    expect(await names({ 'README.md': 'what it is', ...files })).toEqual(expected);
  });

  test('logs of two policies are folders', async () => {
    await withFolder({}, async (folder) => {
      for (const policy of ['random', 'bts']) await mkdir(join(folder, policy));
      expect((await protocolsOf(folder)).protocols.map(({ name }) => name)).toEqual(['off-policy']);
    });
  });

  test('others are refused with what would be known; so is a protocol that does not fit', async () => {
    await expect(names({ 'notes.txt': 'x' })).rejects.toThrow(/no protocol knows the files of .*\(notes\.txt\); give a folder with train\.txt/);
    await expect(load(S3REC, 'clicks')).rejects.toThrow(/the protocol clicks cannot measure .*; leave-last-out, cold-items can/);
    await expect(load(S3REC, 'sampled')).rejects.toThrow("there is no protocol 'sampled'; there are published-split,");
    await expect(protocolsOf('/nowhere/at/all')).rejects.toThrow(FolderError);
  });
});

test('a published split is held out anew for each fold, its test never touched', async () => {
  const lines = (items: (reader: number) => number[]): string => Array.from({ length: 12 }, (_, reader) => [reader, ...items(reader)].join(' ')).join('\n');
  const task = await load({ 'train.txt': lines((reader) => [0, 1, 2, 3].map((step) => (reader + step) % 8)), 'test.txt': lines((reader) => [(reader + 5) % 8]) }) as RankingTask;
  const folds = task.folds!(3);
  expect(folds[0]).toEqual(task.tuning);
  expect(folds[1].test).not.toEqual(folds[0].test);
  for (const { train, test: held } of folds) {
    expect([train.readers.length, held.readers.length]).toEqual([36, 12]);
    for (let row = 0; row < held.items.length; row++) expect(held.items[row]).not.toBe((held.readers[row] + 5) % 8);
  }
});

describe('sequences', () => {
  test('keep their order, number items by their ids, and know attributes', async () => {
    const task = await load(S3REC) as RankingTask;
    const pairs = ({ readers, items }: RankingTask['test']['train']): string[] => Array.from(readers, (reader, row) => `${reader}-${items[row]}`).sort();
    // Readers 2, 5, 7 and items 4, 9, 11, 30 in the order of their numbers; reader 5 has too few items.
    expect(pairs(task.test.test)).toEqual(['0-1', '2-2']);
    expect(pairs(task.tuning.test)).toEqual(['0-2', '2-0']);
    expect(pairs(task.test.train)).toEqual(['0-0', '0-3', '1-0', '1-3', '2-3']);
    expect(pairs(task.test.histories!)).toEqual(['0-0', '0-2', '0-3', '1-0', '1-3', '2-0', '2-3']);
    const { attributes } = task.contents!;
    expect([attributes!.columnCount, [...attributes!.offsets], [...attributes!.columns]]).toEqual([2, [0, 2, 2, 3, 3], [0, 1, 0]]);
  });

  test('courses have texts and the organisation of their name; unread ones are there too', async () => {
    const task = await load(MOOCS) as RankingTask;
    expect(task.contents!.texts).toEqual(['数学', '物理', '', '']);
    expect([...task.contents!.attributes!.columns]).toEqual([1, 0, 1, 0]);
    expect([[...task.test.test.readers], [...task.test.test.items], task.test.train.itemCount]).toEqual([[0], [1], 4]);
  });

  test.each<[string, Record<string, string>, string]>([
    ['a word', { ...S3REC, 'Toys.txt': '1 2 3\n2 x 4\n' }, "Toys.txt line 2: 'x' is no number"],
    ['a reader with two lines', { ...S3REC, 'Toys.txt': '1 2 3\n\n1 4\n' }, 'Toys.txt line 3: user 1 already has a line'],
    ['no rows', { ...S3REC, 'Toys.txt': '\n' }, 'Toys.txt has no interactions'],
    ['attributes that are no list', { ...S3REC, 'Toys_item2attributes.json': '{"4": 5}' }, 'the attributes of item 4 are no list of numbers'],
    ['broken JSON', { ...S3REC, 'Toys_item2attributes.json': '{"4": [' }, 'cannot read Toys_item2attributes.json'],
    ['courses that are no list', { ...MOOCS, 'user_courses.json': '{"0": "x"}' }, 'the courses of learner 0 are no list of numbers'],
    ['a course without a name', { ...MOOCS, 'user_courses.json': '{"0": [3, 44]}' }, 'no entity with the number 44'],
  ])('refuse %s', async (_, files, message) => {
    await expect(load(files)).rejects.toThrow(FolderError);
    await expect(load(files)).rejects.toThrow(message);
  });
});

describe('clicks', () => {
  test('positives that the graph knows, as many negatives, 6 : 2 : 2, the same for one seed', async () => {
    const { task, test: last } = await load(KGCN) as ClicksTask;
    expect([task.readerCount, task.itemCount]).toEqual([3, 4]);
    const all = [task.train, task.validation, last].flatMap(({ readers, items, labels }) => Array.from(readers, (reader, row) => [reader, items[row], labels[row]]));
    expect(all.length).toBe(8);
    expect(all.filter(([, , label]) => label === 1).map(([reader, item]) => `${reader}-${item}`).sort()).toEqual(['0-0', '0-1', '1-1', '2-2']);
    for (const [reader, item, label] of all) if (label === 0) expect(all.some(([r, i, l]) => r === reader && i === item && l === 1)).toBe(false);
    expect([task.train.labels.length, task.validation.labels.length, last.labels.length]).toEqual([4, 2, 2]);
    expect(await load(KGCN)).toEqual({ kind: 'clicks', task, test: last });
    // Entity 4 beside items 0 and 1 (as tails), entity 5 beside item 1 (as its head).
    expect([[...task.contents!.attributes!.offsets], [...task.contents!.attributes!.columns], task.contents!.attributes!.columnCount]).toEqual([[0, 1, 3, 3, 3], [4, 4, 5], 6]);
  });

  test.each<[string, Record<string, string>, string]>([
    ['a row that is none', { ...KGCN, 'user_artists.dat': 'userID artistID weight\n2 51 1\nx 52 1\n' }, "user_artists.dat line 3: 'x 52 1'"],
    ['a broken triple', { ...KGCN, 'kg.txt': '0 a 4\n0 a\n' }, "kg.txt line 2: '' in place 3 is no number"],
    ['a number that would take gigabytes', { ...KGCN, 'kg.txt': '0 a 4\n0 a 999999999\n' }, 'kg.txt line 2: 999999999 is above 10000000'],
    ['an item twice', { ...KGCN, 'item_index2entity_id.txt': '51 0\n51 1\n' }, 'line 2: item 51 has a line already'],
    ['no known artist', { ...KGCN, 'user_artists.dat': '2 77 1\n' }, 'has no row whose artist is in'],
  ])('refuse %s', async (_, files, message) => {
    await expect(load(files)).rejects.toThrow(message);
  });
});

describe('texts', () => {
  test('pairs, with texts that have no label', async () => {
    const { task, test: last } = await load(PAIRS) as TextsTask;
    expect([task.labels, task.train, last, task.unlabelled]).toEqual([
      ['0', '1'], { texts: ['a', 'c'], seconds: ['b', 'd'], labels: Int32Array.of(1, 0) }, { texts: ['g'], seconds: ['h'], labels: Int32Array.of(1) }, { texts: ['i'], seconds: ['j'] },
    ]);
  });

  test('a table is parted 8 : 1 : 1, every text once', async () => {
    const { task, test: last } = await load(CSV) as TextsTask;
    const parts = [task.train, task.validation, last];
    expect(parts.map(({ texts }) => texts.length)).toEqual([16, 2, 2]);
    expect(parts.flatMap(({ texts }) => texts).sort()).toEqual(Array.from({ length: 20 }, (_, row) => `text, ${row}`).sort());
    for (const { texts, labels } of parts) texts.forEach((text, at) => expect(labels[at]).toBe(Number(text.slice(6)) % 2));
  });

  test.each<[string, Record<string, string>, string]>([
    ['a line that is no object', { ...PAIRS, 'dev_few_all.json': '{"sentence1": "a", "sentence2": "b", "label": "0"}\n[1]\n' }, 'dev_few_all.json line 2: not a JSON object'],
    ['a row without a label', { ...PAIRS, 'dev_few_all.json': '{"sentence1": "a", "sentence2": "b"}\n' }, 'dev_few_all.json line 1: no label'],
    ['half a pair', { ...PAIRS, 'dev_few_all.json': '{"sentence1": "a", "label": "0"}\n' }, 'dev_few_all.json line 1: no text'],
    ['a label that train has not', { ...PAIRS, 'test_public.json': '{"sentence1": "a", "sentence2": "b", "label": "7"}\n' }, 'the label 7 is not in the train part'],
    ['a table that is broken', { 'reviews.csv': 'label,review\n1,good\n0,"bad\n' }, 'reviews.csv'],
    ['a table with an empty label', { 'reviews.csv': 'label,review\n1,good\n,bad\n' }, 'reviews.csv line 3: no label'],
    ['too few rows', { 'reviews.csv': 'label,review\n1,good\n' }, 'has 1 rows; a split needs at least 10'],
  ])('refuse %s', async (_, files, message) => {
    await expect(load(files)).rejects.toThrow(message);
  });
});

describe('events with times', () => {
  test('one cut in time for all; what is known of contents stands beside', async () => {
    const task = await load(EVENTS) as RankingTask;
    const { train, test: last } = task.test;
    expect([train.readers.length, last.readers.length, task.tuning.train.readers.length, task.tuning.test.readers.length]).toEqual([36, 4, 32, 4]);
    expect(Math.max(...train.timesMs)).toBeLessThan(Math.min(...last.timesMs));
    expect(Math.max(...task.tuning.train.timesMs)).toBeLessThan(Math.min(...task.tuning.test.timesMs));
    expect(train.timesMs[0]).toBe(1_700_000_000_000);
    expect([train.itemCount, task.contents!.texts[1], task.contents!.texts[10]]).toEqual([11, 'first\none', 'unread']);
    expect([...task.contents!.attributes!.columns]).toEqual([0, 1, 1, 2]);
    expect([task.contents!.createdMs![1], task.contents!.createdMs![0]]).toEqual([Date.parse('2023-01-01'), NaN]);
    for (const { train: past, test: next } of task.folds!(3)) expect(Math.max(...past.timesMs, ...next.timesMs)).toBeLessThan(Math.min(...last.timesMs));
  });

  test.each<[string, Record<string, string>, string]>([
    ['a time that is none', { 'events.jsonl': '{"user": 1, "item": 2, "timestamp": "2020-01-01"}\n{"user": 1, "item": 2, "timestamp": "soon"}\n' }, "events.jsonl line 2: 'soon' is no time"],
    ['no reader', { 'events.jsonl': '{"item": 2, "timestamp": 5}\n' }, 'events.jsonl line 1: no reader; the column may be called reader, user'],
    ['a weight of 0', { 'events.csv': 'reader,content,time,weight\na,b,5,1\na,c,6,0\n' }, 'events.csv line 3: the weight 0 is not above 0'],
    ['a row of another width', { 'events.csv': 'reader,content,time\na,b,5\na,c\n' }, 'events.csv line 3'],
    ['one time only', { 'events.csv': 'reader,content,time\na,b,5\na,c,5\n' }, 'too few different times'],
    ['a content described twice', { ...EVENTS, 'contents.jsonl': '{"content": "c1", "text": "a"}\n{"content": "c1", "text": "b"}\n' }, 'contents.jsonl line 2: content c1 is described twice'],
  ])('refuse %s', async (_, files, message) => {
    await expect(load(files)).rejects.toThrow(message);
  });
});
