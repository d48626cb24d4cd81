/** What speaks against a partner; the severity of each is 0 (nothing) to 1. */
export const signalKinds = ['service', 'refunds', 'disputes', 'evidence', 'breaches', 'messages', 'erasure', 'dependence', 'ownership_change', 'finance_change', 'key_person_change', 'invalid_traffic'] as const;
export type SignalKind = (typeof signalKinds)[number];
export type Severities = Readonly<Partial<Record<SignalKind, number>>>;

/** How probable trouble is when one signal is at its worst and nothing else is known. */
export const weights: Readonly<Record<SignalKind, number>> = {
  service: 0.5, refunds: 0.4, disputes: 0.3, evidence: 0.25, breaches: 0.6, messages: 0.15, erasure: 0.5, dependence: 0.3, ownership_change: 0.4, finance_change: 0.6, key_person_change: 0.25, invalid_traffic: 0.7,
};

export const bands = ['low', 'watch', 'high', 'critical'] as const;
export type Band = (typeof bands)[number];
/** A band is entered at its threshold, and left below it by this much and not before a day has passed. */
export const thresholds: Readonly<Record<Band, number>> = { low: 0, watch: 0.2, high: 0.45, critical: 0.7 };
export const HYSTERESIS = 0.08;
export const DWELL_MS = 86_400_000;

export interface Contribution {
  readonly kind: SignalKind;
  readonly severity: number;
  /** Its part of the score; the parts sum to the score. */
  readonly part: number;
}

const clamp = (value: number) => Math.min(1, Math.max(0, value));

/** Noisy-OR (Pearl 1988, §4.3): 1 − Π(1 − weight · severity): causes add up, none is needed, and no sum passes 1. */
export function riskScore(severities: Severities): number {
  return 1 - signalKinds.reduce((rest, kind) => rest * (1 - weights[kind] * clamp(severities[kind] ?? 0)), 1);
}

/** Shares of the score by −ln(1 − weight · severity), in which independent causes add; the greatest first. */
export function contributions(severities: Severities): Contribution[] {
  const score = riskScore(severities);
  const logs = signalKinds.map((kind) => -Math.log1p(-weights[kind] * clamp(severities[kind] ?? 0)));
  const sum = logs.reduce((total, one) => total + one, 0);
  return signalKinds.map((kind, place) => ({ kind, severity: clamp(severities[kind] ?? 0), part: sum === 0 ? 0 : (logs[place] / sum) * score }))
    .filter(({ severity }) => severity > 0).sort((one, other) => other.part - one.part);
}

/** Up at once; down only when the score is clear of the threshold and the band has stood for a day. */
export function nextBand(before: { readonly band: Band; readonly since: Date } | null, score: number, now: Date): Band {
  const reached = bands.filter((band) => score >= thresholds[band]).at(-1)!;
  if (before === null || bands.indexOf(reached) >= bands.indexOf(before.band)) return reached;
  if (now.getTime() - before.since.getTime() < DWELL_MS) return before.band;
  const left = bands.filter((band) => score >= thresholds[band] - (band === 'low' ? 0 : HYSTERESIS)).at(-1)!;
  return bands[Math.min(bands.indexOf(left), bands.indexOf(before.band))];
}

/** The one signal whose absence would lower the band, the least severe first; null: it takes more than one. */
export function smallestRelief(severities: Severities): SignalKind | null {
  const bandOf = (score: number) => bands.filter((band) => score >= thresholds[band]).length;
  const now = bandOf(riskScore(severities));
  return contributions(severities).reverse().find(({ kind }) => bandOf(riskScore({ ...severities, [kind]: 0 })) < now)?.kind ?? null;
}

/** Upper CUSUM (Page 1954) of daily shares: Sₜ = max(0, Sₜ₋₁ + xₜ − target − slack); the highest value that is reached at the end. */
export function cusum(values: readonly number[], target: number, slack: number): number {
  return values.reduce((sum, value) => Math.max(0, sum + value - target - slack), 0);
}
