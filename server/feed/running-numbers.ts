import { LRUCache } from 'lru-cache';
import type { Database } from '../platform/database.js';
import { isUuid, type NewId } from '../platform/ids.js';

const CACHED_MAX = 200_000;

/**
 * Names to running numbers, a batch at a time. A number never changes once given, so what is cached here
 * can never be wrong, in any process.
 */
export class RunningNumbers {
  private readonly readers = new LRUCache<string, number>({ max: CACHED_MAX });
  private readonly contents = new LRUCache<string, number>({ max: CACHED_MAX });

  constructor(private readonly database: Database, private readonly newId: NewId) {}

  /** External ids of readers; an id that the platform meets for the first time becomes a reader. */
  async ofReaders(externalIds: Iterable<string>): Promise<Map<string, number>> {
    const { found, missing } = look(this.readers, externalIds);
    if (missing.length === 0) return found;
    await this.findReaders(missing, found);
    // In one order, so that two batches that meet the same strangers cannot wait for each other in a circle.
    const strangers = missing.filter((externalId) => !found.has(externalId)).sort();
    if (strangers.length > 0) {
      await this.database.query(
        'INSERT INTO readers (id, external_id) SELECT * FROM unnest($1::uuid[], $2::text[]) ON CONFLICT (external_id) DO NOTHING',
        [strangers.map(() => this.newId()), strangers],
      );
      await this.findReaders(strangers, found);
    }
    return found;
  }

  /** Uuids or external ids of contents, whatever their state; unknown ones are absent from the answer. */
  async ofContents(keys: Iterable<string>): Promise<Map<string, number>> {
    const { found, missing } = look(this.contents, keys);
    if (missing.length === 0) return found;
    // A uuid may also be somebody's external id: the platform's own id comes first.
    const uuids = missing.filter(isUuid);
    if (uuids.length > 0) {
      for (const { id, no } of await this.database.prepared<{ id: string; no: number }>(
        'feed-content-nos-by-id', 'SELECT id, no FROM contents WHERE id = ANY($1::uuid[])', [uuids],
      )) this.remember(this.contents, found, id, no);
    }
    const others = missing.filter((key) => !found.has(key));
    if (others.length > 0) {
      for (const { external_id: key, no } of await this.database.prepared<{ external_id: string; no: number }>(
        'feed-content-nos-by-external-id', 'SELECT external_id, no FROM contents WHERE external_id = ANY($1::text[])', [others],
      )) this.remember(this.contents, found, key, no);
    }
    return found;
  }

  private async findReaders(externalIds: string[], found: Map<string, number>): Promise<void> {
    const rows = await this.database.prepared<{ external_id: string; no: number }>(
      'feed-reader-nos', 'SELECT external_id, no FROM readers WHERE external_id = ANY($1::text[])', [externalIds],
    );
    for (const { external_id: key, no } of rows) this.remember(this.readers, found, key, no);
  }

  private remember(cache: LRUCache<string, number>, found: Map<string, number>, key: string, no: number): void {
    cache.set(key, no);
    found.set(key, no);
  }
}

function look(cache: LRUCache<string, number>, keys: Iterable<string>): { found: Map<string, number>; missing: string[] } {
  const found = new Map<string, number>();
  const missing = new Set<string>();
  for (const key of keys) {
    if (found.has(key) || missing.has(key)) continue;
    const no = cache.get(key);
    if (no === undefined) missing.add(key);
    else found.set(key, no);
  }
  return { found, missing: [...missing] };
}
