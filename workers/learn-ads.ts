import { setImmediate as nextTurn } from 'node:timers/promises';
import { openArtefact, sealArtefact } from '../models/artefact.js';
import { packFiles, unpackFiles } from '../models/artefact-pack.js';
import type { ImpressionTable } from '../models/dataset.js';
import { logLoss } from '../models/metrics/classification.js';
import type { AdRanker } from '../models/ranker/ad-ranker.js';
import { CrossReader } from '../models/ranker/cross-fields.js';
import { loadCrossModel } from '../models/ranker/cross-files.js';
import { servedProbabilities } from '../models/ranker/impressions.js';
import { OnlineRanker } from '../models/ranker/online-ranker.js';
import { modelFileNames } from '../server/feed/model-file-names.js';
import { AdLearners, type LearnerRow } from '../server/model-run/ad-learners.js';
import { readModelFile } from '../server/platform/model-files.js';
import type { Processor, WorkerServices } from './processor.js';
import { readImpressionLog } from './snapshot/impressions.js';

/** A click counts when we hear of it within so long: labels are then the same whenever the log is replayed. */
export const labelDelayMs = 30 * 60_000;
const perBatch = 4_000;
const batchesPerJob = 10;
/** Impressions between two models that serve. */
const fewestToPublish = 400;
/** Log-loss on the newest batch may be higher than that of what serves by this share. */
const slack = 0.01;

/**
 * Lets the champion's ad model learn what was shown since, where it can (M1, M2): each impression is predicted before it is
 * learnt, in the order of the log, by one writer. After enough of them it serves, if it predicts the newest batch no worse
 * than what serves now; after an anomaly it stops, and what was good before stays.
 */
export function learnAds(services: WorkerServices): Processor<'learn-ads'> {
  const { database, clock } = services;
  const learners = new AdLearners(database, clock);
  return async ({ scenario }, job) => {
    const row = await learners.open(scenario);
    if (!row) return 'no ad model that learns online';
    let learnt = 0;
    for (let batch = 0; batch < batchesPerJob && !job.signal.aborted; batch++) {
      const fromMs = (await learners.find(row.modelRunId))!.learntTo.getTime();
      const { table, toMs } = await readImpressionLog(database, { fromMs, toMs: clock().getTime() - labelDelayMs, delayMs: labelDelayMs, most: perBatch });
      if (toMs <= fromMs) break;
      const taken = await learnBatch(services, learners, row, { fromMs, toMs, table });
      if (!taken) return 'another worker learns';
      learnt += table?.rowCount ?? 0;
      if (!table || table.rowCount < perBatch / 2) break;
      await nextTurn();
    }
    return { learnt };
  };
}

interface Batch { fromMs: number; toMs: number; table: ImpressionTable | null }

/** One batch, one transaction: state, place in the log and perhaps a new model. False: somebody else was there first. */
async function learnBatch({ database, signingKeys }: WorkerServices, learners: AdLearners, row: LearnerRow, { fromMs, toMs, table }: Batch): Promise<boolean> {
  const { modelRunId } = row;
  const keys = await signingKeys.get('artefact');
  const serving = openArtefact(unpackFiles((await readModelFile(database, modelRunId, modelFileNames.ads))!), keys.publicKey);
  const stored = await readModelFile(database, modelRunId, modelFileNames.adLearner);
  const ranker = stored ? OnlineRanker.restore(stored) : new OnlineRanker(loadCrossModel(serving));
  if (!table) return learners.store(row, { fromMs, toMs, ranker, note: 'nothing was shown' });

  const wasFrozen = ranker.frozen;
  const [now, then] = [lossOf(ranker.model(), table), lossOf(loadCrossModel(serving), table)];
  const reader = new CrossReader(table);
  for (let at = 0; at < table.rowCount; at++) ranker.learn(reader.at(at), table.labels[at], table.weights[at]);
  ranker.recalibrate('platt');
  const { events } = (await learners.find(modelRunId))!;
  const isDue = !ranker.frozen && ranker.events - Number(row.publishedEvents) >= fewestToPublish;
  const isGood = now <= then * (1 + slack);
  const compared = `log-loss ${now.toFixed(4)} on ${table.rowCount} new impressions, ${then.toFixed(4)} by what serves`;
  if (!isDue || !isGood) {
    const why = ranker.frozen ? `${wasFrozen ? 'stopped' : 'an anomaly stopped it'} after ${events} impressions` : isDue ? 'too bad to serve' : 'too little to serve anew';
    return learners.store(row, { fromMs, toMs, ranker, note: `${why}: ${compared}` });
  }
  const { params, seed, snapshotId, codeRevision, dataWindow } = serving.card;
  const artefact = ranker.artefact({ params, seed, snapshotId, codeRevision, dataWindow: { ...dataWindow, toMs } }, table);
  const packed = packFiles(sealArtefact(artefact, keys.privateKey));
  const stands = await learners.store(row, { fromMs, toMs, ranker, note: `serves: ${compared}`, artefact: packed });
  if (stands) row.publishedEvents = BigInt(ranker.events);
  return stands;
}

/** Log-loss of what pages would log; 0…1 labels of both kinds are not needed. */
function lossOf(model: AdRanker, table: ImpressionTable): number {
  return logLoss(servedProbabilities(model, table), table.labels);
}
