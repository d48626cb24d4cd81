import { calibrated } from '../../calibration/calibration.js';
import type { Calibration } from '../../calibration/calibration.js';
import type { AdRanker, PairBatch, PairContext } from '../ad-ranker.js';
import type { Architecture, Parameters } from './architecture.js';
import { encodeRows } from './field-table.js';
import type { FieldTable } from './field-table.js';
import { Forward } from './forward.js';
import { pairRows, PROFILE_NAMES } from './impression-columns.js';
import type { Head, RankingTable } from './ranking-table.js';

export interface DeepRankerParts {
  readonly architecture: Architecture;
  readonly fieldTable: FieldTable;
  /** [fieldTable.rowCount, rowWidth]. */
  readonly rows: Float32Array;
  readonly parameters: Parameters;
  readonly heads: readonly Head[];
  /** w of the final score Σ_k w_k p_k, one per head. */
  readonly headWeights: readonly number[];
  readonly calibrations: readonly Calibration[];
}

/** Rows without labels. */
export type RankingRows = Pick<RankingTable, 'rowCount' | 'fields' | 'numbers' | 'numberNames'>;

/** FM, DeepFM or DCN-V2 with its tables: plain TypeScript, so that the api may ask it. As an `AdRanker` it answers for clicks. */
export class DeepRanker implements AdRanker {
  private readonly forward: Forward;

  constructor(readonly parts: DeepRankerParts) {
    const { architecture, fieldTable, rows, parameters } = parts;
    this.forward = new Forward(architecture, fieldTable, rows, parameters);
  }

  /** True where it was learnt from impressions with profiles. */
  get readsProfile(): boolean {
    return this.parts.fieldTable.numberNames.includes(PROFILE_NAMES[0]);
  }

  /** Calibrated probabilities [rows, heads], row-major. */
  probabilities(rows: RankingRows): Float64Array {
    const { fieldTable, heads, calibrations } = this.parts;
    const logits = this.forward.run(encodeRows(fieldTable, rows));
    return logits.map((z, at) => calibrated(calibrations[at % heads.length], z));
  }

  /** Σ_k w_k p_k of each row: what orders a list. */
  scores(rows: RankingRows): Float64Array {
    const { headWeights } = this.parts;
    const probabilities = this.probabilities(rows);
    return Float64Array.from({ length: rows.rowCount }, (_, row) =>
      headWeights.reduce((sum, weight, head) => sum + weight * probabilities[row * headWeights.length + head], 0));
  }

  probability(content: Float32Array, ad: Float32Array, context?: PairContext): number {
    return this.pairProbabilities(content, ad, context)[0];
  }

  /** Of all heads, for one ad beside one content [heads]. */
  pairProbabilities(content: Float32Array, ad: Float32Array, { adKey, profile, place }: PairContext = {}): Float64Array {
    const rows = pairRows(this.parts.fieldTable, { contents: content, ads: ad, adKeys: adKey === undefined ? undefined : [adKey], profile }, place);
    return this.probabilities(rows);
  }

  /** Probabilities of a click [P, A], row-major. */
  predict(batch: PairBatch): Float32Array {
    const heads = this.parts.heads.length;
    const all = this.probabilities(pairRows(this.parts.fieldTable, batch));
    return Float32Array.from({ length: all.length / heads }, (_, row) => all[row * heads]);
  }

  close(): void {
    // Only arrays: the garbage collector frees them.
  }
}
