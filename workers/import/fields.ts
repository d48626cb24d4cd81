import type { ContentRecord } from '../../server/content/content-import.js';
import { importWindow, parseEvent, uuidOf, type ReaderEvent, type RejectReason } from '../../server/feed/event.js';
import type { ContentKind, ContentLanguage } from '../../schema/content.js';
import type { ContentsFile, FieldSource, InteractionsFile } from './mapping.js';
import type { SourceRecord } from './records.js';

export type Dictionary = ReadonlyMap<string, string>;
export type Dictionaries = ReadonlyMap<string, Dictionary>;
type Read = (fields: Record<string, unknown>) => unknown;

const FIRST_SENTENCE_MAX = 80;
const TITLE_MAX = 300;
const contentKinds: readonly string[] = ['article', 'audio', 'video', 'course', 'column'];

/** A mapping's field as a function of a record's fields; absent, empty and unknown in the dictionary are undefined. */
export function reader(source: FieldSource | undefined, dictionaries: Dictionaries): Read {
  if (source === undefined) return () => undefined;
  const { column, value, prefix, words, firstSentence, unit, split } = source;
  const dictionary = source.dictionary === undefined ? undefined : dictionaries.get(source.dictionary);
  if (value !== undefined) return () => value;
  return (fields) => {
    let found = fields[column!];
    if (found === undefined || found === null || found === '') return undefined;
    if (dictionary) found = dictionary.get(String(found));
    if (found === undefined) return undefined;
    if (words) found = words[String(found)] ?? found;
    if (unit) return Number(found) * (unit === 'seconds' ? 1000 : 1);
    if (split !== undefined && typeof found === 'string') return found.split(split).map((part) => part.trim()).filter(Boolean);
    if (firstSentence) return firstSentenceOf(String(found));
    return prefix === undefined ? found : prefix + String(found);
  };
}

export function firstSentenceOf(text: string): string {
  const [sentence] = text.trim().split(/(?<=[。！？!?])|(?<=\.)\s|\n/u, 1);
  const letters = Array.from(sentence.trim());
  return letters.length <= FIRST_SENTENCE_MAX ? letters.join('') : `${letters.slice(0, FIRST_SENTENCE_MAX - 1).join('')}…`;
}

/** A content of the platform, or the reason why this record is none. */
export function contentsOf({ fields }: ContentsFile, dictionaries: Dictionaries, now: Date): (record: SourceRecord) => ContentRecord | string {
  const read = Object.fromEntries(Object.entries(fields).map(([name, source]) => [name, reader(source, dictionaries)]));
  return (record) => {
    const of = (name: keyof typeof fields) => read[name]?.(record.fields);
    const text = (name: keyof typeof fields) => { const found = of(name); return found === undefined ? undefined : String(found); };
    const externalId = text('externalId');
    const title = text('title');
    const kind = text('kind')?.toLowerCase() ?? 'article';
    const language = text('language') ?? 'zh';
    const given = of('publishedAt');
    const publishedAt = given === undefined ? now : new Date(given as string | number);
    if (externalId === undefined || externalId.length > 200 || externalId.includes('\0')) return 'bad_external_id';
    if (title === undefined || title.length > TITLE_MAX) return 'bad_title';
    if (!contentKinds.includes(kind)) return 'bad_kind';
    if (language !== 'zh' && language !== 'en') return 'bad_language';
    if (Number.isNaN(publishedAt.getTime()) || publishedAt > now) return 'bad_time';
    const tags = of('tags');
    return {
      externalId, title, kind: kind as ContentKind, language: language as ContentLanguage, publishedAt,
      summary: text('summary') ?? '', body: text('body') ?? '',
      tags: tags === undefined ? [] : (Array.isArray(tags) ? tags : [tags]).map(String),
    };
  };
}

/**
 * An interaction, or the reason why this record is none. What is not in the source is made from what is, never from the
 * moment of the import: a second run makes the same events. Event id = hash of source, reader, content, kind and time.
 */
export function interactionsOf(
  { fields, times, kind: defaultKind }: InteractionsFile, source: string, dictionaries: Dictionaries, now: Date,
): (record: SourceRecord, position: number) => ReaderEvent | RejectReason {
  const readReader = reader(fields.reader, dictionaries);
  const readContent = reader(fields.content, dictionaries);
  const readKind = reader(fields.kind, dictionaries);
  const readTime = reader(fields.occurredAt, dictionaries);
  const readValue = reader(fields.value, dictionaries);
  const readEventId = reader(fields.eventId, dictionaries);
  const window = importWindow(now.getTime());
  const baseMs = times ? Date.parse(times.base) : Number.NaN;
  return ({ fields: record }, position) => {
    const readerId = readReader(record);
    const contentId = readContent(record);
    if (readerId === undefined) return 'bad_reader';
    if (contentId === undefined) return 'bad_content';
    const kind = String(readKind(record) ?? defaultKind).toLowerCase();
    const inList = (record.position as number | undefined) ?? position;
    const occurredAt = readTime(record) ?? baseMs + inList * (times?.stepSeconds ?? 0) * 1000;
    const value = readValue(record);
    return parseEvent({
      eventId: readEventId(record) === undefined ? uuidOf(`${source}\n${String(readerId)}\n${String(contentId)}\n${kind}\n${String(occurredAt)}`) : String(readEventId(record)),
      readerId: String(readerId),
      contentId: String(contentId),
      kind,
      occurredAt,
      value: value === undefined ? undefined : Number(value),
    }, window, (text) => text);
  };
}
