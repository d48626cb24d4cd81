import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImpressionTable } from '../../dataset.js';
import { decodeImpressions } from '../../ranker/impression-file.js';
import { impressionsOf } from '../../ranker/impressions.js';
import { FolderError } from './lines.js';
import type { Listing } from './lines.js';

/** What `tandem simulate --ad-log` writes; the same bytes as in a platform's snapshot. */
export const IMPRESSIONS_FILE = 'impressions.bin';
/** Fewer rows than this leave a tenth that says nothing. */
const LEAST_ROWS = 100;

export function isAdLog({ names }: Listing): boolean {
  return names.includes(IMPRESSIONS_FILE);
}

export async function loadAdLog({ folder }: Listing): Promise<ImpressionTable> {
  try {
    const table = decodeImpressions(await readFile(join(folder, IMPRESSIONS_FILE)));
    impressionsOf({ impressions: table }, 'an ad model');
    if (table.rowCount < LEAST_ROWS) throw new FolderError(`${table.rowCount} impressions; a split needs at least ${LEAST_ROWS}`);
    return table;
  } catch (cause) {
    throw new FolderError(`cannot read ${IMPRESSIONS_FILE} in ${folder}: ${(cause as Error).message}`, { cause });
  }
}
