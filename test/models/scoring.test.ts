import { beforeAll, describe, expect, test } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { sealArtefact } from '../../models/artefact.js';
import { readerRows } from '../../models/dataset.js';
import type { ItemTrainer } from '../../models/item-trainer.js';
import { Random } from '../../models/random.js';
import { candidateTrainer } from '../../models/registry.js';
import { ItemScorer } from '../../models/scoring.js';
import type { HistoryPage } from '../../models/scoring.js';
import { openCandidates } from '../../models/serving.js';
import type { ServedCandidates } from '../../models/serving.js';
import { decodeTopContents, encodeTopContents } from '../../models/top-items-blob.js';
import { silent } from '../../models/trainer.js';
import { KEYS, plantedContents, plantedDataset, SMALL } from './planted.js';

const PARAMS: Record<string, Record<string, number>> = {
  popularity: {},
  'graph-filter': { neighbours: 15 },
  ease: { neighbours: 15, lambda: 10 },
  'item-knn': { neighbours: 15, shrink: 2 },
  rp3beta: { neighbours: 15 },
  'spectral-filter': { neighbours: 15, rank: 12 },
  blend: { neighbours: 15 },
  cease: { neighbours: 15, lambda: 10, text: 5, attributes: 5 },
};

/** Histories of every length from none on, with weights, an unknown content here and there, and one that is very long. */
function pageOf(readers: number, seed: number): HistoryPage {
  const random = new Random(seed);
  const offsets = new Int32Array(readers + 1);
  const contentNos: number[] = [];
  const weights: number[] = [];
  for (let reader = 0; reader < readers; reader++) {
    const length = reader === readers - 1 ? 90 : reader % 9;
    for (let at = 0; at < length; at++) {
      contentNos.push(random.unit() < 0.05 ? 5 : 1000 + 7 * random.below(SMALL.items));
      weights.push(0.1 + random.unit());
    }
    offsets[reader + 1] = contentNos.length;
  }
  return { offsets, contentNos: Int32Array.from(contentNos), weights: Float32Array.from(weights) };
}

describe.each(Object.keys(PARAMS))('%s', (name) => {
  const trainer = candidateTrainer(name) as ItemTrainer;
  let sealed: Map<string, Uint8Array>;
  let served: ServedCandidates;

  beforeAll(async () => {
    const dataset = { ...plantedDataset(), contents: plantedContents() };
    sealed = sealArtefact(await trainer.fit(dataset, { ...trainer.defaults, ...PARAMS[name] }, 1, silent), KEYS.privateKey);
    served = openCandidates(sealed, KEYS.publicKey);
  });

  test('onnxruntime, the dense and the sparse TypeScript pass agree', async () => {
    const page = pageOf(150, 3);
    const model = trainer.load({ card: served.card, files: new Map([...sealed].filter(([file]) => !file.startsWith('card'))) });
    const scorer = await ItemScorer.open(sealed, KEYS.publicKey);
    const lists = await scorer.score(page, 20);
    await scorer.close();
    expect(lists.length).toBe(150);
    for (let reader = 0; reader < 150; reader++) {
      const [from, to] = [page.offsets[reader], page.offsets[reader + 1]];
      const history = { contentNos: page.contentNos.subarray(from, to), weights: page.weights.subarray(from, to) };
      const known = [...history.contentNos].map((contentNo, at) => ({ item: served.indexOf(contentNo), weight: history.weights[at] }))
        .filter(({ item }) => item >= 0);
      const [dense] = model.predict({
        offsets: Int32Array.of(0, known.length),
        items: Int32Array.from(known, ({ item }) => item),
        weights: Float32Array.from(known, ({ weight }) => weight),
        k: 20,
      });
      const sparse = served.topK(served.scoreHistory(history), 20, new Set(history.contentNos));
      expect([...lists[reader].contentNos]).toEqual([...sparse.contentNos]);
      expect([...lists[reader].contentNos]).toEqual([...dense.items].map((item) => served.itemKeys[item]));
      lists[reader].scores.forEach((score, at) => {
        expect(Math.abs(score - sparse.scores[at])).toBeLessThanOrEqual(1e-5 * Math.max(1, score));
        expect(Math.abs(score - dense.scores[at])).toBeLessThanOrEqual(1e-5 * Math.max(1, score));
      });
    }
  });

  test('same seed and data give the same bytes', async () => {
    const params = { ...trainer.defaults, ...PARAMS[name] };
    const again = sealArtefact(await trainer.fit({ ...plantedDataset(), contents: plantedContents() }, params, 1, silent), KEYS.privateKey);
    expect([...again.keys()]).toEqual([...sealed.keys()]);
    for (const [file, bytes] of again) expect(Buffer.compare(bytes, sealed.get(file) as Uint8Array)).toBe(0);
  });

  test('a scorer refuses a foreign key', async () => {
    await expect(ItemScorer.open(sealed, generateKeyPairSync('ed25519').publicKey)).rejects.toThrow('not signed by this platform');
  });

  test('k may exceed the catalogue, and a page may be empty', async () => {
    const scorer = await ItemScorer.open(sealed, KEYS.publicKey);
    const [list] = await scorer.score({ offsets: Int32Array.of(0, 1), contentNos: Int32Array.of(1000), weights: Float32Array.of(1) }, 500);
    expect(list.contentNos.length).toBeLessThan(SMALL.items);
    expect([...list.contentNos]).not.toContain(1000);
    expect(await scorer.score({ offsets: Int32Array.of(0), contentNos: new Int32Array(0), weights: new Float32Array(0) }, 5)).toEqual([]);
    await scorer.close();
  });
});

test('a list survives its blob, also from an unaligned Buffer', () => {
  const rows = readerRows(plantedDataset().interactions);
  const list = { contentNos: Uint32Array.of(4_000_000_000, 7), scores: Float32Array.of(rows.values[0], -2.5) };
  const blob = encodeTopContents(list);
  expect(Buffer.from(blob).readUInt32LE(0)).toBe(4_000_000_000);
  expect(Buffer.from(blob).readFloatLE(12)).toBe(-2.5);
  const moved = Buffer.concat([Buffer.from([0]), blob]).subarray(1);
  expect(decodeTopContents(moved)).toEqual(list);
  expect(decodeTopContents(new Uint8Array(0)).contentNos.length).toBe(0);
  expect(() => decodeTopContents(blob.subarray(0, 15))).toThrow('cut');
});
