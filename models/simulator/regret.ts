import { adBelief } from '../exploration/ftrl-posterior.js';
import { LinUcb } from '../exploration/lin-ucb.js';
import { best, choose, epsilonGreedy } from '../exploration/logged-choice.js';
import { logitBelief } from '../exploration/posterior.js';
import { thompsonDistribution } from '../exploration/thompson.js';
import { AD_WIDTH, CONTENT_WIDTH } from '../features/spec.js';
import { Random } from '../random.js';
import { sigmoid } from '../ranker/ad-ranker.js';
import { AXES, project } from '../ranker/cross-fields.js';
import type { Projection } from '../ranker/cross-fields.js';
import { CrossLearner } from '../ranker/cross-learner.js';
import { principalAxes } from '../ranker/principal-axes.js';
import { Pages } from './ad-log.js';
import { AdResponse } from './ad-response.js';
import { World } from './world.js';
import type { JudgeParams } from './judge.js';

/** A policy that begins with no knowledge and learns from its own choices alone. */
export interface RegretRow {
  readonly policy: string;
  readonly pages: number;
  /** Σ over pages of the best ad's probability less the chosen one's. */
  readonly regret: number;
  /** The same, per page, over the last tenth of the pages. */
  readonly lastRegret: number;
  /** Share of the oracle's expected clicks. */
  readonly ofOracle: number;
  /** Mean probability of the choices, as logged. */
  readonly meanPropensity: number;
}

interface Learner {
  /** Probabilities over the ads [ads]. */
  distribution(content: Float32Array): Float64Array;
  learn(content: Float32Array, ad: number, label: number): void;
}

/** Pages between two looks of a policy at what it learnt: serving loads weights now and then, not after each event. */
const REFRESH = 50;
const FTRL = { alpha: 0.1, beta: 1, l1: 0, l2: 1 };
const DRAWS = 32;
const PRIOR = 1;

type Policy = (response: AdResponse, seed: number) => Learner;

export const POLICIES: Readonly<Record<string, Policy>> = {
  random: ({ adCount }) => ({ distribution: () => new Float64Array(adCount).fill(1 / adCount), learn: () => undefined }),
  'm1 greedy': (response) => m1Policy(response, (logits) => epsilonGreedy(logits, 0)),
  'm1 ε-greedy 0.1': (response) => m1Policy(response, (logits) => epsilonGreedy(logits, 0.1)),
  'm1 Thompson, at most 0.1': (response, seed) => m1Policy(response, thompson(0.1, seed)),
  'm1 Thompson': (response, seed) => m1Policy(response, thompson(1, seed)),
  LinUCB: linUcbPolicy,
};

/** Each policy through the same pages of days 0 … days − 1, one ad on each page, in the first place. */
export function simulateRegret(params: JudgeParams, names: readonly string[] = Object.keys(POLICIES)): RegretRow[] {
  return names.map((name) => {
    const response = new AdResponse(new World(params), params.ads);
    const learner = POLICIES[name](response, params.seed + 50);
    const random = new Random(params.seed + 51);
    const source = new Pages(response);
    const losses: number[] = [];
    let [possible, propensity] = [0, 0];
    for (let day = 0; day < params.days; day++) {
      for (const { reader, content } of source.ofDay(day, 0)) {
        const truth = Float64Array.from({ length: params.ads }, (_, ad) => response.probability(reader, content, ad));
        const vector = response.world.catalogue.features.subarray(content * CONTENT_WIDTH, (content + 1) * CONTENT_WIDTH);
        const { action, probability } = choose(learner.distribution(vector), name, random);
        const most = truth[best(truth)];
        losses.push(most - truth[action]);
        possible += most;
        propensity += probability;
        learner.learn(vector, action, random.unit() < truth[action] ? 1 : 0);
      }
    }
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    const tail = losses.slice(Math.floor(losses.length * 0.9));
    const regret = sum(losses);
    return { policy: name, pages: losses.length, regret, lastRegret: sum(tail) / tail.length, ofOracle: 1 - regret / possible, meanPropensity: propensity / losses.length };
  });
}

type Choice = (logits: Float64Array, belief: () => ReturnType<typeof logitBelief>) => Float64Array;

const thompson = (share: number, seed: number): Choice => {
  const random = new Random(seed);
  return (_logits, belief) => thompsonDistribution(belief(), sigmoid, { draws: DRAWS, share, floor: 0 }, random);
};

/** M1 by FTRL, its weights loaded every 50 pages. */
function m1Policy({ ads, adKeys, adCount }: AdResponse, choice: Choice): Learner {
  const learner = new CrossLearner('m1', FTRL, null);
  let model = learner.model({ kind: 'none' });
  let events = 0;
  return {
    distribution(content) {
      if (events % REFRESH === 0) model = learner.model({ kind: 'none' });
      const logits = Float64Array.from({ length: adCount }, (_, ad) =>
        model.logit(content, ads.subarray(ad * AD_WIDTH, (ad + 1) * AD_WIDTH), { adKey: adKeys[ad] }));
      return choice(logits, () => {
        const { posterior, candidates } = adBelief(model, content, ads, adKeys, PRIOR);
        return logitBelief(posterior, candidates);
      });
    },
    learn(content, ad, label) {
      events++;
      learner.learn({ content, ad: ads.subarray(ad * AD_WIDTH, (ad + 1) * AD_WIDTH), adKey: adKeys[ad], place: 0, profile: null }, label, 1);
    },
  };
}

/** x = (1, q(c)) ⊗ (1, a) [102]: crosses in few enough dimensions for A⁻¹. ε = 0.02 keeps the propensities above 0. */
function linUcbPolicy({ ads, adCount, world }: AdResponse): Learner {
  const { features } = world.catalogue;
  const projection: Projection = principalAxes({ rowCount: world.params.contents, featureCount: CONTENT_WIDTH, features });
  const bandit = new LinUcb((1 + AXES) * (1 + AD_WIDTH), 0.3);
  const axes = new Float32Array(AXES);
  const crossOf = (content: Float32Array, ad: number): Float64Array => {
    project(projection, content, axes);
    return Float64Array.from({ length: bandit.dimension }, (_, at) => {
      const [row, column] = [Math.floor(at / (1 + AD_WIDTH)), at % (1 + AD_WIDTH)];
      return (row === 0 ? 1 : axes[row - 1]) * (column === 0 ? 1 : ads[ad * AD_WIDTH + column - 1]);
    });
  };
  return {
    distribution: (content) => epsilonGreedy(Float64Array.from({ length: adCount }, (_, ad) => bandit.score(crossOf(content, ad))), 0.02),
    learn: (content, ad, label) => bandit.learn(crossOf(content, ad), label),
  };
}
