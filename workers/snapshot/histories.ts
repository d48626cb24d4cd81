import { to as copyTo } from 'pg-copy-streams';
import { HISTORY_LIMIT, historyOf, INTERACTION_WEIGHTS, type HistoryEvent } from '../../models/features/interaction-weights.js';
import { readersPerPage } from '../../server/model-run/reader-scores.js';
import type { Database } from '../../server/platform/database.js';
import type { SnapshotPage } from './files.js';

export interface SnapshotWindow { fromMs: number; toMs: number }

const kinds = Object.keys(INTERACTION_WEIGHTS) as HistoryEvent['kind'][];
const kindCode = `CASE kind ${kinds.map((kind, code) => `WHEN '${kind}' THEN ${code}`).join(' ')} END`;

/**
 * The newest events of the readers of one page. COPY takes no parameters: everything written into it is a number of
 * ours. What arrived after the window's end is left out although it may have happened before, so that a page that is read
 * again after a crash is the same page.
 */
function pageSql(page: number, { fromMs, toMs }: SnapshotWindow): string {
  const [from, to] = [`to_timestamp(${fromMs / 1000})`, `to_timestamp(${toMs / 1000})`];
  return `COPY (
    SELECT reader_no, content_no, (${kindCode})::int2, COALESCE(value, 'NaN')::float4, (extract(epoch FROM occurred_at) * 1000)::float8
    FROM (
      SELECT *, row_number() OVER (PARTITION BY reader_no ORDER BY occurred_at DESC, event_id) AS newness FROM interactions
      WHERE reader_no >= ${page * readersPerPage} AND reader_no < ${(page + 1) * readersPerPage}
        AND occurred_at >= ${from} AND occurred_at < ${to} AND received_at < ${to}
    ) AS of_page WHERE newness <= ${HISTORY_LIMIT} ORDER BY reader_no, newness
  ) TO STDOUT (FORMAT binary)`;
}

/** Histories of one page of readers; readers without a history are not in it. */
export async function readHistories(database: Database, page: number, window: SnapshotWindow): Promise<SnapshotPage> {
  const bytes = await database.withClient(async (client) => {
    const pieces: Buffer[] = [];
    for await (const piece of client.query(copyTo(pageSql(page, window)))) pieces.push(piece as Buffer);
    return Buffer.concat(pieces);
  });
  return pageOf(parseRows(bytes));
}

interface PageEvent extends HistoryEvent { readerNo: number }

const headerBytes = 19;
/** Per row: a 16-bit count, then five fields of 4 bytes of length and their value (int4, int4, int2, float4, float8). */
const rowBytes = 2 + (4 + 4) + (4 + 4) + (4 + 2) + (4 + 4) + (4 + 8);

function* parseRows(bytes: Buffer): Generator<PageEvent> {
  for (let at = headerBytes; at + rowBytes <= bytes.length; at += rowBytes) {
    const value = bytes.readFloatBE(at + 28);
    yield {
      readerNo: bytes.readInt32BE(at + 6),
      contentNo: bytes.readInt32BE(at + 14),
      kind: kinds[bytes.readInt16BE(at + 22)],
      value: Number.isNaN(value) ? null : value,
      occurredAtMs: bytes.readDoubleBE(at + 36),
    };
  }
}

/** Events by reader, newest first → the histories that a feed would build from the same events. */
function pageOf(events: Iterable<PageEvent>): SnapshotPage {
  const readers: number[] = [];
  const offsets = [0];
  const [contents, weights, timesMs]: number[][] = [[], [], []];
  let ofReader: PageEvent[] = [];
  const endReader = () => {
    const history = historyOf(ofReader);
    if (history.contentNos.length) {
      readers.push(ofReader[0].readerNo);
      contents.push(...history.contentNos);
      weights.push(...history.weights);
      timesMs.push(...history.timesMs);
      offsets.push(contents.length);
    }
    ofReader = [];
  };
  for (const event of events) {
    if (ofReader.length && ofReader[0].readerNo !== event.readerNo) endReader();
    ofReader.push(event);
  }
  endReader();
  return {
    readers: Int32Array.from(readers), offsets: Int32Array.from(offsets),
    contents: Int32Array.from(contents), weights: Float32Array.from(weights), timesMs: Float64Array.from(timesMs),
  };
}
