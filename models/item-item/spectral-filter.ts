import type { CandidateTrainer } from '../candidate-model.js';
import { readerRows } from '../dataset.js';
import type { Dataset } from '../dataset.js';
import { ItemModel } from '../item-model.js';
import { truncatedSvd } from '../linear-algebra/randomised-svd.js';
import { decayedPopularity } from '../popularity/decay.js';
import { ParamsError, requireBetween, withDefaults } from '../trainer.js';
import type { Report } from '../trainer.js';
import { graphFilterMatrix } from './graph-filter.js';
import type { GraphFilterParams } from './graph-filter.js';
import { LowRankItemModel } from './low-rank-model.js';
import { matrixTrainer } from './matrix-trainer.js';
import { degrees, powers, scaled } from './scaling.js';
import { lowPassPart, sideBySide, smoothPart, weigh } from './spectrum.js';
import { lowRankSpread, sampleHistories, spreadOf } from './spread.js';

export interface SpectralFilterParams extends GraphFilterParams {
  /** Singular vectors of the low-pass part; a small catalogue has half as many as its shorter side at most. */
  readonly rank: number;
  /** β, the spread of the low-pass part's scores beside those of the graph filter. */
  readonly lowPass: number;
  /** τ, the spread of what sharpening takes away. */
  readonly sharpen: number;
}

/** The smooth part that sharpening takes away needs few vectors: what is left of σ² beyond them is small. */
const SHARPENED = 128;
/** More find truer singular values, not a better filter: ndcg@20 of held-out Gowalla is .1227 after 3, .1223 after 5, .1213 after 8. */
const SVD_ITERATIONS = 3;

/**
 * A graph filter with its spectrum mended: scores r·(P + β I_ − τ S) with P the matrix of `graph-filter`, and from
 * R~ = D_u^(−1/2) R D_i^(−1/2) ≈ U Σ Vᵀ
 *   I_ = D_i^(−1/2) V Σ⁻¹ Vᵀ D_i^(1/2): the ideal low-pass part of GF-CF (Shen et al. 2021), its response 1/σ in the
 *        place of 1, so that the rarer tastes are heard beside popularity;
 *   S  = V₁ Σ₁² V₁ᵀ over the first 128 vectors: one Euler step of the sharpening of BSPM (Choi et al. 2023) takes
 *        away τ·P·s, which on a low-pass signal is nearly all in these.
 * Each part is divided by the standard deviation of its scores over a sample of the readers, so that β and τ mean the
 * same on any data. The low-rank parts are dense: `neighbours` prunes the sum into one item–item matrix, which is
 * what is stored and served; 0 keeps them as factors, for measuring.
 */
async function openFilter(dataset: Dataset, params: SpectralFilterParams, seed: number, report: Report): Promise<LowRankItemModel> {
  requireBetween('rank', params.rank, 1, 2048);
  requireBetween('lowPass', params.lowPass, 0, 10);
  requireBetween('sharpen', params.sharpen, 0, 10);
  const rows = readerRows(dataset.interactions);
  const matrix = await graphFilterMatrix(rows, { ...params, neighbours: 0 }, (share, message) => report(0.3 * share, message));
  const { ofRows, ofColumns } = degrees(rows);
  const rank = Math.max(1, Math.min(Math.floor(params.rank), Math.floor(Math.min(rows.rowCount, rows.columnCount) / 2)));
  const svd = await truncatedSvd(scaled(rows, powers(ofRows, -0.5), powers(ofColumns, -0.5)), rank, {
    seed,
    iterations: SVD_ITERATIONS,
    report: (share, message) => report(0.3 + 0.6 * share, message),
  });
  const low = lowPassPart(svd, rank, ofColumns);
  const smooth = smoothPart(svd, rank, SHARPENED);
  const popularity = decayedPopularity(dataset.interactions, dataset.window.toMs, params.halfLifeDays);
  const sparse = new ItemModel({ itemKeys: dataset.itemKeys, popularity, matrix });
  const sample = sampleHistories(rows);
  weigh(low, params.lowPass / (await lowRankSpread(low, sample)));
  weigh(smooth, -params.sharpen / (await lowRankSpread(smooth, sample)));
  const factor = 1 / (spreadOf(sparse, sample) || 1);
  for (let cell = 0; cell < matrix.values.length; cell++) matrix.values[cell] *= factor;
  return LowRankItemModel.open(sparse, sideBySide(low, smooth));
}

const served = matrixTrainer<SpectralFilterParams>({
  name: 'spectral-filter',
  defaults: {
    alpha: 0.4, power: 0.8, source: 0.04, target: 0.19, rank: 256, lowPass: 0.1, sharpen: 0.2, neighbours: 200, halfLifeDays: 14,
  },
  space: {
    alpha: { low: 0.3, high: 0.7 },
    power: { low: 0.5, high: 2 },
    target: { low: -0.3, high: 0.6 },
    lowPass: { low: 0, high: 0.6 },
    sharpen: { low: 0, high: 0.6 },
  },
  async matrix(dataset, params, report, seed) {
    if (params.neighbours < 1) throw new ParamsError('spectral-filter is dense: give neighbours, 1 or more, to store it');
    const filter = await openFilter(dataset, params, seed, (share, message) => report(0.9 * share, message));
    try {
      return await filter.prunedMatrix(params.neighbours, (share, message) => report(0.9 + 0.1 * share, message));
    } finally {
      filter.close();
    }
  },
});

/** Stored and served pruned; `learn` with neighbours = 0 gives the whole filter as factors. */
export const spectralFilter: CandidateTrainer<SpectralFilterParams> = {
  ...served,
  learn(dataset, given, seed, report) {
    const params = withDefaults(served.name, served.defaults, given);
    return params.neighbours === 0 ? openFilter(dataset, params, seed, report) : served.learn(dataset, params, seed, report);
  },
};
