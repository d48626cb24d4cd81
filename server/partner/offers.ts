import { DomainError } from '../platform/errors.js';

/** What an offer says besides its text. */
export interface OfferTalk {
  rationale?: string | null;
  /** Without one: 30 days from now. */
  expiresAt?: Date | null;
}

const DAY_MS = 86_400_000;
const usualDays = 30;
const mostDays = 365;
const RATIONALE_MAX = 2000;

/** Throws BAD_INPUT for a novel, or an end that has passed or is a year away. */
export function checkedTalk({ rationale, expiresAt }: OfferTalk, now: Date): { rationale: string | null; expiresAt: Date } {
  const words = rationale?.trim() ?? '';
  if (words.length > RATIONALE_MAX) throw new DomainError('BAD_INPUT', { path: ['rationale'] }, `A rationale has at most ${RATIONALE_MAX} characters.`);
  const until = expiresAt ?? new Date(now.getTime() + usualDays * DAY_MS);
  if (!(until > now) || until.getTime() > now.getTime() + mostDays * DAY_MS) throw new DomainError('BAD_INPUT', { path: ['expiresAt'] }, `An offer stands until a time that is to come, within ${mostDays} days.`);
  return { rationale: words || null, expiresAt: until };
}
