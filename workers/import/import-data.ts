import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ContentImport, type ContentRecord, type ImportResult } from '../../server/content/content-import.js';
import type { ReaderEvent } from '../../server/feed/event.js';
import { BoundedWork } from '../../server/feed/bounded-work.js';
import type { Interactions } from '../../server/feed/interactions.js';
import type { RunningNumbers } from '../../server/feed/running-numbers.js';
import { systemActor } from '../../server/platform/actor.js';
import type { Clock } from '../../server/platform/clock.js';
import { DomainError } from '../../server/platform/errors.js';
import { contentsOf, interactionsOf, type Dictionaries } from './fields.js';
import { formatOf, type ContentsFile, type InteractionsFile, type Mapping } from './mapping.js';
import { recordBatches, type SourceRecord } from './records.js';

export interface ImportParts {
  contents: ContentImport;
  interactions: Interactions;
  numbers: RunningNumbers;
  clock: Clock;
  /** Unix ms; what happened before it is stored, and leaves with the next house-keeping. */
  keptFromMs: number;
}

export interface ImportReport {
  contents: { rows: number; created: number; updated: number; unchanged: number; rejected: number };
  /** `leaving`: of those accepted or here before, how many are older than what is kept. */
  interactions: { rows: number; accepted: number; duplicates: number; rejected: number; leaving: number };
}

export interface ImportWatch {
  reject(file: string, line: number, reason: string): void;
  /** `bytes` more bytes of the files were read, `rows` more rows handled. */
  progress(bytes: number, rows: number): void;
}

export const importActor = systemActor('import');

/**
 * Brings files in: contents first, then interactions. Every batch stands for itself and repeating it changes nothing, so
 * an import that was killed is simply run again.
 */
export class DataImport {
  private readonly report: ImportReport = {
    contents: { rows: 0, created: 0, updated: 0, unchanged: 0, rejected: 0 },
    interactions: { rows: 0, accepted: 0, duplicates: 0, rejected: 0, leaving: 0 },
  };

  constructor(private readonly parts: ImportParts, private readonly mapping: Mapping, private readonly watch: ImportWatch) {}

  /** `pathOf` says where a file of the mapping lies. */
  async run(pathOf: (file: string) => string): Promise<ImportReport> {
    const dictionaries: Dictionaries = new Map(Object.entries(this.mapping.dictionaries)
      .map(([name, { file, inverted }]) => [name, readDictionary(pathOf(file), inverted)]));
    for (const file of this.mapping.contents) await this.takeContents(file, pathOf(file.file), dictionaries);
    for (const file of this.mapping.interactions) await this.takeInteractions(file, pathOf(file.file), dictionaries);
    return this.report;
  }

  private async takeContents(file: ContentsFile, path: string, dictionaries: Dictionaries): Promise<void> {
    const convert = contentsOf(file, dictionaries, this.parts.clock());
    const counts = this.report.contents;
    await this.eachBatch(file, path, counts, async (records) => {
      const contents: ContentRecord[] = [];
      const lines: number[] = [];
      for (const record of records) {
        const content = convert(record);
        if (typeof content === 'string') {
          this.reject(counts, path, record.line, content);
        } else {
          contents.push(content);
          lines.push(record.line);
        }
      }
      await this.upsert(contents, (place, reason) => this.reject(counts, path, lines[place], reason));
    });
  }

  private async takeInteractions(file: InteractionsFile, path: string, dictionaries: Dictionaries): Promise<void> {
    const convert = interactionsOf(file, this.mapping.name, dictionaries, this.parts.clock());
    const counts = this.report.interactions;
    let position = 0;
    await this.eachBatch(file, path, counts, async (records) => {
      const events: ReaderEvent[] = [];
      const lines: number[] = [];
      for (const record of records) {
        const event = convert(record, position++);
        if (typeof event === 'string') {
          this.reject(counts, path, record.line, event);
        } else {
          events.push(event);
          lines.push(record.line);
        }
      }
      if (this.mapping.createContents) await this.createMissing(events);
      const stored = await this.parts.interactions.accept(events, null);
      counts.accepted += stored.accepted;
      counts.duplicates += stored.duplicates;
      const unknown = new Set(stored.unknownContents);
      for (const place of unknown) this.reject(counts, path, lines[place], 'unknown_content');
      events.forEach(({ occurredAtMs }, place) => { if (occurredAtMs < this.parts.keptFromMs && !unknown.has(place)) counts.leaving += 1; });
      // Two batches that make the same contents would stand in each other's way.
    }, this.mapping.createContents ? 1 : 2);
  }

  /** Batches are stored, `atOnce` beside each other, while the next is read and converted; never more are held. */
  private async eachBatch(
    { format, columns }: ContentsFile | InteractionsFile, path: string, counts: { rows: number; rejected: number },
    take: (records: SourceRecord[]) => Promise<void>, atOnce = 1,
  ): Promise<void> {
    const batches = recordBatches({
      path,
      format: formatOf(path, format),
      columns,
      onBytes: (bytes) => this.watch.progress(bytes, 0),
      onBad: ({ line, reason }) => {
        counts.rows += 1;
        this.reject(counts, path, line, reason);
      },
    });
    const storing = new BoundedWork(atOnce);
    try {
      for await (const records of batches) {
        counts.rows += records.length;
        await storing.add(() => take(records).then(() => this.watch.progress(0, records.length)));
      }
    } finally {
      await storing.finish();
    }
  }

  private async createMissing(events: readonly ReaderEvent[]): Promise<void> {
    const keys = new Set(events.map((event) => event.contentKey));
    const known = await this.parts.numbers.ofContents(keys);
    const missing = [...keys].filter((key) => !known.has(key));
    if (missing.length === 0) return;
    const publishedAt = this.parts.clock();
    this.report.contents.rows += missing.length;
    await this.upsert(missing.map((externalId) => ({ externalId, title: externalId, kind: 'article', language: 'en', publishedAt })), (place, reason) => {
      throw new DomainError('BAD_INPUT', { externalId: missing[place], reason }); // an id that came through parseEvent is a title
    });
  }

  /** A content that the platform refuses is reported by its place and the others are stored all the same. */
  private async upsert(contents: ContentRecord[], refuse: (place: number, reason: string) => void): Promise<void> {
    const counts = this.report.contents;
    for (let from = 0; from < contents.length; from += ContentImport.maxBatch) {
      const places = contents.slice(from, from + ContentImport.maxBatch).map((_, at) => from + at);
      while (places.length > 0) {
        const result = await this.tryUpsert(places.map((place) => contents[place]));
        if ('refused' in result) {
          refuse(places[result.refused], `bad_${result.path}`);
          places.splice(result.refused, 1);
          continue;
        }
        counts.created += result.created;
        counts.updated += result.updated;
        counts.unchanged += result.unchanged;
        break;
      }
    }
  }

  private async tryUpsert(batch: ContentRecord[]): Promise<ImportResult | { refused: number; path: string }> {
    try {
      return await this.parts.contents.upsert(batch, importActor);
    } catch (error) {
      const index = error instanceof DomainError && error.code === 'BAD_INPUT' ? error.details.index : undefined;
      if (typeof index !== 'number') throw error;
      return { refused: index, path: [(error as DomainError).details.path].flat().join('_') || 'content' };
    }
  }

  private reject(counts: { rejected: number }, path: string, line: number, reason: string): void {
    counts.rejected += 1;
    this.watch.reject(path, line, reason);
  }
}

function readDictionary(path: string, inverted: boolean): Map<string, string> {
  const entries = Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Record<string, string | number>);
  return new Map(entries.map(([word, value]) => (inverted ? [String(value), word] : [word, String(value)])));
}

/** A file named by a mapping: in the folder, or the one file that was given. */
export function pathsIn(given: string): (file: string) => string {
  return statSync(given).isDirectory() ? (file) => join(given, file) : () => given;
}
