import { expect, test } from '@jest/globals';
import { makeArtefact, openArtefact, sealArtefact, type Artefact } from '../../models/artefact.js';
import type { Dataset } from '../../models/dataset.js';
import { candidateTrainer } from '../../models/registry.js';
import { openAdModel, openCandidates } from '../../models/serving.js';
import { silent } from '../../models/trainer.js';
import { adModelChoices, modelChoices } from '../../server/model-run/model-choices.js';
import { adTrainerOf } from '../../workers/ad-trainer.js';
import { KEYS, plantedContents, plantedDataset, plantedImpressions } from '../models/planted.js';

const dataset: Dataset = { ...plantedDataset(), impressions: plantedImpressions(400, 3), contents: plantedContents() };
const candidates = Object.keys(modelChoices).filter((name) => name !== 'auto');

interface Kind { name: string; fit(): Promise<Artefact>; open(files: ReturnType<typeof sealArtefact>): unknown; other(files: ReturnType<typeof sealArtefact>): unknown }
const kinds: Kind[] = [
  ...candidates.map((name) => ({
    name, fit: () => candidateTrainer(name).fit(dataset, {}, 1, silent), open: (files: ReturnType<typeof sealArtefact>) => openCandidates(files, KEYS.publicKey), other: (files: ReturnType<typeof sealArtefact>) => openAdModel(files, KEYS.publicKey),
  })),
  ...adModelChoices.map((name) => ({
    name, fit: () => adTrainerOf(name).fit(dataset, adTrainerOf(name).defaults, 1, silent), open: (files: ReturnType<typeof sealArtefact>) => openAdModel(files, KEYS.publicKey), other: (files: ReturnType<typeof sealArtefact>) => openCandidates(files, KEYS.publicKey),
  })),
];

test.each(kinds)('what can be chosen can be served: $name opens in the api, and nothing else than what was sealed does', async ({ fit, open, other }) => {
  const artefact = await fit();
  const sealed = sealArtefact(artefact, KEYS.privateKey);
  expect(open(sealed)).toMatchObject({ card: { model: artefact.card.model } });
  expect(() => other(sealed)).toThrow(expect.objectContaining({ name: 'ArtefactError' }));

  for (const [name, bytes] of sealed) {
    if (bytes.length === 0) continue;
    const flipped = bytes.slice();
    flipped[Math.floor(flipped.length / 2)] ^= 1;
    expect(() => open(new Map([...sealed, [name, flipped]]))).toThrow(expect.objectContaining({ name: 'ArtefactError' }));
  }

  // Signed by ourselves, and yet not the model that gave these answers.
  const { golden, formatVersion: _format, featureSpecHash: _hash, metrics: _metrics, files: _files, ...card } = openArtefact(sealed, KEYS.publicKey).card;
  const lying = makeArtefact({ ...card, golden: { inputs: golden.inputs, outputs: moved(golden.outputs) } }, artefact.files);
  expect(() => open(sealArtefact(lying, KEYS.privateKey))).toThrow(expect.objectContaining({ name: 'ArtefactError', code: 'GOLDEN' }));
});

/** The same outputs with their first number moved. */
function moved(outputs: unknown): never {
  let isMoved = false;
  return JSON.parse(JSON.stringify(outputs), (_, value: unknown) => {
    if (typeof value !== 'number' || isMoved) return value;
    isMoved = true;
    return value + 0.5;
  }) as never;
}
