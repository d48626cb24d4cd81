/** One row of an evaluation as the platform writes it; `intervals` holds [low, high] of 95 %. */
export interface MetricsRow {
  role: 'challenger' | 'champion' | 'popularity';
  model: string;
  readers: number;
  items: number;
  recall20: number;
  ndcg20: number;
  precision20: number;
  f1: number;
  map20: number;
  coverage: number;
  seconds: number;
  peakBytes: number;
  intervals: Partial<Record<Figure, [number, number]>>;
}

/** Of the ad model on the newest fifth of the impressions; `baseline` is M0 there. */
export interface AdMetrics {
  model: string;
  impressions: number;
  skipped?: string;
  tested?: number;
  auc?: number;
  logLoss?: number;
  normalisedEntropy?: number;
  calibrationError?: number;
  baseline?: AdMetrics;
  servesBaseline?: boolean;
}

export interface Metrics {
  k: number;
  protocol: string;
  cutAt: string | null;
  gate: { promote: boolean; reason: string };
  rows: MetricsRow[];
  /** Null where nothing was shown that could be learnt from. */
  ads?: AdMetrics | null;
}

export const figures = ['recall20', 'ndcg20', 'precision20', 'f1', 'map20', 'coverage'] as const;
export type Figure = (typeof figures)[number];

export const figureNames: Record<Figure, string> = { recall20: 'recall@20', ndcg20: 'ndcg@20', precision20: 'precision@20', f1: 'F1', map20: 'MAP@20', coverage: 'coverage' };

/** Metrics travel as JSON: what does not have the shape is treated as not measured. */
export function readMetrics(json: unknown): Metrics | null {
  if (typeof json !== 'object' || json === null || !('rows' in json) || !Array.isArray(json.rows)) return null;
  return json as Metrics;
}
