import { Arg, Int, Query, Resolver } from 'type-graphql';
import { DomainError } from '../platform/errors.js';
import { Dashboard } from './dashboard.types.js';
import type { DashboardNumbers } from './dashboard-numbers.js';

const DAYS_MAX = 90;

@Resolver()
export class DashboardResolver {
  constructor(private readonly numbers: DashboardNumbers) {}

  @Query(() => Dashboard, { description: 'What happened lately, counted from the tables themselves; for staff.' })
  dashboard(@Arg('days', () => Int, { defaultValue: 30, description: 'How many days, today included: 1 to 90.' }) days: number): Promise<Dashboard> {
    if (days < 1 || days > DAYS_MAX) throw new DomainError('BAD_INPUT', { path: ['days'], max: DAYS_MAX });
    return this.numbers.read(days);
  }
}
