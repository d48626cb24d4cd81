import type { ContentTable, InteractionTable } from '../../dataset.js';
import type { SparseRows } from '../../sparse.js';
import { indexOfKeys, KeyedRows } from './keyed-rows.js';
import { eachLine, FolderError, readJson } from './lines.js';
import type { Listing } from './lines.js';

/**
 * Interactions in the order they happened, with what is known of the items. Where a source has an order but no times,
 * `timesMs` is the place in the reader's list from 1.
 */
export interface OrderedInteractions {
  readonly table: InteractionTable;
  readonly contents: ContentTable | null;
}

/** Rows of attributes [items, attributes] in ascending columns; `attributes[item]` may repeat a column. */
export function attributeRows(attributes: readonly (readonly number[])[], columnCount: number): SparseRows {
  const rows = attributes.map((own) => [...new Set(own)].sort((a, b) => a - b));
  const offsets = new Int32Array(rows.length + 1);
  rows.forEach((row, at) => (offsets[at + 1] = offsets[at] + row.length));
  const columns = Int32Array.from(rows.flat());
  return { rowCount: rows.length, columnCount, offsets, columns, values: new Float32Array(columns.length).fill(1) };
}

const isSequenceFile = (name: string): boolean => name.endsWith('.txt') && !/^(readme|train|test)\b/i.test(name);

/** The files of the S3-Rec family: NAME.txt with `user item item …` in time order, and NAME_item2attributes.json. */
export function s3recFiles({ names }: Listing): { sequences: string; attributes: string } | null {
  const attributes = names.find((name) => name.endsWith('_item2attributes.json'));
  const sequences = attributes?.replace(/_item2attributes\.json$/, '.txt');
  return attributes && sequences && isSequenceFile(sequences) && names.includes(sequences) ? { sequences, attributes } : null;
}

export async function loadS3rec(listing: Listing): Promise<OrderedInteractions> {
  const files = s3recFiles(listing)!;
  const rows = new KeyedRows();
  const seen = new Set<string>();
  await eachLine(listing.folder, files.sequences, (line, where) => {
    const [reader, ...items] = line.split(/\s+/);
    for (const word of [reader, ...items]) {
      if (!/^\d{1,9}$/.test(word)) throw new FolderError(`${where}: '${word.slice(0, 40)}' is no number; write 'user item item …' in time order`);
    }
    if (seen.has(reader)) throw new FolderError(`${where}: user ${reader} already has a line; join the two`);
    seen.add(reader);
    items.forEach((item, place) => rows.push(reader, item, 1, place + 1));
  });
  if (rows.length === 0) throw new FolderError(`${files.sequences} has no interactions`);
  const given = await readJson(listing.folder, files.attributes);
  const { table, itemKeys } = rows.finish();
  const lists = itemKeys.map((key) => given[key] ?? []);
  lists.forEach((list, item) => {
    if (!Array.isArray(list) || list.some((one) => typeof one !== 'number')) {
      throw new FolderError(`${files.attributes}: the attributes of item ${itemKeys[item]} are no list of numbers`);
    }
  });
  const columns = indexOfKeys((lists as number[][]).flat().map(String));
  const attributes = attributeRows((lists as number[][]).map((list) => list.map((one) => columns.get(String(one))!)), columns.size);
  return { table, contents: { texts: itemKeys.map(() => ''), attributes, createdMs: null } };
}

export function isMooccube({ names }: Listing): boolean {
  return ['user_courses.json', 'ids_texts.json', 'entity_dict.json'].every((name) => names.includes(name));
}

/**
 * user_courses.json { learner: [course, …] } in the order of enrolment, entity_dict.json { entity: number },
 * ids_texts.json { entity: introduction }. The one attribute is the organisation, which the name of a course begins with.
 */
export async function loadMooccube({ folder }: Listing): Promise<OrderedInteractions> {
  const rows = new KeyedRows();
  for (const [reader, courses] of Object.entries(await readJson(folder, 'user_courses.json'))) {
    if (!Array.isArray(courses) || courses.some((course) => !Number.isSafeInteger(course))) {
      throw new FolderError(`user_courses.json: the courses of learner ${reader} are no list of numbers`);
    }
    courses.forEach((course, place) => rows.push(reader, String(course), 1, place + 1));
  }
  const names = new Map(Object.entries(await readJson(folder, 'entity_dict.json')).map(([name, number]) => [String(number), name]));
  const texts = await readJson(folder, 'ids_texts.json');
  const { table, itemKeys } = rows.finish([...names].filter(([, name]) => name.startsWith('C_')).map(([number]) => number));
  const unknown = itemKeys.find((key) => !names.has(key));
  if (unknown !== undefined) throw new FolderError(`entity_dict.json has no entity with the number ${unknown}, which user_courses.json names`);
  const organisation = (key: string): string => /^C_course-v\d+:([^+]+)\+/.exec(names.get(key)!)?.[1] ?? '';
  const columns = indexOfKeys(itemKeys.map(organisation));
  return {
    table,
    contents: {
      texts: itemKeys.map((key) => String(texts[names.get(key)!] ?? '')),
      attributes: attributeRows(itemKeys.map((key) => [columns.get(organisation(key))!]), columns.size),
      createdMs: null,
    },
  };
}
