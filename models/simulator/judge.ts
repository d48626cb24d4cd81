import type { Dataset } from '../dataset.js';
import { CONTENT_WIDTH } from '../features/spec.js';
import { auc, calibrationError } from '../metrics/classification.js';
import { Random } from '../random.js';
import type { AdRanker, AdTrainer } from '../ranker/ad-ranker.js';
import { CrossModel } from '../ranker/cross-model.js';
import type { Params, Report } from '../trainer.js';
import { AdLog, Pages } from './ad-log.js';
import { AdResponse } from './ad-response.js';
import { simulatedDataset } from './days.js';
import { World } from './world.js';
import type { WorldParams } from './world.js';

export interface JudgeParams extends WorldParams {
  readonly ads: number;
  /** The last is the test; the others are logged with evenly drawn ads and learnt from. */
  readonly days: number;
}

/** One model over all ads in the first place of the last day's pages, in expectation over the known truth. */
export interface SimulationRow {
  readonly model: string;
  /** Expected clicks per page with the ad that the model puts first. */
  readonly clickRate: number;
  /** Share of the oracle's click rate. */
  readonly ofOracle: number;
  /** Share of the gap between M0 and the oracle that is closed, in click rate and in log-loss; M0 is 0, the oracle 1. */
  readonly closed: number;
  readonly logLoss: number;
  readonly logLossClosed: number;
  readonly auc: number;
  /** ndcg of the order of ads, gain = true probability, as a share of the oracle's. */
  readonly ndcg: number;
  /** Calibration error against the true probabilities, 20 bins; before calibration where the model has one. */
  readonly calibrationError: number;
  readonly calibrationErrorBefore: number | null;
  /** Distinct orders of the ads on the judged pages: an additive model has one. */
  readonly orders: number;
}

export interface Simulation {
  readonly impressions: number;
  readonly clicks: number;
  readonly pages: number;
  readonly rows: readonly SimulationRow[];
}

const MOST_PAGES = 2000;

interface JudgedPage {
  readonly content: Float32Array;
  readonly profile: Float32Array;
  /** [ads] in the first place. */
  readonly truth: Float64Array;
}

/** What a world logged before its last day, and the last day's pages. */
export interface SimulatedLog {
  readonly response: AdResponse;
  readonly dataset: Dataset;
  readonly pages: readonly JudgedPage[];
}

export function simulateLog(params: JudgeParams): SimulatedLog {
  const world = new World(params);
  const response = new AdResponse(world, params.ads);
  const source = new Pages(response);
  const log = new AdLog(response);
  const random = new Random(params.seed + 20);
  const pages: JudgedPage[] = [];
  for (let day = 0; day < params.days - 1; day++) for (const page of source.ofDay(day, 0)) log.showEvenly(page, random);
  const lastDay = Array.from(source.ofDay(params.days - 1, 0), (page) => ({ ...page, profile: page.profile.slice() }));
  const step = Math.max(1, lastDay.length / MOST_PAGES);
  for (let at = 0; at < lastDay.length; at += step) {
    const { reader, content, profile } = lastDay[Math.floor(at)];
    pages.push({
      profile, content: world.catalogue.features.slice(content * CONTENT_WIDTH, (content + 1) * CONTENT_WIDTH),
      truth: Float64Array.from({ length: params.ads }, (_, ad) => response.probability(reader, content, ad)),
    });
  }
  const interactions = { readerCount: params.readers, itemCount: params.contents, readers: new Int32Array(0), items: new Int32Array(0), weights: new Float32Array(0), timesMs: new Float64Array(0) };
  return { response, pages, dataset: simulatedDataset(world, params.days - 1, 0, { interactions, impressions: log.table() }) };
}

type Predictor = (page: JudgedPage) => ArrayLike<number>;

/** Random, every trainer and the oracle. The gap to be closed begins at M0, or at random where M0 is not among them. */
export async function judgeAds(log: SimulatedLog, trainers: readonly AdTrainer[], paramsOf: (model: string) => Params, seed: number, report: Report): Promise<Simulation> {
  const { response, dataset, pages } = log;
  const { labels, rowCount } = dataset.impressions!;
  const clicks = labels.reduce((sum, label) => sum + label, 0);
  const drawn = new Random(seed + 30);
  const measured = [measure('random', pages, () => Float64Array.from({ length: response.adCount }, () => clicks / rowCount + 1e-9 * drawn.unit()), null)];
  for (const [at, trainer] of trainers.entries()) {
    const model = await trainer.learn(dataset, { ...trainer.defaults, ...paramsOf(trainer.name) }, seed, (fraction, message) => report((at + fraction) / trainers.length, message));
    const bare = model instanceof CrossModel ? new CrossModel(model.kind, model.state, { kind: 'none' }, model.projection) : null;
    measured.push(measure(trainer.name, pages, predictorOf(model, response), bare && predictorOf(bare, response)));
    model.close();
  }
  measured.push(measure('oracle', pages, ({ truth }) => truth, null));
  return { impressions: rowCount, clicks, pages: pages.length, rows: withGaps(measured) };
}

function predictorOf(model: AdRanker, { ads, adKeys }: AdResponse): Predictor {
  return ({ content, profile }) => model.predict({ contents: content, ads, adKeys, profile });
}

type Measured = Omit<SimulationRow, 'ofOracle' | 'closed' | 'logLossClosed' | 'ndcg'> & { readonly gain: number };

function measure(model: string, pages: readonly JudgedPage[], predict: Predictor, bare: Predictor | null): Measured {
  const flat = (predictor: Predictor): Float64Array => Float64Array.from(pages.flatMap((page) => Array.from(predictor(page))));
  const truth = flat((page) => page.truth);
  const said = flat(predict);
  const ads = truth.length / pages.length;
  const random = new Random(40);
  const labels = truth.map((p) => (random.unit() < p ? 1 : 0));
  const orders = new Set<string>();
  let [clickRate, gain] = [0, 0];
  pages.forEach((page, at) => {
    const p = said.subarray(at * ads, (at + 1) * ads);
    const order = Array.from(p, (_, ad) => ad).sort((a, b) => p[b] - p[a] || a - b);
    orders.add(order.join());
    clickRate += page.truth[order[0]] / pages.length;
    order.forEach((ad, rank) => {
      gain += page.truth[ad] / Math.log2(rank + 2) / pages.length;
    });
  });
  return {
    model, clickRate, gain, logLoss: expectedLogLoss(said, truth), auc: auc(said, labels), orders: orders.size,
    calibrationError: calibrationError(said, truth), calibrationErrorBefore: bare && calibrationError(flat(bare), truth),
  };
}

/** −mean[t ln p + (1 − t) ln(1 − p)]: the log-loss over all labels that the truth t could have drawn. */
function expectedLogLoss(said: Float64Array, truth: Float64Array): number {
  return said.reduce((sum, value, at) => {
    const p = Math.min(1 - 1e-12, Math.max(1e-12, value));
    return sum - truth[at] * Math.log(p) - (1 - truth[at]) * Math.log(1 - p);
  }, 0) / said.length;
}

function withGaps(measured: readonly Measured[]): SimulationRow[] {
  const oracle = measured[measured.length - 1];
  const base = measured.find(({ model }) => model === 'm0') ?? measured[0];
  return measured.map(({ gain, ...row }) => ({
    ...row, ofOracle: row.clickRate / oracle.clickRate, ndcg: gain / oracle.gain,
    closed: (row.clickRate - base.clickRate) / (oracle.clickRate - base.clickRate),
    logLossClosed: (base.logLoss - row.logLoss) / (base.logLoss - oracle.logLoss),
  }));
}
