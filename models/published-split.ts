import type { InteractionTable } from './dataset.js';
import { eachLine, FolderError } from './evaluation/folders/lines.js';
import type { Split } from './splits.js';

interface Pairs {
  readers: number[];
  items: number[];
  highestReader: number;
  highestItem: number;
}

/** Index limits keep a broken line from asking for gigabytes. */
const HIGHEST_INDEX = 50_000_000;

function parseLine(line: string, where: string, seenReaders: Set<number>, pairs: Pairs): void {
  const words = line.split(/\s+/);
  for (const word of words) {
    if (!/^\d{1,9}$/.test(word) || Number(word) > HIGHEST_INDEX) {
      throw new FolderError(`${where}: '${word.slice(0, 40)}' is not a reader or item number; write 'reader item item …'`);
    }
  }
  const reader = Number(words[0]);
  if (seenReaders.has(reader)) throw new FolderError(`${where}: reader ${reader} already has a line; join the two`);
  seenReaders.add(reader);
  pairs.highestReader = Math.max(pairs.highestReader, reader);
  for (let at = 1; at < words.length; at++) {
    const item = Number(words[at]);
    pairs.readers.push(reader);
    pairs.items.push(item);
    pairs.highestItem = Math.max(pairs.highestItem, item);
  }
}

async function readPairs(folder: string, file: string): Promise<Pairs> {
  const pairs: Pairs = { readers: [], items: [], highestReader: -1, highestItem: -1 };
  const seenReaders = new Set<number>();
  await eachLine(folder, file, (line, where) => parseLine(line, where, seenReaders, pairs));
  if (pairs.readers.length === 0) throw new FolderError(`${file} in ${folder} has no interactions`);
  return pairs;
}

/**
 * The adjacency text of the LightGCN family: a folder with train.txt and test.txt, one line per reader,
 * `reader item item …`, numbers separated by spaces. Both files are read as streams. Throws FolderError.
 */
export async function loadPublishedSplit(folder: string): Promise<Split> {
  const train = await readPairs(folder, 'train.txt');
  const test = await readPairs(folder, 'test.txt');
  const readerCount = Math.max(train.highestReader, test.highestReader) + 1;
  const itemCount = Math.max(train.highestItem, test.highestItem) + 1;
  const table = (pairs: Pairs): InteractionTable => ({
    readerCount,
    itemCount,
    readers: Int32Array.from(pairs.readers),
    items: Int32Array.from(pairs.items),
    weights: new Float32Array(pairs.readers.length).fill(1),
    timesMs: new Float64Array(pairs.readers.length),
  });
  return { train: table(train), test: table(test) };
}
