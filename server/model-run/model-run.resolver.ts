import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql';
import { AdLearner } from '../../schema/ad-learner.js';
import { ModelRun, ModelRunState, RunTrigger } from '../../schema/model-run.js';
import { isAllowed } from '../graphql/authorization.js';
import type { Context } from '../graphql/context.js';
import { applyFilter, dateField, enumField, filterInputOf, textField, type FilterValue } from '../graphql/filters.js';
import { fromGlobalId } from '../graphql/global-ids.js';
import type { Loaders } from '../graphql/loaders.js';
import type { NodeSource } from '../graphql/nodes.js';
import { ListArgs, listPage, pageOf, type Page } from '../graphql/paging.js';
import { answer, payloadOf, type Payload } from '../graphql/payloads.js';
import { poll } from '../graphql/poll.js';
import { actorLabel } from '../platform/actor.js';
import type { Config } from '../platform/config.js';
import type { Database } from '../platform/database.js';
import type { AdLearners } from './ad-learners.js';
import { Job } from './job.types.js';
import type { Jobs } from './jobs.js';
import { activeStates, allowedRunActions } from './model-run-states.js';
import { ModelAbandonInput, ModelPromoteInput, ModelRollbackInput, RetrainCancelInput, RetrainRequestInput, RetrainStartInput } from './model-run.inputs.js';
import type { ModelRuns } from './model-runs.js';

const ModelRunPage = pageOf(ModelRun);
const ModelRunPayload = payloadOf(ModelRun);
const ModelRunFilter = filterInputOf('ModelRunFilter', {
  type: 'ModelRun',
  search: ['run.code', 'run.model'],
  fields: {
    code: textField('run.code'), scenario: textField('run.scenario'), model: textField('run.model'),
    state: enumField('run.state', 'ModelRunState', ModelRunState), trigger: enumField('run.trigger', 'RunTrigger', RunTrigger),
    createdAt: dateField('run.createdAt'),
  },
});

@Resolver(() => ModelRun)
export class ModelRunResolver {
  constructor(private readonly database: Database, private readonly runs: ModelRuns, private readonly jobList: Jobs, private readonly learners: AdLearners, private readonly config: Pick<Config, 'shadow' | 'triggers'>) {}

  @Query(() => ModelRunPage, { description: 'Model runs, newest first.' })
  modelRunList(@Args(() => ListArgs) list: ListArgs, @Arg('filter', () => ModelRunFilter, { nullable: true, description: 'Which ones.' }) filter?: FilterValue): Promise<Page<ModelRun>> {
    return listPage(this.database.dataSource.getRepository(ModelRun).createQueryBuilder('run'), list, {
      sortable: { code: 'run.code', model: 'run.model', state: 'run.state', createdAt: 'run.createdAt', finishedAt: 'run.finishedAt' },
      filter: (query) => applyFilter(query, ModelRunFilter, filter),
    });
  }

  @Query(() => ModelRun, { nullable: true, description: 'The run whose model serves; null before the first.' })
  champion(@Arg('scenario', () => String, { defaultValue: 'home', description: 'The feed.' }) scenario: string): Promise<ModelRun | null> {
    return this.database.dataSource.getRepository(ModelRun).createQueryBuilder('run')
      .where(`run.id = (SELECT model_run_id FROM model_aliases WHERE alias = 'champion' AND scenario = :scenario)`, { scenario }).getOne();
  }

  @Mutation(() => ModelRunPayload, { description: 'Starts a run, or answers with the one that is under way.' })
  retrainStart(@Arg('input', () => RetrainStartInput, { description: 'What.' }) input: RetrainStartInput, @Ctx() { actor }: Context): Promise<Payload<ModelRun>> {
    return answer(async () => (await this.runs.start({ ...input, shadow: this.config.shadow, trigger: actor.kind === 'api_key' ? 'api_key' : 'console' }, actor)).run);
  }

  @Mutation(() => ModelRunPayload, { description: 'Asks for a run because of what readers get; answers with the one that is under way, and is refused shortly after another.' })
  retrainRequest(@Arg('input', () => RetrainRequestInput, { description: 'Where and why.' }) input: RetrainRequestInput, @Ctx() { actor }: Context): Promise<Payload<ModelRun>> {
    return answer(() => this.runs.request(input, this.config.triggers.pauseMinutes, { shadow: this.config.shadow }, actor));
  }

  @Mutation(() => ModelRunPayload, { description: 'Ends a run that is under way.' })
  retrainCancel(@Arg('input', () => RetrainCancelInput, { description: 'Which.' }) input: RetrainCancelInput, @Ctx() { actor }: Context): Promise<Payload<ModelRun>> {
    return answer(async () => this.runs.cancel({ id: fromGlobalId('ModelRun', input.id) }, actor));
  }

  @Mutation(() => ModelRunPayload, { description: 'Lets a rejected or retired model serve, or one in shadow at once. Another person than the one who asked for the run.' })
  modelPromote(@Arg('input', () => ModelPromoteInput, { description: 'Which and why.' }) input: ModelPromoteInput, @Ctx() { actor }: Context): Promise<Payload<ModelRun>> {
    return answer(async () => this.runs.promote({ ...input, id: fromGlobalId('ModelRun', input.id) }, actor));
  }

  @Mutation(() => ModelRunPayload, { description: 'Takes a model out of shadow; the champion stays.' })
  modelAbandon(@Arg('input', () => ModelAbandonInput, { description: 'Which and why.' }) input: ModelAbandonInput, @Ctx() { actor }: Context): Promise<Payload<ModelRun>> {
    return answer(async () => this.runs.abandon({ id: fromGlobalId('ModelRun', input.id), reason: input.reason }, actor));
  }

  @Mutation(() => ModelRunPayload, { description: 'Lets the previous champion serve again, at once.' })
  modelRollback(@Arg('input', () => ModelRollbackInput, { description: 'Where and why.' }) input: ModelRollbackInput, @Ctx() { actor }: Context): Promise<Payload<ModelRun>> {
    return answer(async () => this.runs.rollback(input, actor));
  }

  @Subscription(() => ModelRun, {
    description: 'The run as it moves, until it has come to rest.',
    subscribe: ({ args, context }) => (context as Context).resolver(ModelRunResolver).watch(fromGlobalId('ModelRun', (args as { id: string }).id), context as Context),
  })
  modelRunProgress(@Root() run: ModelRun, @Arg('id', () => ID, { description: 'The run.' }) _id: string): ModelRun {
    return run;
  }

  @FieldResolver(() => String, { nullable: true, description: 'champion, previous or shadow; null for all others.' })
  alias(@Root() run: ModelRun, @Ctx() { loaders }: Context): Promise<string | null> {
    return this.aliases(loaders).load(run.id);
  }

  @FieldResolver(() => AdLearner, { nullable: true, description: 'What its ad model learnt online since; null where it does not.' })
  adLearner(@Root() run: ModelRun, @Ctx() { loaders }: Context): Promise<AdLearner | null> {
    return loaders.batch<string, AdLearner | null>('modelRun.adLearner', async (ids) => (
      (await this.learners.ofRuns(ids)).map((row) => row && Object.assign(new AdLearner(), row)))).load(run.id);
  }

  @FieldResolver(() => [Job], { description: 'Its jobs that the queue still knows, in their order; of many pages the first.' })
  jobs(@Root() run: ModelRun, @Ctx() { loaders }: Context): Promise<Job[]> {
    return this.jobsOf(loaders).load(run.id);
  }

  @FieldResolver(() => [String], { description: 'Mutations that the viewer can apply to it now.' })
  availableActions(@Root() run: ModelRun, @Ctx() { actor }: Context): string[] {
    return allowedRunActions(run, actor, actorLabel(actor)).filter((action) => isAllowed(`Mutation.${action}`, actor));
  }

  watch(id: string, { loaders }: Context): AsyncGenerator<ModelRun, void, void> {
    return poll<ModelRun>({
      load: async () => {
        // What this request has loaded before belongs to the state before.
        this.aliases(loaders).clear(id);
        this.jobsOf(loaders).clear(id);
        return this.database.dataSource.manager.findOneBy(ModelRun, { id });
      },
      fingerprint: ({ version, stepProgress, stepMessage }) => `${version} ${stepProgress} ${stepMessage}`,
      isLast: ({ state }) => !(activeStates as readonly string[]).includes(state),
    });
  }

  private aliases(loaders: Loaders) {
    return loaders.batch<string, string | null>('modelRun.alias', async (ids) => {
      const rows = await this.database.prepared<{ id: string; alias: string }>('model-run-aliases', 'SELECT model_run_id AS id, alias FROM model_aliases WHERE model_run_id = ANY($1) ORDER BY alias DESC', [ids]);
      const found = new Map(rows.map(({ id, alias }) => [id, alias]));
      return ids.map((id) => found.get(id) ?? null);
    });
  }

  private jobsOf(loaders: Loaders) {
    return loaders.batch<string, Job[]>('modelRun.jobs', (ids) => this.jobList.ofRuns(ids));
  }
}

/** Runs are the staff's; the authorisation of Query.champion says whose. */
export const modelRunNodes: NodeSource = (ids, { actor, loaders }) => Promise.all(ids.map((id) => (
  isAllowed('Query.modelRunList', actor) ? loaders.byId(ModelRun).load(id) : null)));
