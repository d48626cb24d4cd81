import { ArtefactError } from '../artefact.js';
import type { Artefact, Card } from '../artefact.js';
import { float32Table, float64Table, tableBytes } from '../artefact-pack.js';
import { calibrationTable, readCalibration } from '../calibration/calibration.js';
import type { ImpressionTable } from '../dataset.js';
import { CONTENT_WIDTH } from '../features/spec.js';
import { AXES, CROSS_BLOCKS, CrossReader, HASH_BITS } from './cross-fields.js';
import type { CrossKind, Projection } from './cross-fields.js';
import { CrossModel } from './cross-model.js';
import { decodeFtrl, encodeFtrl } from './ftrl-state.js';

/** The learner's whole state, so that learning goes on online from the artefact; the served weights follow from it. */
export function crossFiles({ state, calibration, projection }: CrossModel): Map<string, Uint8Array> {
  const files = new Map([['ftrl.bin', encodeFtrl(state)], ['calibration.bin', tableBytes(calibrationTable(calibration))]]);
  if (projection) files.set('projection.bin', tableBytes(Float32Array.of(...projection.axes, ...projection.offsets)));
  return files;
}

const GOLDEN_COUNT = 4;

interface GoldenCross {
  readonly content: readonly number[];
  readonly ad: readonly number[];
  readonly adKey: number;
  readonly profile: readonly number[] | null;
}

/** Some rows of the table with the probabilities of this model, for the card. */
export function goldenCrosses(model: CrossModel, table: ImpressionTable): Card['golden'] {
  const reader = new CrossReader(table);
  const inputs = Array.from({ length: Math.min(GOLDEN_COUNT, table.rowCount) }, (_, row) => {
    const { content, ad, adKey, profile } = reader.at(row);
    return { content: [...content], ad: [...ad], adKey, profile: profile && [...profile] };
  });
  return { inputs, outputs: goldenOutputs(model, inputs) };
}

function goldenOutputs(model: CrossModel, inputs: readonly GoldenCross[]): number[] {
  return inputs.map(({ content, ad, adKey, profile }) =>
    model.probability(Float32Array.from(content), Float32Array.from(ad), { adKey, profile: profile ? Float32Array.from(profile) : undefined }));
}

export function loadCrossModel({ card, files }: Artefact): CrossModel {
  const kind = card.model as CrossKind;
  const bytes = files.get('ftrl.bin');
  if (!(kind in CROSS_BLOCKS) || !bytes) throw new ArtefactError('MODEL', `The files of the model ${card.model} are not those of M1 or M2; retrain.`);
  const state = decodeFtrl(bytes);
  if (state.hashBits !== HASH_BITS || JSON.stringify(state.blocks) !== JSON.stringify(CROSS_BLOCKS[kind])) {
    throw new ArtefactError('MODEL', `The model ${card.model} has other crosses than this build; retrain.`);
  }
  const projection = kind === 'm2' ? projectionOf(float32Table(files, 'projection.bin')) : null;
  const model = new CrossModel(kind, state, readCalibration(float64Table(files, 'calibration.bin')), projection);
  const now = goldenOutputs(model, card.golden.inputs as unknown as GoldenCross[]);
  const then = card.golden.outputs as readonly number[];
  // Math.exp may differ in the last bit between machines.
  if (now.length !== then.length || now.some((p, at) => !(Math.abs(p - then[at]) <= 1e-9))) {
    throw new ArtefactError('GOLDEN', `The model ${card.model} no longer gives the answers it was published with; retrain it with this build.`);
  }
  return model;
}

export function projectionOf(table: Float32Array): Projection {
  const width = AXES * CONTENT_WIDTH;
  if (table.length !== width + AXES) throw new ArtefactError('MODEL', `The projection has ${table.length} numbers, not ${width + AXES}; retrain.`);
  return { axes: table.subarray(0, width), offsets: table.subarray(width) };
}
