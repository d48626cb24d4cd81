import { DomainError } from '../platform/errors.js';
import { isUuid } from '../platform/ids.js';

/** A place in one frozen list. */
export interface FeedPlace {
  feedId: string;
  slot: number;
}

export function encodeFeedCursor({ feedId, slot }: FeedPlace): string {
  return Buffer.from(`${feedId}.${slot}`, 'latin1').toString('base64url');
}

/** Throws BAD_INPUT for anything that is not a cursor of a feed. */
export function decodeFeedCursor(cursor: string): FeedPlace {
  const [feedId, slot, ...rest] = Buffer.from(cursor.slice(0, 200), 'base64url').toString('latin1').split('.');
  if (rest.length > 0 || !isUuid(feedId) || !/^\d{1,4}$/.test(slot ?? '')) throw badCursor();
  return { feedId, slot: Number(slot) };
}

export function badCursor(): DomainError {
  return new DomainError('BAD_INPUT', { path: ['after'] }, 'This cursor is not one of this feed: ask for the first page again.');
}
