import { ArtefactError } from '../artefact.js';
import type { Artefact, ArtefactFiles, Card } from '../artefact.js';
import { checkGolden } from '../history-model.js';
import type { HistoryModel } from '../history-model.js';
import { EnsembleHistoryModel } from './ensemble-history.js';
import type { WeighedHistoryModel } from './ensemble-history.js';

/** An artefact of one source and its weight in the mix. */
export interface WeighedArtefact {
  readonly weight: number;
  readonly artefact: Artefact;
}

/** sources.json: [{ weight, card }] in their order; the files of a source stand under `<its model>/`. All are on the one signed card. */
const SOURCES_FILE = 'sources.json';

export function ensembleFiles(sources: readonly WeighedArtefact[]): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const { artefact: { card, files: own } } of sources) for (const [name, bytes] of own) files.set(`${card.model}/${name}`, bytes);
  files.set(SOURCES_FILE, new TextEncoder().encode(JSON.stringify(sources.map(({ weight, artefact }) => ({ weight, card: artefact.card })))));
  files.set('popularity.bin', sources[0].artefact.files.get('popularity.bin')!);
  return files;
}

function artefactsOf({ card, files }: Artefact): WeighedArtefact[] {
  const bytes = files.get(SOURCES_FILE);
  if (!bytes) throw new ArtefactError('MODEL', `The model ${card.model} names no sources; it is not an ensemble, or retrain.`);
  const sources = JSON.parse(new TextDecoder().decode(bytes)) as { weight: number; card: Card }[];
  return sources.map((source) => {
    const prefix = `${source.card.model}/`;
    const own: ArtefactFiles = new Map([...files].filter(([name]) => name.startsWith(prefix)).map(([name, content]) => [name.slice(prefix.length), content]));
    return { weight: source.weight, artefact: { card: source.card, files: own } };
  });
}

/** The sources of an opened artefact as `load` opens each of them, unmixed. Throws ArtefactError. */
export function loadSources<M extends HistoryModel>(artefact: Artefact, load: (artefact: Artefact) => M): WeighedHistoryModel<M>[] {
  const sources = artefactsOf(artefact).map(({ weight, artefact: own }) => ({ name: own.card.model, weight, model: load(own) }));
  const [{ model: { itemKeys } }] = sources;
  if (sources.some(({ model }) => model.itemKeys.length !== itemKeys.length || model.itemKeys.some((key, item) => key !== itemKeys[item]))) {
    throw new ArtefactError('MODEL', `The sources of the model ${artefact.card.model} know different contents; retrain it.`);
  }
  return sources;
}

/** The mix in an opened artefact, after its golden check and those of its sources. Throws ArtefactError. */
export function loadEnsemble<M extends HistoryModel>(artefact: Artefact, load: (artefact: Artefact) => M): EnsembleHistoryModel<M> {
  const model = new EnsembleHistoryModel(loadSources(artefact, load));
  checkGolden(artefact.card, model);
  return model;
}
