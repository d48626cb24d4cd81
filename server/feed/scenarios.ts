import { DomainError } from '../platform/errors.js';

/** What a feed of one scenario looks like. Slots count from 0; `page` is the span after which sponsored slots come again. */
export interface Scenario {
  name: string;
  /** Grows with every change of this table: part of each impression's policy version. */
  revision: number;
  /** Entries that a list freezes. */
  size: number;
  page: number;
  sponsoredSlots: readonly number[];
  /** Slot of the one content that nobody knows enough about yet; null: none. */
  exploreSlot: number | null;
  /** A content is fresh for so long after it was published. */
  freshDays: number;
  /** Of the fresh ones, the newest so many may be drawn. */
  freshPool: number;
}

export const scenarios: Readonly<Record<string, Scenario>> = {
  home: { name: 'home', revision: 1, size: 100, page: 20, sponsoredSlots: [3, 13], exploreSlot: 8, freshDays: 14, freshPool: 50 },
};

/** Throws BAD_INPUT for a scenario that is not in the table. */
export function scenarioOf(name: string): Scenario {
  if (!Object.hasOwn(scenarios, name)) throw new DomainError('BAD_INPUT', { path: ['scenario'], allowed: Object.keys(scenarios) }, 'There is no such scenario.');
  return scenarios[name];
}
