import { createHash } from 'node:crypto';
import { float32Table, float64Table, int32Table, packFiles, tableBytes, unpackFiles } from '../../models/artefact-pack.js';
import type { Dataset } from '../../models/dataset.js';
import { decodeImpressions } from '../../models/ranker/impression-file.js';
import type { ModelRun } from '../../schema/model-run.js';
import type { Database } from '../../server/platform/database.js';
import { listModelFiles, readModelFile } from '../../server/platform/model-files.js';
import { decodeContents } from './contents.js';

/** Names of a snapshot's files among those of its run. */
export const contentsFile = 'snapshot/contents';
export const impressionsFile = 'snapshot/impressions';
export const pagePrefix = 'snapshot/page-';

/** Pages sort by name as they sort by number. */
export function pageFile(page: number): string {
  return `${pagePrefix}${String(page).padStart(7, '0')}`;
}

/** Histories of the readers of one page, ascending; reader r has contents[offsets[r] .. offsets[r+1]), newest first. */
export interface SnapshotPage {
  readonly readers: Int32Array;
  readonly offsets: Int32Array;
  readonly contents: Int32Array;
  readonly weights: Float32Array;
  readonly timesMs: Float64Array;
}

export function encodePage(page: SnapshotPage): Uint8Array {
  return packFiles(new Map(Object.entries(page).map(([name, column]) => [name, tableBytes(column)])));
}

export function decodePage(bytes: Uint8Array): SnapshotPage {
  const files = unpackFiles(bytes);
  return {
    readers: int32Table(files, 'readers'),
    offsets: int32Table(files, 'offsets'),
    contents: int32Table(files, 'contents'),
    weights: float32Table(files, 'weights'),
    timesMs: float64Table(files, 'timesMs'),
  };
}

export interface SnapshotSize { hash: Buffer; interactions: number; readers: number }

/** Reads the pages one after another: the digest of window, contents and pages in their order, and how much there is. */
export async function measureSnapshot(database: Database, runId: string, window: { fromMs: number; toMs: number }): Promise<SnapshotSize> {
  const hash = createHash('sha256').update(JSON.stringify([window.fromMs, window.toMs]));
  const size = { interactions: 0, readers: 0 };
  for (const name of [contentsFile, ...await listModelFiles(database, runId, pagePrefix)]) {
    const bytes = (await readModelFile(database, runId, name))!;
    hash.update(name).update(bytes);
    if (name === contentsFile) continue;
    const page = decodePage(bytes);
    size.interactions += page.contents.length;
    size.readers += page.readers.length;
  }
  return { hash: hash.digest(), ...size };
}

/**
 * The snapshot as models see it: readers and contents become dense indices, in ascending order of their numbers.
 * Interactions with contents that were not published are left out.
 */
export async function loadDataset(database: Database, run: ModelRun, window: { fromMs: number; toMs: number }, codeRevision: string): Promise<Dataset> {
  const { itemKeys, table: contents } = decodeContents((await readModelFile(database, run.id, contentsFile))!);
  const itemOf = new Map(Array.from(itemKeys, (contentNo, item) => [contentNo, item]));
  const capacity = Number(run.interactionCount);
  const columns = { readers: new Int32Array(capacity), items: new Int32Array(capacity), weights: new Float32Array(capacity), timesMs: new Float64Array(capacity) };
  let [rows, readerCount] = [0, 0];
  for (const name of await listModelFiles(database, run.id, pagePrefix)) {
    const page = decodePage((await readModelFile(database, run.id, name))!);
    for (let reader = 0; reader < page.readers.length; reader++, readerCount++) {
      for (let at = page.offsets[reader]; at < page.offsets[reader + 1]; at++) {
        const item = itemOf.get(page.contents[at]);
        if (item === undefined) continue;
        columns.readers[rows] = readerCount;
        columns.items[rows] = item;
        columns.weights[rows] = page.weights[at];
        columns.timesMs[rows++] = page.timesMs[at];
      }
    }
  }
  const impressions = await readModelFile(database, run.id, impressionsFile);
  return {
    snapshotId: run.snapshotHash!.toString('hex'),
    codeRevision,
    window,
    itemKeys,
    interactions: {
      readerCount, itemCount: itemKeys.length,
      readers: columns.readers.subarray(0, rows), items: columns.items.subarray(0, rows),
      weights: columns.weights.subarray(0, rows), timesMs: columns.timesMs.subarray(0, rows),
    },
    impressions: impressions && decodeImpressions(impressions),
    contents,
  };
}
