/**
 * How much one interaction says about a taste: the weight of a content in a history, for training and for serving. Of
 * several interactions with one content the strongest counts. `null` takes the content out of the history again, until
 * something newer speaks for it.
 */
export const INTERACTION_WEIGHTS = {
  view: 0.3,
  click: 0.5,
  read: 1,
  complete: 1.5,
  like: 1.5,
  enrol: 1.5,
  purchase: 2,
  rate: 1,
  less: null,
} as const satisfies Record<string, number | null>;

/** A mark below this (of 1 to 5) speaks against the content, as `less` does. */
const LOWEST_GOOD_MARK = 3;

/** Newest interactions of one reader that models look at, in training and in serving. */
export const HISTORY_LIMIT = 200;

/** The weight of one interaction, or null where it takes the content out. `value` is the mark of a `rate`. */
export function interactionWeight(kind: keyof typeof INTERACTION_WEIGHTS, value: number | null): number | null {
  if (kind === 'rate' && value !== null && value < LOWEST_GOOD_MARK) return null;
  return INTERACTION_WEIGHTS[kind];
}

export interface HistoryEvent {
  readonly contentNo: number;
  readonly kind: keyof typeof INTERACTION_WEIGHTS;
  readonly value: number | null;
  readonly occurredAtMs: number;
}

export interface HistoryColumns {
  readonly contentNos: number[];
  readonly weights: number[];
  readonly timesMs: number[];
}

/** One reader's events, newest first → his history: each content once, at its newest place, with its strongest weight. */
export function historyOf(newestFirst: Iterable<HistoryEvent>): HistoryColumns {
  const places = new Map<number, number>();
  const refused = new Set<number>();
  const history: HistoryColumns = { contentNos: [], weights: [], timesMs: [] };
  for (const { contentNo, kind, value, occurredAtMs } of newestFirst) {
    if (refused.has(contentNo)) continue;
    const weight = interactionWeight(kind, value);
    const place = places.get(contentNo);
    if (weight === null) refused.add(contentNo);
    else if (place !== undefined) history.weights[place] = Math.max(history.weights[place], weight);
    else {
      places.set(contentNo, history.contentNos.length);
      history.contentNos.push(contentNo);
      history.weights.push(weight);
      history.timesMs.push(occurredAtMs);
    }
  }
  return history;
}
