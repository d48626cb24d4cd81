import { ArtefactError } from '../artefact.js';
import { float32Table, float64Table, int32Table, packFiles, tableBytes, unpackFiles } from '../artefact-pack.js';
import { DatasetError } from '../dataset.js';
import type { ImpressionTable } from '../dataset.js';
import { HEADS } from './deep/ranking-table.js';

const OUTCOMES = HEADS.slice(1) as Exclude<(typeof HEADS)[number], 'click'>[];

/** A table of impressions as one file: a snapshot of a platform, or the log of a simulated one. */
export function encodeImpressions({ features, weights, labels, timesMs, adKeys, slots, profiles, outcomes }: ImpressionTable): Uint8Array {
  const columns = { features, weights, timesMs, adKeys: adKeys && Int32Array.from(adKeys), profiles };
  return packFiles(new Map([
    ...Object.entries(columns).flatMap(([name, column]) => (column ? [[name, tableBytes(column)] as const] : [])),
    ['labels', labels] as const,
    ...(slots ? [['slots', slots] as const] : []),
    ...OUTCOMES.flatMap((head) => (outcomes?.[head] ? [[head, outcomes[head]] as const] : [])),
  ]));
}

/** Throws DatasetError for bytes that `encodeImpressions` did not write. */
export function decodeImpressions(bytes: Uint8Array): ImpressionTable {
  try {
    return tableOf(unpackFiles(bytes));
  } catch (error) {
    if (!(error instanceof ArtefactError)) throw error;
    throw new DatasetError(`these are no logged impressions: ${error.message}`, { cause: error });
  }
}

function tableOf(files: Map<string, Uint8Array>): ImpressionTable {
  const labels = files.get('labels');
  if (!labels || labels.length === 0) throw new DatasetError('these are no logged impressions: there are no labels');
  const features = float32Table(files, 'features');
  const slots = files.get('slots');
  const outcomes = Object.fromEntries(OUTCOMES.flatMap((head) => (files.has(head) ? [[head, files.get(head)!]] : [])));
  return {
    rowCount: labels.length, featureCount: features.length / labels.length, features, labels, weights: float32Table(files, 'weights'),
    ...(files.has('timesMs') && { timesMs: float64Table(files, 'timesMs') }),
    ...(files.has('adKeys') && { adKeys: Uint32Array.from(int32Table(files, 'adKeys')) }),
    ...(files.has('profiles') && { profiles: float32Table(files, 'profiles') }),
    ...(slots && { slots }),
    ...(Object.keys(outcomes).length > 0 && { outcomes }),
  };
}
