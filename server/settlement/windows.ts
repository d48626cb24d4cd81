import { DateTime } from 'luxon';

export interface Window { readonly startsAt: Date; readonly endsAt: Date }

/** The first window of a partner: the month, in its zone, that holds the instant. */
export function firstWindow(at: Date, zone: string): Window {
  const start = DateTime.fromJSDate(at, { zone }).startOf('month');
  return { startsAt: start.toJSDate(), endsAt: monthEnd(start.toJSDate(), zone) };
}

/** Windows chain on instants: whatever happened to the zone or its clocks, the next begins where the last one ended. */
export function nextWindow({ endsAt }: Window, zone: string): Window {
  return { startsAt: endsAt, endsAt: monthEnd(endsAt, zone) };
}

/** The next local beginning of a month; one that is less than a day away (the zone was changed) belongs to the window too. */
function monthEnd(from: Date, zone: string): Date {
  const soonest = DateTime.fromJSDate(from, { zone }).plus({ hours: 24 });
  const month = soonest.startOf('month');
  return (month >= soonest ? month : month.plus({ months: 1 })).toJSDate();
}
