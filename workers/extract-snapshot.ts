import { UnrecoverableError } from 'bullmq';
import { EASE_ITEM_LIMIT } from '../models/item-item/ease.js';
import { encodeImpressions } from '../models/ranker/impression-file.js';
import type { ModelRun } from '../schema/model-run.js';
import { countFeatures } from '../server/feed/feature-sets.js';
import { readersPerPage } from '../server/model-run/reader-scores.js';
import { RunSteps } from '../server/model-run/run-steps.js';
import type { Database } from '../server/platform/database.js';
import { listModelFiles, writeModelFile } from '../server/platform/model-files.js';
import type { Processor, WorkerServices } from './processor.js';
import { StepReport } from './run-reports.js';
import { encodeContents, readContents } from './snapshot/contents.js';
import { contentsFile, encodePage, impressionsFile, measureSnapshot, pageFile, pagePrefix } from './snapshot/files.js';
import { readHistories, type SnapshotWindow } from './snapshot/histories.js';
import { readImpressions } from './snapshot/impressions.js';

/** Tastes older than this say little; popularity forgets them long before. */
const windowDays = 730;

/** What the run learns from. Its end was pinned when the run was first taken up. */
export function windowOf({ snapshotAt }: Pick<ModelRun, 'snapshotAt'>): SnapshotWindow {
  const toMs = snapshotAt!.getTime();
  return { fromMs: toMs - windowDays * 86_400_000, toMs };
}

/**
 * Events → snapshot: published contents, histories by pages of readers, impressions; each its own short statement and its
 * own file, because a long transaction would hold back the cleaning of the whole cluster and of the queue with it. A try
 * after a crash goes on at the first page that is missing.
 */
export function extractSnapshot({ database, outbox, audit, clock, newId }: WorkerServices): Processor<'extract-snapshot'> {
  const steps = new RunSteps(database, outbox, audit, clock);
  return async ({ runId }, job) => {
    const run = await steps.begin(runId, 'extract-snapshot');
    if (!run) return 'nothing to do';
    const report = new StepReport(steps, runId, 'extract-snapshot', job);
    const window = windowOf(await pinSnapshot(database, run, clock()));
    const contents = await readContents(database);
    await database.transaction((tx) => writeModelFile(tx, runId, contentsFile, encodeContents(contents)));
    await extractPages(database, runId, window, report);
    const impressions = await readImpressions(database, window.toMs, await countFeatures(database, newId, window.toMs));
    if (impressions) await database.transaction((tx) => writeModelFile(tx, runId, impressionsFile, encodeImpressions(impressions)));
    await report.pause();
    const { hash, interactions, readers } = await measureSnapshot(database, runId, window);
    if (interactions === 0 || contents.itemKeys.length === 0) {
      const reason = contents.itemKeys.length === 0 ? 'There are no published contents to recommend.' : 'There are no interactions to learn from.';
      await steps.fail(runId, reason);
      throw new UnrecoverableError(reason);
    }
    const model = run.model !== 'auto' ? run.model : contents.itemKeys.length <= EASE_ITEM_LIMIT ? 'ease' : 'graph-filter';
    await steps.finish(runId, 'extract-snapshot', {
      model, snapshotHash: hash, interactionCount: BigInt(interactions), readerCount: readers, contentCount: contents.itemKeys.length,
    });
    return { interactions, readers, contents: contents.itemKeys.length, impressions: impressions?.rowCount ?? 0 };
  };
}

async function pinSnapshot(database: Database, { id }: ModelRun, now: Date): Promise<{ snapshotAt: Date }> {
  const [pinned] = await database.query<{ snapshotAt: Date }>(
    'UPDATE model_runs SET snapshot_at = COALESCE(snapshot_at, $2) WHERE id = $1 RETURNING snapshot_at AS "snapshotAt"', [id, now]);
  return pinned;
}

async function extractPages(database: Database, runId: string, window: SnapshotWindow, report: StepReport): Promise<void> {
  const [{ pages }] = await database.query<{ pages: number }>('SELECT (COALESCE(max(no), -1) / $1 + 1)::int AS pages FROM readers', [readersPerPage]);
  const done = new Set(await listModelFiles(database, runId, pagePrefix));
  for (let page = 0; page < pages; page++) {
    if (done.has(pageFile(page))) continue;
    const histories = await readHistories(database, page, window);
    if (histories.readers.length) await database.transaction((tx) => writeModelFile(tx, runId, pageFile(page), encodePage(histories)));
    report.say((page + 1) / pages, `read the events of page ${page + 1} of ${pages}`);
    await report.pause();
  }
}
