import { UnrecoverableError } from 'bullmq';
import { openScorer, type PageScorer } from '../models/candidate-scoring.js';
import { encodeTopContents, unpackFiles } from '../models/scoring.js';
import { modelFileNames } from '../server/feed/model-file-names.js';
import { dropOldScores, writeScorePage, type ReaderScore } from '../server/model-run/reader-scores.js';
import { RunSteps } from '../server/model-run/run-steps.js';
import { readModelFile } from '../server/platform/model-files.js';
import type { Processor, WorkerServices } from './processor.js';
import { decodePage, pageFile } from './snapshot/files.js';

/** As many as a feed may want to page through, with room for what is filtered out at request time. */
export const scoredPerReader = 100;
const readersPerReport = 500;

/**
 * Scores the readers of one snapshot page through onnxruntime and stores their lists. The histories are the snapshot's, so
 * a page that is scored again after a crash, by whomever, gets the same rows. The page that completes the run makes it champion.
 */
export function scorePage({ database, outbox, audit, clock, signingKeys }: WorkerServices): Processor<'score-page'> {
  const steps = new RunSteps(database, outbox, audit, clock);
  /** A child serves one run: its pages share the session. */
  let opened: { runId: string; scorer: PageScorer } | null = null;
  const scorerOf = async (runId: string): Promise<PageScorer> => {
    if (opened?.runId === runId) return opened.scorer;
    await opened?.scorer.close();
    const packed = await readModelFile(database, runId, modelFileNames.items);
    if (!packed) throw new UnrecoverableError('The files of this run are gone.');
    opened = { runId, scorer: await openScorer(unpackFiles(packed), (await signingKeys.get('artefact')).publicKey) };
    return opened.scorer;
  };

  return async ({ runId, page }, job) => {
    if (!await steps.begin(runId, 'score-readers')) return 'nothing to do';
    const bytes = await readModelFile(database, runId, pageFile(page));
    if (!bytes) throw new UnrecoverableError(`The snapshot has no page ${page}.`);
    const { readers, offsets, contents, weights } = decodePage(bytes);
    const scorer = await scorerOf(runId);
    const scores: ReaderScore[] = [];
    for (let first = 0; first < readers.length; first += readersPerReport) {
      job.signal.throwIfAborted();
      const last = Math.min(first + readersPerReport, readers.length);
      const part = offsets.slice(first, last + 1).map((offset) => offset - offsets[first]);
      const span = [offsets[first], offsets[last]] as const;
      const lists = await scorer.score({ offsets: part, contentNos: contents.subarray(...span), weights: weights.subarray(...span) }, scoredPerReader);
      lists.forEach((list, at) => scores.push({ readerNo: readers[first + at], top: encodeTopContents(list) }));
      job.report(last / readers.length, `${last} of ${readers.length} readers`);
    }
    await writeScorePage(database, { runId, page, scoredAt: clock() }, scores);
    const outcome = await steps.pageScored(runId);
    // Whoever holds the tables right now may keep them: keep-house comes by every hour.
    if (outcome === 'champion') await dropOldScores(database).catch((error: Error) => job.note(`old scores stay for now: ${error.message}`));
    return { readers: scores.length, run: outcome };
  };
}
