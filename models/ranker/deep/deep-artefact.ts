import { ArtefactError } from '../../artefact.js';
import type { Artefact, ArtefactFiles, JsonValue } from '../../artefact.js';
import { float32Table, float64Table, int32Table, tableBytes } from '../../artefact-pack.js';
import { calibrationTable, readCalibration } from '../../calibration/calibration.js';
import { parameterShapes, rowWidth } from './architecture.js';
import type { Architecture } from './architecture.js';
import { DeepRanker } from './deep-ranker.js';
import type { DeepRankerParts, RankingRows } from './deep-ranker.js';
import type { FieldTable, FittedField } from './field-table.js';
import { rankingRows } from './ranking-table.js';
import type { FieldColumn, Head, RankingTable } from './ranking-table.js';

/** network.json: what is no array of numbers. A field's ids are those of ids.bin between its two offsets, null if hashed. */
interface NetworkFile {
  readonly architecture: Architecture;
  readonly heads: readonly Head[];
  readonly headWeights: readonly number[];
  readonly numberNames: readonly string[];
  readonly rowCount: number;
  readonly fields: readonly (Omit<FittedField, 'ids'> & { readonly idRange: readonly [number, number] | null })[];
}

/** The files of a ranker without its ONNX graph, which belongs to who can run one. */
export function deepRankerFiles({ parts }: DeepRanker): Map<string, Uint8Array> {
  const { architecture, fieldTable, rows, parameters, heads, headWeights, calibrations } = parts;
  let next = 0;
  const fields = fieldTable.fields.map(({ ids, ...field }) => {
    const from = next;
    next += ids?.length ?? 0;
    return { ...field, idRange: ids ? [from, next] as const : null };
  });
  const network: NetworkFile = { architecture, heads, headWeights, numberNames: fieldTable.numberNames, rowCount: fieldTable.rowCount, fields };
  const dense = Object.keys(parameterShapes(architecture)).map((name) => parameters[name]);
  return new Map([
    ['network.json', new TextEncoder().encode(JSON.stringify(network))],
    ['ids.bin', tableBytes(joined(Int32Array, fieldTable.fields.map(({ ids }) => ids ?? new Int32Array(0))))],
    ['moments.bin', tableBytes(joined(Float64Array, [fieldTable.means, fieldTable.scales]))],
    ['rows.bin', tableBytes(rows)],
    ['parameters.bin', tableBytes(joined(Float32Array, dense))],
    ...heads.map((head, at) => [`calibration-${head}.bin`, tableBytes(calibrationTable(calibrations[at]))] as const),
  ]);
}

type Table = Int32Array | Float32Array | Float64Array;

function joined<A extends Table>(of: new (length: number) => A, parts: readonly A[]): A {
  const all = new of(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The ranker in an opened artefact, after its golden check. The tables are views of the files. */
export function loadDeepRanker(artefact: Artefact): DeepRanker {
  const ranker = new DeepRanker(partsOf(artefact));
  const { card } = artefact;
  const then = card.golden.outputs as readonly number[];
  const now = ranker.probabilities(goldenRows(card.golden.inputs as unknown as GoldenTable, ranker.parts.fieldTable));
  // Math.exp may differ in the last bit between machines.
  if (now.length !== then.length || now.some((p, at) => !(Math.abs(p - then[at]) <= 1e-9))) {
    throw new ArtefactError('GOLDEN', `The model ${card.model} no longer gives the answers it was published with; retrain it with this build.`);
  }
  return ranker;
}

function partsOf({ card, files }: Artefact): DeepRankerParts {
  const misfit = (what: string): never => {
    throw new ArtefactError('MODEL', `The ${what} of the model ${card.model} do not fit together; it is not a deep ranker, or retrain.`);
  };
  const network = networkFile(files) ?? misfit('files');
  const { architecture, heads, headWeights, numberNames } = network;
  const ids = int32Table(files, 'ids.bin');
  const fields = network.fields.map(({ idRange, ...field }): FittedField => ({ ...field, ids: idRange && ids.subarray(idRange[0], idRange[1]) }));
  const sized = fields.every((field) => field.ids === null || field.ids.length + 1 === field.rowCount);
  const rowCount = fields.reduce((sum, field) => (field.firstRow === sum ? sum + field.rowCount : NaN), 0);
  const rows = float32Table(files, 'rows.bin');
  if (!sized || rowCount !== network.rowCount || rows.length !== rowCount * rowWidth(architecture)) misfit('table rows');
  const moments = float64Table(files, 'moments.bin');
  if (moments.length !== 2 * numberNames.length || architecture.numbers !== numberNames.length || architecture.fields !== fields.length) misfit('columns');
  if (heads.length !== architecture.heads || headWeights.length !== heads.length) misfit('heads');
  const dense = float32Table(files, 'parameters.bin');
  let at = 0;
  const parameters = Object.fromEntries(Object.entries(parameterShapes(architecture)).map(([name, [inputs, outputs]]) =>
    [name, dense.subarray(at, at += inputs * outputs)]));
  if (at !== dense.length) misfit('parameters');
  const means = moments.subarray(0, numberNames.length);
  const fieldTable: FieldTable = { fields, rowCount, numberNames, means, scales: moments.subarray(numberNames.length) };
  const calibrations = heads.map((head) => readCalibration(float64Table(files, `calibration-${head}.bin`)));
  return { architecture, fieldTable, rows, parameters, heads, headWeights, calibrations };
}

function networkFile(files: ArtefactFiles): NetworkFile | null {
  const bytes = files.get('network.json');
  return bytes ? JSON.parse(new TextDecoder().decode(bytes)) as NetworkFile : null;
}

/** Golden rows on the card, column by column. */
interface GoldenTable {
  readonly fields: readonly (readonly (readonly number[])[])[];
  readonly numbers: readonly (readonly number[])[];
}

const GOLDEN_COUNT = 4;

export function goldenTable(table: RankingTable): { inputs: JsonValue; rows: RankingRows } {
  const count = Math.min(GOLDEN_COUNT, table.rowCount);
  const rows = rankingRows(table, Array.from({ length: count }, (_, at) => Math.floor((at * table.rowCount) / count)));
  const width = rows.numberNames.length;
  const each = <T>(read: (row: number) => T): T[] => Array.from({ length: count }, (_, row) => read(row));
  const inputs = {
    fields: rows.fields.map((field) => each((row) => (field.kind === 'id' ? [field.ids[row]] : [...field.ids.subarray(field.offsets[row], field.offsets[row + 1])]))),
    numbers: each((row) => [...rows.numbers.subarray(row * width, (row + 1) * width)]),
  };
  return { inputs, rows };
}

function goldenRows({ fields, numbers }: GoldenTable, fieldTable: FieldTable): RankingRows {
  const columns = fieldTable.fields.map(({ name, kind, pool }, at): FieldColumn => {
    const ids = Int32Array.from(fields[at].flat());
    if (kind === 'id') return { name, kind, ids };
    return { name, kind, pool, ids, offsets: Int32Array.from([0, ...fields[at]], (_, row) => fields[at].slice(0, row).flat().length) };
  });
  return { rowCount: numbers.length, fields: columns, numbers: Float32Array.from(numbers.flat()), numberNames: fieldTable.numberNames };
}
