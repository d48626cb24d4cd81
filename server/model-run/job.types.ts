import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../../schema/enum-of.js';
import { DateTime, Json } from '../../schema/scalars.js';

export const JobState = enumOf('JobState', 'Where a job stands in its queue.', {
  waiting: 'Waits for a worker.',
  active: 'A worker is at it.',
  delayed: 'Waits for its time, or for the next try.',
  completed: 'Done.',
  failed: 'No further try will follow.',
});
export type JobState = (typeof JobState)[keyof typeof JobState];

/** Not a table: a job as its queue holds it. What a model run achieved stands in the run, not here. */
@ObjectType({ simpleResolvers: true, description: 'A piece of work in a queue.' })
export class Job {
  @Field(() => ID, { description: 'Opaque id; give it to job, jobRetry and jobCancel.' })
  id: string;

  @Field(() => String, { description: 'What is done, for example fit-model.' })
  name: string;

  @Field(() => String, { description: 'light or compute.' })
  queue: string;

  @Field(() => JobState, { description: 'Where it stands.' })
  state: JobState;

  @Field(() => Float, { description: 'Share that is done, 0–1.' })
  progress: number;

  @Field(() => Int, { description: 'Tries so far.' })
  attempts: number;

  @Field(() => String, { nullable: true, description: 'Why the last try failed.' })
  failure: string | null;

  @Field(() => DateTime, { description: 'When it came into the queue.' })
  createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When the last try began.' })
  startedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was done, or failed for good.' })
  finishedAt: Date | null;

  @Field(() => Json, { description: 'Ids of what it works on.' })
  payload: Record<string, unknown>;
}
