import { expect, test } from '@jest/globals';
import type { Dataset, ImpressionTable } from '../../models/dataset.js';
import { AD_WIDTH, CONTENT_WIDTH } from '../../models/features/spec.js';
import { Random } from '../../models/random.js';
import { UNKNOWN } from '../../models/ranker/deep/ranking-table.js';
import { silent } from '../../models/trainer.js';
import { adTrainerOf } from '../../workers/ad-trainer.js';
import { evaluateAds, type AdFigures, type HeadFigures } from '../../workers/evaluate-ads.js';
import { plantedDataset } from '../models/planted.js';

const width = CONTENT_WIDTH + AD_WIDTH;
type Figures = AdFigures & { logLoss: number; heads?: HeadFigures[]; baseline: { logLoss: number } };

/** Contents of two kinds, the first clicked more; in the first places of twenty clicks come often, further down seldom. */
function impressions(rows: number, placeCost: number): ImpressionTable {
  const random = new Random(3);
  const features = new Float32Array(rows * width);
  const [labels, slots, dwell, complete, buy] = Array.from({ length: 5 }, () => new Uint8Array(rows));
  for (let row = 0; row < rows; row++) {
    const isGood = random.below(2);
    features[row * width + isGood] = 1;
    slots[row] = random.below(20);
    const z = (isGood ? 0.5 : -0.5) - placeCost * slots[row];
    labels[row] = random.unit() * (1 + Math.exp(-z)) < 1 ? 1 : 0;
    dwell[row] = row > rows * 0.97 ? UNKNOWN : labels[row] === 1 && random.unit() < (isGood ? 0.7 : 0.2) ? 1 : 0;
    complete[row] = labels[row] === 1 && row % 60 === 0 ? 1 : 0;
    buy[row] = row < 5 ? labels[row] : 0;
  }
  return {
    rowCount: rows, featureCount: width, features, labels, weights: new Float32Array(rows).fill(1), slots, adKeys: new Uint32Array(rows),
    timesMs: Float64Array.from({ length: rows }, (_, row) => row), outcomes: { dwell, complete, buy },
  };
}
const datasetOf = (table: ImpressionTable): Dataset => ({ ...plantedDataset(), impressions: table });

test('a model that knows places is asked in the place of each row: it is not punished for what a page’s end costs', async () => {
  const figures = await evaluateAds(datasetOf(impressions(4000, 0.25)), 'm1', 1) as Figures;
  expect(figures.servesBaseline).toBe(false);
  expect(figures.logLoss).toBeLessThan(figures.baseline.logLoss - 0.02);
});

test('each head has its figures and its honest number of positives; one with too few is left out, and said to be', async () => {
  const table = impressions(3000, 0.05);
  const { heads } = await evaluateAds(datasetOf(table), 'fm', 1) as Figures;
  expect(heads!.map(({ head }) => head)).toEqual(['click', 'dwell', 'complete', 'buy']);
  const [click, dwell, complete, buy] = heads!;
  const train = (labels: Uint8Array, value = 1) => labels.slice(0, 2400).filter((label) => label === value).length;
  expect(click).toMatchObject({ known: 2400, positives: train(table.labels), tested: 600 });
  expect(dwell).toMatchObject({ known: 2400, positives: train(table.outcomes!.dwell!), tested: 600 - 89, testPositives: table.outcomes!.dwell!.slice(2400).filter((label) => label === 1).length });
  expect(dwell.auc).toBeGreaterThan(0.6);
  expect(dwell.normalisedEntropy).toBeLessThan(1);
  expect(complete).toEqual({ head: 'complete', known: 2400, positives: train(table.outcomes!.complete!), leftOut: `${train(table.outcomes!.complete!)} of 2400 known; at least 30 of either kind are needed` });
  expect(buy.leftOut).toMatch(/^\d of 2400 known/);

  // The signed card names the heads that were learnt, and from how much.
  const { card } = await adTrainerOf('fm').fit(datasetOf(table), { ...adTrainerOf('fm').defaults, epochs: 1 }, 1, silent);
  expect(Object.keys(card.heads!)).toEqual(['click', 'dwell']);
  expect(card.heads!.dwell).toEqual({ known: 3000 - 89, positives: table.outcomes!.dwell!.filter((label) => label === 1).length });
});
