import { float64Table, int32Table, packFiles, tableBytes, unpackFiles } from '../../models/artefact-pack.js';
import type { ContentTable } from '../../models/dataset.js';
import type { SparseRows } from '../../models/sparse.js';
import type { Database } from '../../server/platform/database.js';

/** The published contents of a snapshot by dense index, which ascends with their numbers. */
export interface SnapshotContents {
  readonly itemKeys: Int32Array;
  readonly table: ContentTable;
}

interface Row { no: number; text: string; createdMs: number; attributes: string[] }

/** What each content says and whose it is: the side information by which models find contents that nobody has met yet. */
export async function readContents(database: Database): Promise<SnapshotContents> {
  const rows = await database.query<Row>(
    `SELECT c.no, v.title || ' ' || v.summary AS text, extract(epoch FROM COALESCE(c.published_at, c.created_at))::float8 * 1000 AS "createdMs",
       ARRAY['kind:' || c.kind] || CASE WHEN c.author_id IS NULL THEN '{}' ELSE ARRAY['author:' || c.author_id] END
         || CASE WHEN c.partner_id IS NULL THEN '{}' ELSE ARRAY['partner:' || c.partner_id] END || ARRAY(SELECT 'tag:' || tag FROM unnest(v.tags) AS t (tag)) AS attributes
     FROM contents c JOIN content_versions v ON v.id = c.live_version_id WHERE c.state = 'published' ORDER BY c.no`);
  return {
    itemKeys: Int32Array.from(rows, ({ no }) => no),
    table: { texts: rows.map(({ text }) => text), createdMs: Float64Array.from(rows, ({ createdMs }) => createdMs), attributes: attributeRows(rows) },
  };
}

/** [contents, attributes], 1 where a content has one. Attributes of one content alone connect nothing and are left out. */
function attributeRows(rows: readonly Row[]): SparseRows {
  const counts = new Map<string, number>();
  for (const { attributes } of rows) for (const name of new Set(attributes)) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts].filter(([, count]) => count > 1).map(([name]) => name).sort();
  const columnOf = new Map(names.map((name, column) => [name, column]));
  const columns: number[] = [];
  const offsets = Int32Array.from([0, ...rows.map(({ attributes }) => {
    const found = [...new Set(attributes)].flatMap((name) => columnOf.get(name) ?? []).sort((a, b) => a - b);
    columns.push(...found);
    return columns.length;
  })]);
  return { rowCount: rows.length, columnCount: names.length, offsets, columns: Int32Array.from(columns), values: new Float32Array(columns.length).fill(1) };
}

export function encodeContents({ itemKeys, table }: SnapshotContents): Uint8Array {
  const { offsets, columns, columnCount } = table.attributes!;
  return packFiles(new Map([
    ['nos', tableBytes(itemKeys)], ['texts', Buffer.from(JSON.stringify(table.texts))], ['createdMs', tableBytes(table.createdMs!)],
    ['attributeOffsets', tableBytes(offsets)], ['attributes', tableBytes(columns)], ['attributeCount', tableBytes(Int32Array.of(columnCount))],
  ]));
}

export function decodeContents(bytes: Uint8Array): SnapshotContents {
  const files = unpackFiles(bytes);
  const [itemKeys, offsets, columns] = ['nos', 'attributeOffsets', 'attributes'].map((name) => int32Table(files, name));
  return {
    itemKeys,
    table: {
      texts: JSON.parse(Buffer.from(files.get('texts')!).toString('utf8')) as string[], createdMs: float64Table(files, 'createdMs'),
      attributes: {
        rowCount: itemKeys.length, columnCount: int32Table(files, 'attributeCount')[0], offsets, columns, values: new Float32Array(columns.length).fill(1),
      },
    },
  };
}
