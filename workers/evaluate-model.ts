import type { KeyObject } from 'node:crypto';
import { openArtefact, sealArtefact, withMetrics, type Card } from '../models/artefact.js';
import { packFiles, unpackFiles } from '../models/artefact-pack.js';
import type { Dataset } from '../models/dataset.js';
import { evaluateModel, type Evaluation, type EvaluationRow } from '../models/evaluation/evaluate.js';
import { promotionGate } from '../models/evaluation/gate.js';
import { candidateTrainer } from '../models/registry.js';
import { holdOut, splitByTime, type Split } from '../models/splits.js';
import { silent, SizeError, type Report } from '../models/trainer.js';
import { ModelRun } from '../schema/model-run.js';
import { modelFileNames } from '../server/feed/model-file-names.js';
import { RunSteps } from '../server/model-run/run-steps.js';
import type { Database } from '../server/platform/database.js';
import { readModelFile, writeModelFile } from '../server/platform/model-files.js';
import { adTrainerOf } from './ad-trainer.js';
import { baseline, evaluateAds } from './evaluate-ads.js';
import { windowOf } from './extract-snapshot.js';
import type { Processor, WorkerServices } from './processor.js';
import { StepReport } from './run-reports.js';
import { loadDataset } from './snapshot/files.js';

/** Length of the lists that are compared. */
const listLength = 20;
/** The newest tenth of the interactions is the test. */
const testShare = 0.1;

type Recipe = Pick<ModelRun, 'model' | 'params' | 'seed'>;

/**
 * Learns the challenger and the champion's recipe from what was known before the cut, ranks all contents for every reader
 * with something after it, and lets the gate decide. The champion's own artefact is not compared: it has already seen
 * what comes after the cut.
 */
export function evaluateRun({ database, outbox, audit, clock, signingKeys, config }: WorkerServices): Processor<'evaluate-model'> {
  const steps = new RunSteps(database, outbox, audit, clock);
  return async ({ runId }, job) => {
    const run = await steps.begin(runId, 'evaluate-model');
    if (!run) return 'nothing to do';
    const report = new StepReport(steps, runId, 'evaluate-model', job);
    const dataset = await loadDataset(database, run, windowOf(run), config.codeRevision);
    const { split, protocol, cutAt } = splitOf(dataset, run.seed);
    const challenger = await evaluateRecipe(run, dataset, split, report.part(0, 0.5));
    await report.pause();
    const recipe = await championRecipe(database, run);
    const opponent = recipe && (isSame(recipe, run) ? { ...challenger, outgrown: null } : await evaluateOpponent(recipe, dataset, split, report.part(0.5, 0.9)));
    await report.pause();
    const verdict = promotionGate(challenger.result, opponent && opponent.result);
    const gate = { ...verdict, reason: opponent?.outgrown ? `${verdict.reason}; compared with popularity, because ${opponent.outgrown}` : verdict.reason };
    const ads = dataset.impressions && await evaluateAds(dataset, run.adModel, run.seed);
    if (ads?.servesBaseline) await replaceAds(database, run, dataset, (await signingKeys.get('artefact')).privateKey);
    const metrics = {
      k: listLength, protocol, cutAt, gate,
      rows: [
        rowOf('challenger', challenger.rows[0]),
        ...(opponent && !opponent.outgrown ? [rowOf('champion', opponent.rows[0])] : []),
        rowOf('popularity', challenger.rows.at(-1)!),
      ],
      ads,
    };
    const card = await signedCard(database, runId, challenger.rows[0], await signingKeys.get('artefact'));
    const values = { metrics, card: card.published, reason: gate.reason, ...(ads?.servesBaseline && { adModel: baseline }) };
    if (gate.promote) await steps.finish(runId, 'evaluate-model', values, card.write);
    else await steps.reject(runId, gate.reason, values, card.write);
    return { promote: gate.promote, reason: gate.reason };
  };
}

/** By time where there are times; a set that was imported without them is split at random by pairs, and says so. */
function splitOf(dataset: Dataset, seed: number): { split: Split; protocol: 'time' | 'held-out-tenth'; cutAt: string | null } {
  const times = dataset.interactions.timesMs.slice().sort();
  const cutMs = times[Math.floor(times.length * (1 - testShare))];
  if (cutMs > times[0]) return { split: splitByTime(dataset.interactions, cutMs), protocol: 'time', cutAt: new Date(cutMs).toISOString() };
  return { split: holdOut(dataset.interactions, testShare, seed), protocol: 'held-out-tenth', cutAt: null };
}

function evaluateRecipe({ model, params, seed }: Recipe, dataset: Dataset, split: Split, report: Report): Promise<Evaluation> {
  return evaluateModel({ trainer: candidateTrainer(model), params, split, k: listLength, seed, report, dataset: { ...dataset, interactions: split.train } });
}

/**
 * What the challenger is compared with: the champion's recipe learnt anew or, where the platform has outgrown that recipe
 * (`outgrown` says how), popularity. A champion that cannot be learnt any more must not keep its successor out.
 */
export async function evaluateOpponent(recipe: Recipe, dataset: Dataset, split: Split, report: Report): Promise<Evaluation & { outgrown: string | null }> {
  try {
    return { ...await evaluateRecipe(recipe, dataset, split, report), outgrown: null };
  } catch (error) {
    if (!(error instanceof SizeError)) throw error;
    return { ...await evaluateRecipe({ ...recipe, model: 'popularity', params: {} }, dataset, split, report), outgrown: `the champion cannot be learnt anew: ${error.message}` };
  }
}

async function championRecipe(database: Database, { scenario, id }: ModelRun): Promise<Recipe | null> {
  const [row] = await database.query<Recipe>(
    `SELECT model, params, seed FROM model_aliases JOIN model_runs r ON r.id = model_run_id WHERE model_aliases.scenario = $1 AND alias = 'champion' AND r.id <> $2`, [scenario, id]);
  return row ?? null;
}

function isSame(a: Recipe, b: Recipe): boolean {
  const spelled = ({ model, params, seed }: Recipe) => JSON.stringify([model, Object.entries(params).sort(), seed]);
  return spelled(a) === spelled(b);
}

function rowOf(role: 'challenger' | 'champion' | 'popularity', row: EvaluationRow) {
  const { recall, ndcg, precision, f1, averagePrecision, novelty } = row;
  const figures = { recall20: recall, ndcg20: ndcg, precision20: precision, f1, map20: averagePrecision, novelty };
  return {
    role, model: row.model, params: row.params, readers: row.readers, items: row.items,
    ...Object.fromEntries(Object.entries(figures).map(([name, { value }]) => [name, value])),
    coverage: row.coverage, gini: row.gini, seconds: row.fitSeconds + row.rankSeconds, peakBytes: row.peakRssBytes,
    intervals: Object.fromEntries(Object.entries(figures).map(([name, { low, high }]) => [name, [low, high]])),
  };
}

/** The baseline learnt from all impressions, in place of an ad model that predicts worse. */
async function replaceAds(database: Database, { id, seed }: ModelRun, dataset: Dataset, privateKey: KeyObject): Promise<void> {
  const trainer = adTrainerOf(baseline);
  const packed = packFiles(sealArtefact(await trainer.fit(dataset, trainer.defaults, seed, silent), privateKey));
  await database.transaction((tx) => writeModelFile(tx, id, modelFileNames.ads, packed));
}

/** The artefact once more, with its figures on the signed card. */
async function signedCard(database: Database, runId: string, row: EvaluationRow, { publicKey, privateKey }: Awaited<ReturnType<WorkerServices['signingKeys']['get']>>) {
  const { recall, ndcg, precision, f1 } = row;
  const metrics: Card['metrics'] = { recall20: recall, ndcg20: ndcg, precision20: precision, f1 };
  const artefact = withMetrics(openArtefact(unpackFiles((await readModelFile(database, runId, modelFileNames.items))!), publicKey), metrics);
  const packed = packFiles(sealArtefact(artefact, privateKey));
  // The golden inputs stay in the file: they are for machines.
  const { golden: _golden, ...published } = artefact.card;
  return { published, write: (tx: Parameters<typeof writeModelFile>[0]) => writeModelFile(tx, runId, modelFileNames.items, packed) };
}
