import { expect, test } from '@jest/globals';
import type { ChartReport } from '../../../models/evaluation/chart/page.js';
import { chartPage } from '../../../models/evaluation/chart/page.js';
import { short } from '../../../models/evaluation/chart/marks.js';
import { PROTOCOLS } from '../../../models/evaluation/protocols.js';
import type { ResultRow } from '../../../models/evaluation/run.js';

const interval = (value: number) => ({ value, low: value - 0.01, high: value + 0.01 });

const row = (model: string, value: number, more: Partial<ResultRow> = {}): ResultRow => ({
  model, params: { lambda: 12.3456, neighbours: 0 }, tested: 1435, sizes: { readers: 1435, items: 1522 }, role: 'model', honesty: 'honest', seeds: 1, deviation: 0, trials: [], folds: null, difference: null,
  figures: { 'ndcg@20': interval(value), 'recall@20': interval(value + 0.05) }, plain: { coverage: value * 2 },
  units: { kind: 'mean', values: new Float64Array(0) },
  slices: [{ by: 'popularity', low: 0, high: 0, readers: 7, recall: interval(value / 2) }, { by: 'activity', low: 3, high: 9, readers: 8, recall: interval(value / 3) }],
  cost: { fitSeconds: 1.25, predictSeconds: 0.5, cpuSeconds: 1, peakRssBytes: 250e6 },
  ...more,
});

const trial = (number: number, lambda: number, value: number | null) => ({ number, params: { lambda }, share: 1, value, error: value === null ? 'no' : null, seconds: 1 });

const rows = [
  row('ease', 0.0812, { difference: { to: 'popularity', value: 0.0322, low: 0.02, high: 0.04 }, trials: [trial(1, 100, 0.07), trial(2, 5, 0.066), trial(3, 900, null)], seeds: 3, deviation: 0.0004 }),
  row('a<b>&"model"', 0.0733, { folds: { values: [0.05, 0.06, 0.07], mean: 0.06, deviation: 0.01 } }),
  row('popularity', 0.049, { role: 'baseline', honesty: 'leaderboard' }),
];
const report: ChartReport = { data: 'folder', protocol: 'published-split', about: PROTOCOLS[0].about, gemmGflops: 61.2, rows, refused: [{ model: 'deep', reason: 'too many <items>' }] };

test('the page holds every row, figure, slice, fold and trial, in both languages', () => {
  const page = chartPage([report]);
  for (const { figures, plain, slices } of rows) {
    for (const { value } of Object.values(figures)) expect(page).toContain(`class="value">${short(value)}</text>`);
    expect(page).toContain(`class="value">${short(plain.coverage)}</text>`);
    for (const { recall } of slices) expect(page).toContain(`class="value">${short(recall.value)}</text>`);
  }
  expect(page.match(/<tr class="(model|baseline)">/g)!.length).toBe(3);
  expect(page.match(/<circle /g)!.length).toBe(2 * 2 + 3); // two ended trials over order and lambda; three folds
  expect(page.match(/ chosen"/g)!.length).toBe(2);
  for (const words of ['+0.0322 (0.02 – 0.04)', 'lambda 12.35, neighbours 0', '± 0.0004 (3)', '0.06 ± 0.01', 'n = 7', '61.2', '1.75', '250', PROTOCOLS[0].about.zh, 'Recall by slice', '分组召回率', '调参试验']) {
    expect(page).toContain(words);
  }
});

test('names are text, never markup; the page asks nothing of the network', () => {
  const page = chartPage([report]);
  expect(page).not.toContain('a<b>');
  expect(page).toContain('a&#60;b&#62;&#38;&#34;model&#34;');
  expect(page).toContain('too many &#60;items&#62;');
  expect(page).not.toMatch(/<script|<link|<img|src=|url\(|@import/);
  expect(page.replaceAll('http://www.w3.org/2000/svg', '')).not.toContain('http');
});

test('a model called like a word of the page keeps its name', () => {
  expect(chartPage([report])).toContain('text-anchor="end">popularity</text>');
});

test('estimates of a policy stand over the ruler, with the reason where there is no verdict', () => {
  const page = chartPage([{
    data: 'logs', protocol: 'off-policy', about: PROTOCOLS[6].about, gemmGflops: 50,
    estimates: [{
      campaign: 'men', log: 'random', policy: 'bts', onPolicy: interval(0.0069), brackets: true, rows: 10, effectiveRows: 655.4, meanWeight: interval(1), largestWeight: 3,
      values: { ips: interval(0.00566), snips: interval(0.00574) }, refusal: 'log more',
    }],
  }]);
  for (const words of ['men: bts from random, ESS 655.4', '0.00566', '0.00574', '0.0069', 'log of bts', 'log more']) expect(page).toContain(words);
});
