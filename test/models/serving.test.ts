import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { sealArtefact } from '../../models/artefact.js';
import { ease } from '../../models/item-item/ease.js';
import { graphFilter } from '../../models/item-item/graph-filter.js';
import { popularity } from '../../models/popularity/trainer.js';
import { m0 } from '../../models/ranker/m0.js';
import { ArtefactError, openAdModel, openCandidates } from '../../models/serving.js';
import type { ServedCandidates } from '../../models/serving.js';
import { silent } from '../../models/trainer.js';
import { FOREIGN_KEYS, KEYS, plantedDataset, plantedImpressions, SMALL } from './planted.js';

let filter: ServedCandidates;
let dense: ServedCandidates;
let popular: ServedCandidates;

beforeAll(async () => {
  const dataset = plantedDataset();
  const open = async (trainer: typeof graphFilter | typeof ease | typeof popularity): Promise<ServedCandidates> =>
    openCandidates(sealArtefact(await trainer.fit(dataset, trainer.defaults as never, 1, silent), KEYS.privateKey), KEYS.publicKey);
  [filter, dense, popular] = [await open(graphFilter), await open(ease), await open(popularity)];
});

const contentNo = fc.integer({ min: 0, max: SMALL.items + 3 }).map((item) => 1000 + 7 * item);
const history = fc.uniqueArray(fc.tuple(contentNo, fc.integer({ min: 1, max: 5 })), { maxLength: 12, selector: ([no]) => no })
  .map((pairs) => ({ contentNos: pairs.map(([no]) => no), weights: pairs.map(([, weight]) => weight) }));

describe('a served item model', () => {
  test('speaks content numbers and knows what it does not know', () => {
    expect(filter.indexOf(1007)).toBe(1);
    expect(filter.indexOf(1001)).toBe(-1);
    expect(filter.itemKeys[5]).toBe(1035);
    expect(filter.popularityOf(1001)).toBe(0);
    expect(filter.scoreHistory({ contentNos: [1001, 3], weights: [1, 1] }).contentNos.length).toBe(0);
    expect(filter.reasons({ contentNos: [1007], weights: [1] }, [1001])).toEqual(new Map([[1001, []]]));
  });

  test('reasons are the exact parts of the score', () => {
    fc.assert(fc.property(history, (read) => {
      const scored = filter.scoreHistory(read);
      scored.contentNos.forEach((no, at) => {
        const parts = filter.reasons(read, [no], 1000).get(no)!;
        const sum = parts.reduce((total, part) => total + part.contribution, 0);
        expect(Math.abs(sum - scored.scores[at])).toBeLessThanOrEqual(1e-5 * Math.max(1, sum));
        expect(parts.every((part) => read.contentNos.includes(part.contentNo))).toBe(true);
      });
    }), { numRuns: 20 });
  });

  test('one call does not disturb the next', () => {
    fc.assert(fc.property(history, history, (one, other) => {
      const before = dense.scoreHistory(one);
      dense.scoreHistory(other);
      expect(dense.scoreHistory(one)).toEqual(before);
    }), { numRuns: 30 });
  });

  test('topK is sorted, leaves out what is excluded, and does not change the scores', () => {
    fc.assert(fc.property(history, fc.integer({ min: 0, max: 40 }), (read, k) => {
      const scored = filter.scoreHistory(read);
      const before = scored.scores.slice();
      const exclude = new Set(read.contentNos);
      const top = filter.topK(scored, k, exclude);
      const expected = [...scored.contentNos].map((no, at) => ({ no, score: scored.scores[at] }))
        .filter(({ no, score }) => score > 0 && !exclude.has(no))
        .sort((a, b) => b.score - a.score || a.no - b.no).slice(0, k);
      expect([...top.contentNos]).toEqual(expected.map(({ no }) => no));
      expect([...top.scores]).toEqual(expected.map(({ score }) => score));
      expect(scored.scores).toEqual(before);
    }), { numRuns: 50 });
  });

  test('the best candidates of a planted reader are of the reader’s group', () => {
    const read = { contentNos: [0, 6, 12, 18].map((item) => 1000 + 7 * item), weights: [1, 1, 1, 1] };
    for (const model of [filter, dense]) {
      const top = model.topK(model.scoreHistory(read), 10, new Set(read.contentNos));
      expect([...top.contentNos].filter((no) => ((no - 1000) / 7) % SMALL.groups === 0).length).toBeGreaterThanOrEqual(9);
    }
  });

  test('popularity ranks all contents, and is what a model without neighbours scores', () => {
    const order = [...filter.popularContentNos];
    expect(new Set(order)).toEqual(new Set(filter.itemKeys));
    for (let at = 1; at < order.length; at++) {
      expect(filter.popularityOf(order[at - 1])).toBeGreaterThanOrEqual(filter.popularityOf(order[at]));
    }
    const top = popular.topK(popular.scoreHistory({ contentNos: [], weights: [] }), 5);
    expect([...top.contentNos]).toEqual(order.slice(0, 5));
  });
});

test('an ad model opens and is no item model; an item model is no ad model', async () => {
  const dataset = { ...plantedDataset(), impressions: plantedImpressions(200, 1) };
  const ads = sealArtefact(await m0.fit(dataset, { lambda: 0.01 }, 1, silent), KEYS.privateKey);
  const items = sealArtefact(await popularity.fit(dataset, popularity.defaults, 1, silent), KEYS.privateKey);
  expect(openAdModel(ads, KEYS.publicKey).card.model).toBe('m0');
  expect(() => openCandidates(ads, KEYS.publicKey)).toThrow(ArtefactError);
  expect(() => openAdModel(items, KEYS.publicKey)).toThrow(ArtefactError);
  expect(() => openAdModel(ads, FOREIGN_KEYS.publicKey)).toThrow('not signed');
});

test('onnxruntime cannot be reached from models/serving', async () => {
  const seen = new Set<string>();
  const visit = async (file: string): Promise<void> => {
    if (seen.has(file)) return;
    seen.add(file);
    const source = await readFile(file, 'utf8');
    for (const [, kind, target] of source.matchAll(/^(?:import|export)( type)?[^'"]*['"]([^'"]+)['"]/gm)) {
      expect(target).not.toBe('onnxruntime-node');
      if (!kind && target.startsWith('.')) await visit(new URL(target.replace(/\.js$/, '.ts'), `file://${file}`).pathname);
    }
  };
  await visit(new URL('../../models/serving.ts', import.meta.url).pathname);
  expect(seen.size).toBeGreaterThan(5);
});
