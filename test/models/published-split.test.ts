import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { FolderError } from '../../models/evaluation/folders/lines.js';
import { loadPublishedSplit } from '../../models/published-split.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'split-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

const write = async (train: string, held: string): Promise<void> => {
  await writeFile(join(folder, 'train.txt'), train);
  await writeFile(join(folder, 'test.txt'), held);
};

test('reads both files over common counts; a reader may have no items, a last line no end', async () => {
  await write('0 3 1\n2 0  4 \r\n1\n', '2 5\n0 2');
  const { train, test: held } = await loadPublishedSplit(folder);
  expect([train.readerCount, train.itemCount, held.readerCount, held.itemCount]).toEqual([3, 6, 3, 6]);
  expect([[...train.readers], [...train.items]]).toEqual([[0, 0, 2, 2], [3, 1, 0, 4]]);
  expect([[...held.readers], [...held.items]]).toEqual([[2, 0], [5, 2]]);
  expect([...train.weights]).toEqual([1, 1, 1, 1]);
});

test('lines longer than a read chunk are joined', async () => {
  const items = Array.from({ length: 300_000 }, (_, item) => item);
  await write(`0 ${items.join(' ')}\n`, '0 7\n');
  expect((await loadPublishedSplit(folder)).train.items.length).toBe(300_000);
});

test.each([
  ['a word', '0 1\n1 x7\n', "train.txt line 2: 'x7' is not a reader or item number"],
  ['a negative number', '0 -1\n', "train.txt line 1: '-1'"],
  ['a fraction', '0 1\n\n2 1.5\n', "train.txt line 3: '1.5'"],
  ['an index that would ask for gigabytes', '0 999999999\n', "'999999999'"],
  ['a second line of one reader', '4 1\n4 2\n', 'train.txt line 2: reader 4 already has a line'],
  ['an empty file', '\n', 'train.txt in'],
])('refuses %s with its line', async (_, train, message) => {
  await write(train, '0 1\n');
  await expect(loadPublishedSplit(folder)).rejects.toThrow(FolderError);
  await expect(loadPublishedSplit(folder)).rejects.toThrow(message);
});

test('a folder without the files is one sentence', async () => {
  await expect(loadPublishedSplit(join(folder, 'nowhere'))).rejects.toThrow(/^cannot read train\.txt in /);
});
