import type { PartnerHttpFailure } from '../adapters/partner-http/failures.js';

/** How one attempt ended: an answer with a status, or none and why. */
export interface Attempt {
  readonly status: number | null;
  readonly failure: PartnerHttpFailure | null;
  /** What the answer asked for, seconds. */
  readonly retryAfterSeconds?: number;
}

export type NextStep = { readonly step: 'delivered' } | { readonly step: 'wait'; readonly waitMs: number } | { readonly step: 'dead' } | { readonly step: 'gone' };

const [second, minute, hour] = [1_000, 60_000, 3_600_000];
/** Before the second attempt, the third …: eight attempts within 27 hours and a half. */
export const waitsMs: readonly number[] = [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 10 * hour];
export const MOST_ATTEMPTS = waitsMs.length + 1;
const JITTER = 0.2;
const BUSY_WAIT_MS = minute;
/** An endpoint is given up when messages die and none has come through for so long. */
export const FAILING_MS = 120 * hour;

/**
 * After attempt number `attempts` (from 1). 2xx delivers, 410 ends the endpoint; a partner that is late or asks for less waits a
 * minute at least; Retry-After counts between once and twice the planned wait. `draw` in [0, 1) spreads a wait by a fifth either way.
 */
export function nextStep(attempts: number, { status, failure, retryAfterSeconds }: Attempt, draw: number): NextStep {
  if (status !== null && status >= 200 && status < 300) return { step: 'delivered' };
  if (status === 410) return { step: 'gone' };
  const planned = waitsMs[attempts - 1];
  if (planned === undefined) return { step: 'dead' };
  const jittered = planned * (1 - JITTER + 2 * JITTER * draw);
  const asked = retryAfterSeconds === undefined ? jittered : Math.min(2 * planned, Math.max(planned, retryAfterSeconds * second));
  return { step: 'wait', waitMs: Math.round(status === 429 || failure === 'timeout' ? Math.max(BUSY_WAIT_MS, asked) : asked) };
}
