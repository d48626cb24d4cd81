import { DateTime } from 'luxon';
import type { BudgetPeriod } from '../../schema/clause.js';

/** The first local day of the period that holds the instant; 'total' has one period. */
export function periodStart(period: BudgetPeriod, at: Date, zone: string): string {
  return period === 'total' ? period : DateTime.fromJSDate(at, { zone }).startOf(period).toISODate()!;
}
