import type { Dataset, ImpressionTable } from '../dataset.js';
import { AD_WIDTH, CONTENT_WIDTH } from '../features/spec.js';
import type { AdRanker, AdTrainer } from '../ranker/ad-ranker.js';
import { oldestFirst, takeImpressions } from '../ranker/impressions.js';
import { TRAINERS } from '../registry.js';
import type { Params } from '../trainer.js';
import type { LabelledTrainer } from './labelled.js';

/** Which showings will be clicked? Learnt from the older ones. */
export interface AdTask {
  readonly train: ImpressionTable;
  /** For thresholds; tuning measures here. */
  readonly validation: ImpressionTable;
}

/** By time: eight tenths to learn from, one to tune on, the newest one is the test. */
export function adTaskOf(table: ImpressionTable): { task: AdTask; test: ImpressionTable } {
  const order = oldestFirst(table);
  const [eight, nine] = [Math.floor(order.length * 0.8), Math.floor(order.length * 0.9)];
  const part = (from: number, to: number): ImpressionTable => takeImpressions(table, order.subarray(from, to));
  return { task: { train: part(0, eight), validation: part(eight, nine) }, test: part(nine, order.length) };
}

function datasetOf(impressions: ImpressionTable): Dataset {
  const none = { readers: new Int32Array(0), items: new Int32Array(0), weights: new Float32Array(0), timesMs: new Float64Array(0) };
  return {
    snapshotId: 'evaluation', codeRevision: '', window: { fromMs: 0, toMs: 0 }, itemKeys: new Int32Array(0),
    interactions: { readerCount: 0, itemCount: 0, ...none }, impressions, contents: null,
  };
}

/** Showings of the mean that an ad is believed to have had before its first one. */
const PRIOR = 20;

/** The ad's own click rate, (clicks + 20 p̄) / (showings + 20), whatever it stands beside and whoever looks. */
const adPopularity: LabelledTrainer<AdTask, AdRanker> = {
  name: 'popularity',
  defaults: {},
  learn({ train: { rowCount, labels, adKeys } }) {
    const mean = labels.reduce((sum, label) => sum + label, 0) / rowCount;
    const counts = new Map<number, [shown: number, clicked: number]>();
    for (let row = 0; row < rowCount; row++) {
      const key = adKeys?.[row] ?? 0;
      const [shown, clicked] = counts.get(key) ?? [0, 0];
      counts.set(key, [shown + 1, clicked + labels[row]]);
    }
    const rateOf = (key: number): number => {
      const [shown, clicked] = counts.get(key) ?? [0, 0];
      return (clicked + PRIOR * mean) / (shown + PRIOR);
    };
    return Promise.resolve({
      readsProfile: false,
      probability: (_content, _ad, context) => rateOf(context?.adKey ?? 0),
      predict: ({ contents, ads, adKeys: keys }) => {
        const count = ads.length / AD_WIDTH;
        return Float32Array.from({ length: (contents.length / CONTENT_WIDTH) * count }, (_, at) => rateOf(keys?.[at % count] ?? 0));
      },
      close: () => undefined,
    });
  },
};

const registered = Object.values(TRAINERS).filter(({ stage }) => stage === 'ads') as unknown as AdTrainer[];

/** Every ranker of ads by the name that `--model` takes. */
export const AD_TRAINERS: Readonly<Record<string, LabelledTrainer<AdTask, AdRanker>>> = Object.fromEntries([
  adPopularity,
  ...registered.map((trainer): LabelledTrainer<AdTask, AdRanker> => ({
    name: trainer.name, defaults: trainer.defaults, space: trainer.space,
    learn: ({ train }, params: Params, seed, report) => trainer.learn(datasetOf(train), params, seed, report),
  })),
].map((trainer) => [trainer.name, trainer]));
