import { DateTime } from 'luxon';
import { theClause, type Clause } from '../../schema/clause.js';

const DAY_MS = 86_400_000;

/** What counts where the contract has no clause about it. */
const usualDays = { notice: 30, cure: 30, renewalOffer: 30 } as const;

export function noticeDays(clauses: readonly Clause[]): number {
  return theClause(clauses, 'termination')?.noticeDays ?? usualDays.notice;
}

/** How long a breach of the clause can be cured: a service level may say it itself. */
export function cureDays(clauses: readonly Clause[], clauseKey: string | null): number {
  const broken = clauses.find(({ key }) => key === clauseKey);
  if (broken?.kind === 'sla' && broken.cureDays > 0) return broken.cureDays;
  return theClause(clauses, 'termination')?.cureDays ?? usualDays.cure;
}

/** What a renewal goes by. */
export interface RenewableTimes {
  endsAt: Date;
  renewedUntil: Date | null;
  supersededAt: Date | null;
  noticeEndsAt: Date | null;
  clauses: readonly Clause[];
}

/** From this long before the end no notice can take effect before it: then it is certain that the contract goes on. */
export function renewalLeadMs(clauses: readonly Clause[]): number {
  return Math.max(1, noticeDays(clauses)) * DAY_MS;
}

/**
 * Until when a contract that renews itself goes on, as far as that is certain at `now`: endsAt + k · months for the least k
 * that lies ahead of what no notice can reach any more. Counted from endsAt, so that a short month shortens no later one.
 */
export function renewedUntil({ endsAt, renewedUntil: until, supersededAt, noticeEndsAt, clauses }: RenewableTimes, now: Date): Date | null {
  const renewal = theClause(clauses, 'renewal');
  if (renewal?.atEnd !== 'auto' || supersededAt !== null || noticeEndsAt !== null) return until;
  const lead = renewalLeadMs(clauses);
  let reached = until ?? endsAt;
  for (let count = 1; reached.getTime() - lead <= now.getTime(); count++) {
    const next = DateTime.fromJSDate(endsAt, { zone: 'utc' }).plus({ months: count * renewal.months }).toJSDate();
    if (next > reached) reached = next;
  }
  return reached > endsAt ? reached : until;
}

/** When the platform should have prepared the offer of the next term; null: no offer was promised. */
export function renewalOfferAt({ endsAt, supersededAt, noticeEndsAt, clauses }: RenewableTimes): Date | null {
  if (theClause(clauses, 'renewal')?.atEnd !== 'by_offer' || supersededAt !== null || noticeEndsAt !== null) return null;
  return new Date(endsAt.getTime() - Math.max(usualDays.renewalOffer, noticeDays(clauses)) * DAY_MS);
}

/** The term that follows. */
export function nextTerm({ endsAt, clauses }: Pick<RenewableTimes, 'endsAt' | 'clauses'>): { startsAt: Date; endsAt: Date } {
  return { startsAt: endsAt, endsAt: DateTime.fromJSDate(endsAt, { zone: 'utc' }).plus({ months: theClause(clauses, 'renewal')!.months }).toJSDate() };
}
