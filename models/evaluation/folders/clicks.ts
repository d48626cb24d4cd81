import { attributeRows } from './sequences.js';
import { eachLine, FolderError } from './lines.js';
import type { Listing } from './lines.js';
import { Random, shuffle } from '../../random.js';
import type { ClickTable, ClickTask } from '../click-task.js';

const POSITIVES = 'user_artists.dat';
const ITEMS = 'item_index2entity_id.txt';
const GRAPH = 'kg.txt';
/** Numbers become places of arrays: a broken line must not ask for gigabytes. */
const HIGHEST = 10_000_000;

export function isKgcn({ names }: Listing): boolean {
  return [POSITIVES, ITEMS, GRAPH].every((name) => names.includes(name));
}

/** A table of whole numbers split at white space, `width` or more to the line. */
async function eachRow(folder: string, file: string, kinds: readonly ('number' | 'word')[], take: (words: string[], where: string) => void): Promise<void> {
  await eachLine(folder, file, (line, where) => {
    const words = line.split(/\s+/);
    const bad = kinds.findIndex((kind, at) => words[at] === undefined || (kind === 'number' && !/^\d{1,9}$/.test(words[at])));
    if (bad >= 0) throw new FolderError(`${where}: '${words[bad]?.slice(0, 40) ?? ''}' in place ${bad + 1} is no number`);
    const high = kinds.findIndex((kind, at) => kind === 'number' && Number(words[at]) > HIGHEST);
    if (high >= 0) throw new FolderError(`${where}: ${words[high]} is above ${HIGHEST}, the highest number; count from 0`);
    take(words, where);
  });
}

/**
 * The protocol of KGCN and RippleNet (Wang et al. 2019) on their Last.FM files: every listened artist that the graph knows
 * is a positive, each reader gets as many sampled artists that he never listened to, and all pairs are split 6 : 2 : 2 at
 * random. Their split was never published, so the draw is ours, by `seed`. Attributes are the entities that the graph
 * joins to an artist, in either direction [items, entities].
 */
export async function loadKgcn({ folder }: Listing, seed: number): Promise<{ task: ClickTask; test: ClickTable }> {
  const itemOf = new Map<string, number>();
  await eachRow(folder, ITEMS, ['number', 'number'], ([key, index], where) => {
    if (itemOf.has(key)) throw new FolderError(`${where}: item ${key} has a line already`);
    itemOf.set(key, Number(index));
  });
  const itemCount = [...itemOf.values()].reduce((highest, item) => Math.max(highest, item), -1) + 1;
  const heard = new Map<string, Set<number>>();
  let header = true;
  await eachLine(folder, POSITIVES, (line, where) => {
    const words = line.split(/\s+/);
    if (header && /^userID/i.test(words[0])) {
      header = false;
      return;
    }
    header = false;
    if (words.length < 2 || !words.slice(0, 2).every((word) => /^\d{1,9}$/.test(word))) {
      throw new FolderError(`${where}: '${line.slice(0, 40)}' is no 'user artist weight'`);
    }
    const item = itemOf.get(words[1]);
    if (item !== undefined) heard.set(words[0], (heard.get(words[0]) ?? new Set()).add(item));
  });
  if (heard.size === 0) throw new FolderError(`${POSITIVES} has no row whose artist is in ${ITEMS}`);
  const pairs = withNegatives([...heard.keys()].sort((a, b) => Number(a) - Number(b)).map((key) => heard.get(key)!), itemCount, new Random(seed));
  const part = shuffled(pairs.labels.length, new Random(seed + 1));
  const [sixth, eighth] = [Math.floor(part.length * 0.6), Math.floor(part.length * 0.8)];
  const attributes = await entitiesOf(folder, itemCount);
  return {
    task: {
      readerCount: heard.size,
      itemCount,
      train: takePairs(pairs, part.subarray(0, sixth)),
      validation: takePairs(pairs, part.subarray(sixth, eighth)),
      contents: { texts: Array.from({ length: itemCount }, () => ''), attributes, createdMs: null },
    },
    test: takePairs(pairs, part.subarray(eighth)),
  };
}

/** Each reader's positives, then as many other items drawn without return (fewer where there are not so many). */
function withNegatives(positives: readonly ReadonlySet<number>[], itemCount: number, random: Random): ClickTable {
  const readers: number[] = [];
  const items: number[] = [];
  const labels: number[] = [];
  positives.forEach((own, reader) => {
    for (const item of [...own].sort((a, b) => a - b)) {
      readers.push(reader);
      items.push(item);
      labels.push(1);
    }
    const drawn = new Set<number>();
    for (const wanted = Math.min(own.size, itemCount - own.size); drawn.size < wanted; ) {
      const item = random.below(itemCount);
      if (!own.has(item)) drawn.add(item);
    }
    for (const item of drawn) {
      readers.push(reader);
      items.push(item);
      labels.push(0);
    }
  });
  return { readers: Int32Array.from(readers), items: Int32Array.from(items), labels: Uint8Array.from(labels) };
}

/** 0 … count − 1 in random order. */
export function shuffled(count: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: count }, (_, at) => at);
  shuffle(order, random);
  return order;
}

function takePairs({ readers, items, labels }: ClickTable, rows: Int32Array): ClickTable {
  return { readers: rows.map((row) => readers[row]), items: rows.map((row) => items[row]), labels: Uint8Array.from(rows, (row) => labels[row]) };
}

async function entitiesOf(folder: string, itemCount: number) {
  const own: number[][] = Array.from({ length: itemCount }, () => []);
  let highest = itemCount - 1;
  await eachRow(folder, GRAPH, ['number', 'word', 'number'], ([head, , tail]) => {
    const [from, to] = [Number(head), Number(tail)];
    if (from < itemCount) own[from].push(to);
    if (to < itemCount) own[to].push(from);
    highest = Math.max(highest, from, to);
  });
  return attributeRows(own, highest + 1);
}
