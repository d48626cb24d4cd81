import { countFeatures } from '../server/feed/feature-sets.js';
import type { Processor, WorkerServices } from './processor.js';

/** Counts what is known of contents and ads anew, where anything was shown since the last time. */
export function countFeaturesJob({ database, clock, newId }: WorkerServices): Processor<'count-features'> {
  return async () => {
    const [{ stale }] = await database.query<{ stale: boolean }>(
      `SELECT EXISTS (SELECT FROM impressions WHERE served_at >= COALESCE((SELECT max(counted_to) FROM feature_sets), '-infinity')) AS stale`);
    return { counted: stale ? await countFeatures(database, newId, clock().getTime()) : null };
  };
}
