import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql';
import { isAllowed } from '../graphql/authorization.js';
import type { Context } from '../graphql/context.js';
import { ListArgs, pageOf, type Page } from '../graphql/paging.js';
import { answer, payloadOf, type Payload } from '../graphql/payloads.js';
import { poll } from '../graphql/poll.js';
import { DomainError } from '../platform/errors.js';
import { fromJobId } from './job-ids.js';
import { jobActions, type JobControl } from './job-control.js';
import { Job } from './job.types.js';
import type { Jobs } from './jobs.js';
import { JobCancelInput, JobFilter, JobRetryInput, wordsOf } from './model-run.inputs.js';

const JobPage = pageOf(Job);
const JobPayload = payloadOf(Job);

@Resolver(() => Job)
export class JobResolver {
  constructor(private readonly jobs: Jobs, private readonly control: JobControl) {}

  @Query(() => JobPage, { description: 'Jobs, newest first; no deeper than the newest 500 of a state.' })
  jobList(@Args(() => ListArgs) { page, perPage, sort, order }: ListArgs, @Arg('filter', () => JobFilter, { nullable: true, description: 'Which ones.' }) filter?: JobFilter | null): Promise<Page<Job>> {
    if ((sort && sort !== 'createdAt' && sort !== 'id') || (sort && order === 'asc')) {
      throw new DomainError('BAD_INPUT', { path: ['sort'], allowed: ['createdAt'] }, 'Jobs are listed newest first only.');
    }
    return this.jobs.list({ queues: wordsOf(filter?.queue), states: wordsOf(filter?.state), names: wordsOf(filter?.name) }, page, perPage);
  }

  @Query(() => Job, { nullable: true, description: 'One job; null when its queue does not know it any more.' })
  job(@Arg('id', () => ID, { description: 'The job.' }) id: string): Promise<Job | null> {
    const key = fromJobId(id);
    return this.jobs.find(key.queue, key.id);
  }

  @Mutation(() => JobPayload, { description: 'Gives a failed job another round of tries; a run that failed with it goes on.' })
  jobRetry(@Arg('input', () => JobRetryInput, { description: 'Which.' }) input: JobRetryInput, @Ctx() { actor }: Context): Promise<Payload<Job>> {
    return answer(async () => this.control.retry(fromJobId(input.id), actor));
  }

  @Mutation(() => JobPayload, { description: 'Stops a job; with a step of a model run the run ends.' })
  jobCancel(@Arg('input', () => JobCancelInput, { description: 'Which.' }) input: JobCancelInput, @Ctx() { actor }: Context): Promise<Payload<Job>> {
    return answer(async () => this.control.cancel(fromJobId(input.id), actor));
  }

  @Subscription(() => Job, {
    description: 'The job as it moves, until it is done or failed for good.',
    subscribe: ({ args, context }) => (context as Context).resolver(JobResolver).watch((args as { id: string }).id),
  })
  jobProgress(@Root() job: Job, @Arg('id', () => ID, { description: 'The job.' }) _id: string): Job {
    return job;
  }

  @FieldResolver(() => [String], { description: 'Lines that the job wrote, at most 200.' })
  log(@Root() job: Job): Promise<string[]> {
    const key = fromJobId(job.id);
    return this.jobs.log(key.queue, key.id);
  }

  @FieldResolver(() => [String], { description: 'Mutations that the viewer can apply to it now.' })
  availableActions(@Root() job: Job, @Ctx() { actor }: Context): string[] {
    return jobActions(job).filter((action) => isAllowed(`Mutation.${action}`, actor));
  }

  watch(id: string): AsyncGenerator<Job, void, void> {
    const { queue, id: queueId } = fromJobId(id);
    return poll<Job>({
      load: () => this.jobs.find(queue, queueId),
      fingerprint: ({ state, progress, attempts }) => `${state} ${progress} ${attempts}`,
      isLast: ({ state }) => state === 'completed' || state === 'failed',
    });
  }
}
