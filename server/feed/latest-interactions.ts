import { Interaction } from '../../schema/interaction.js';
import type { Database } from '../platform/database.js';

/** The last interactions of each reader, newest first: one statement for all of them. */
export async function readLatestInteractions(database: Database, readerNos: readonly number[], last: number): Promise<Interaction[][]> {
  const rows = await database.prepared<Interaction & { readerNo: number }>(
    'feed-latest-interactions',
    `SELECT i.event_id AS id, i.occurred_at AS "occurredAt", i.kind, i.value, i.slot, i.content_no AS "contentNo", c.id AS "contentId", r.no AS "readerNo"
     FROM unnest($1::int[]) AS r (no)
     CROSS JOIN LATERAL (SELECT * FROM interactions WHERE reader_no = r.no ORDER BY occurred_at DESC, event_id LIMIT $2) i
     LEFT JOIN contents c ON c.no = i.content_no
     ORDER BY i.occurred_at DESC, i.event_id`,
    [readerNos, last],
  );
  const byReader = new Map<number, Interaction[]>(readerNos.map((no) => [no, []]));
  for (const { readerNo, ...row } of rows) byReader.get(readerNo)!.push(Object.assign(new Interaction(), row));
  return readerNos.map((no) => byReader.get(no)!);
}
