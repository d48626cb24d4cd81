import { z } from 'zod';
import { interactionKinds } from '../../schema/interaction.js';

/**
 * How the records of a file become contents or interactions. Every file format gives flat records:
 *   csv, tsv      a record per line; names from the first line, or from `columns` where the file has no such line
 *   jsonl         a record per line, names are the keys
 *   adjacency     `reader content content …` per line → reader, content, position (from 0)
 *   json          one big object or array: member { key: scalar } → key, value;
 *                 { key: [a, b] } → key, value, position for each; { key: {…} } and elements → their own names and key
 */
export const formats = ['csv', 'tsv', 'jsonl', 'adjacency', 'json'] as const;
export type Format = (typeof formats)[number];

const source = z.strictObject({
  column: z.string().optional(),
  /** The same for every record. */
  value: z.union([z.string(), z.number()]).optional(),
  /** Put before the text, so that the ids of two sources cannot meet. */
  prefix: z.string().optional(),
  /** Name of a dictionary that turns this number or word into another one. */
  dictionary: z.string().optional(),
  /** Words of the source → words of the platform, e.g. { "enroll": "enrol" }. */
  words: z.record(z.string(), z.string()).optional(),
  /** Only the first sentence of the text, at most 80 characters. */
  firstSentence: z.boolean().optional(),
  /** Of a time given as a number. */
  unit: z.enum(['seconds', 'milliseconds']).optional(),
  /** Splits one text into a list. */
  split: z.string().optional(),
}).refine((one) => (one.column === undefined) !== (one.value === undefined), 'either a column or a value');
const field = z.union([z.string().transform((column) => ({ column })), source]);

const file = { file: z.string(), format: z.enum(formats).optional(), columns: z.array(z.string()).optional() };
const contentsFile = z.strictObject({
  ...file,
  fields: z.strictObject({
    externalId: field,
    title: field,
    kind: field.optional(),
    summary: field.optional(),
    body: field.optional(),
    language: field.optional(),
    tags: field.optional(),
    publishedAt: field.optional(),
  }),
});
const interactionsFile = z.strictObject({
  ...file,
  fields: z.strictObject({
    reader: field,
    content: field,
    kind: field.optional(),
    occurredAt: field.optional(),
    value: field.optional(),
    eventId: field.optional(),
  }),
  /** For records without a time: base + position × step, position being the place in the reader's list or in the file. */
  times: z.strictObject({ base: z.iso.datetime({ offset: true }), stepSeconds: z.int().min(0) }).optional(),
  /** Kind of records that name none. */
  kind: z.enum(interactionKinds as [string, ...string[]]).default('view'),
});

const mapping = z.strictObject({
  /** Name of the source: part of every event id that is made up here. */
  name: z.string().regex(/^[a-z0-9-]+$/),
  description: z.string().default(''),
  /** JSON files { word: number or word } that fields may look in; `inverted` looks from the right to the left. */
  dictionaries: z.record(z.string(), z.strictObject({ file: z.string(), inverted: z.boolean().default(false) })).default({}),
  contents: z.array(contentsFile).default([]),
  interactions: z.array(interactionsFile).default([]),
  /** A content that an interaction names and nobody knows is made, its title the name. */
  createContents: z.boolean().default(false),
});

export type Mapping = z.output<typeof mapping>;
export type MappingInput = z.input<typeof mapping>;
export type FieldSource = z.output<typeof source>;
export type ContentsFile = z.output<typeof contentsFile>;
export type InteractionsFile = z.output<typeof interactionsFile>;

/** One sentence, or a list, of what is wrong with a mapping: for the person who wrote it. */
export class MappingError extends Error {}

/** Throws MappingError with the path and form of everything that is wrong. */
export function parseMapping(input: unknown): Mapping {
  const parsed = mapping.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new MappingError(`The mapping is not valid:\n${parsed.error.issues.map((issue) => `  ${issue.path.join('.') || '(top)'}: ${issue.message}`).join('\n')}`);
}

export function formatOf(path: string, given?: Format): Format {
  if (given) return given;
  const ending = /\.([a-z]+)$/i.exec(path)?.[1].toLowerCase();
  switch (ending) {
    case 'csv': return 'csv';
    case 'tsv': case 'dat': return 'tsv';
    case 'jsonl': case 'ndjson': return 'jsonl';
    case 'json': return 'json';
    case 'txt': return 'adjacency';
    default: throw new MappingError(`The format of ${path} cannot be told from its name: say "format" in the mapping (${formats.join(', ')}).`);
  }
}
