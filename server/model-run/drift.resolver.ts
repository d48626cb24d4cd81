import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { DriftReport } from '../../schema/drift-report.js';
import { ModelRun } from '../../schema/model-run.js';
import type { Context } from '../graphql/context.js';
import { toGlobalId } from '../graphql/global-ids.js';
import { DomainError } from '../platform/errors.js';
import type { DriftReports } from './drift-reports.js';

const mostReports = 100;

@Resolver(() => DriftReport)
export class DriftResolver {
  constructor(private readonly reports: DriftReports) {}

  @Query(() => [DriftReport], { description: 'What changed since the champion was trained, newest first; of former champions too.' })
  async driftReports(
    @Arg('scenario', () => String, { defaultValue: 'home', description: 'The feed.' }) scenario: string,
    @Arg('last', () => Int, { defaultValue: 1, description: 'How many, 1–100.' }) last: number,
  ): Promise<DriftReport[]> {
    if (last < 1 || last > mostReports) throw new DomainError('BAD_INPUT', { path: ['last'] }, `last must lie between 1 and ${mostReports}.`);
    return (await this.reports.latest(scenario, last)).map((row) => Object.assign(new DriftReport(), row));
  }

  @FieldResolver(() => ID, { description: 'Opaque id.' })
  id(@Root() report: DriftReport): string {
    return toGlobalId('DriftReport', report.id);
  }

  @FieldResolver(() => ModelRun, { description: 'The champion that was watched.' })
  async modelRun(@Root() report: DriftReport, @Ctx() { loaders }: Context): Promise<ModelRun> {
    return (await loaders.byId(ModelRun).load(report.modelRunId))!;
  }
}
