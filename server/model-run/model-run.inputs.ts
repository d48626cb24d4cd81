import { MaxLength } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { Json } from '../../schema/scalars.js';
import { JobState } from './job.types.js';

@InputType({ description: 'What to learn anew.' })
export class RetrainStartInput {
  @Field(() => String, { defaultValue: 'home', description: 'The feed it is for.' })
  scenario: string;

  @Field(() => String, { nullable: true, description: 'One of modelChoices; auto unless given.' })
  model?: string | null;

  @Field(() => String, { nullable: true, description: 'What orders the ads, by its name in modelChoices; m0 unless given.' })
  adModel?: string | null;

  @Field(() => Json, { nullable: true, description: 'Hyper-parameters that differ from the defaults: an object of numbers.' })
  params?: Record<string, unknown> | null;

  @Field(() => String, { nullable: true, description: 'Why, for the log.' })
  @MaxLength(500)
  reason?: string | null;
}

@InputType({ description: 'A plea to learn anew, from somebody who sees what readers get.' })
export class RetrainRequestInput {
  @Field(() => String, { defaultValue: 'home', description: 'The feed it is for.' })
  scenario: string;

  @Field(() => String, { description: 'What is wrong: goes into the audit log.' })
  reason: string;
}

@InputType({ description: 'Which run to end.' })
export class RetrainCancelInput {
  @Field(() => ID, { description: 'The run.' })
  id: string;
}

@InputType({ description: 'Which run shall serve, against the gate or again.' })
export class ModelPromoteInput {
  @Field(() => ID, { description: 'The run.' })
  id: string;

  @Field(() => String, { description: 'Why: goes into the audit log.' })
  reason: string;

  @Field(() => Int, { nullable: true, description: 'The version that was looked at; another one is a CONFLICT.' })
  expectedVersion?: number | null;
}

@InputType({ description: 'Which run shall leave the shadow without serving.' })
export class ModelAbandonInput {
  @Field(() => ID, { description: 'The run.' })
  id: string;

  @Field(() => String, { description: 'Why: goes into the audit log.' })
  reason: string;
}

@InputType({ description: 'Where the previous champion shall serve again.' })
export class ModelRollbackInput {
  @Field(() => String, { defaultValue: 'home', description: 'The feed.' })
  scenario: string;

  @Field(() => String, { description: 'Why: goes into the audit log.' })
  reason: string;

  @Field(() => Int, { nullable: true, description: 'The version of the champion that was looked at; another one is a CONFLICT.' })
  expectedVersion?: number | null;
}

@InputType({ description: 'Which job to try again.' })
export class JobRetryInput {
  @Field(() => ID, { description: 'The job.' })
  id: string;
}

@InputType({ description: 'Which job to stop.' })
export class JobCancelInput {
  @Field(() => ID, { description: 'The job.' })
  id: string;
}

@InputType({ description: 'Words that fit.' })
export class JobWordFilter {
  @Field(() => String, { nullable: true, description: 'Equal to.' })
  eq?: string | null;

  @Field(() => [String], { nullable: true, description: 'One of these.' })
  in?: string[] | null;
}

@InputType({ description: 'States that fit.' })
export class JobStateFilter {
  @Field(() => JobState, { nullable: true, description: 'Equal to.' })
  eq?: JobState | null;

  @Field(() => [JobState], { nullable: true, description: 'One of these.' })
  in?: JobState[] | null;
}

/** Fewer operators than other lists have: queues cannot be searched. */
@InputType({ description: 'Which jobs to list. Fields that are given together must all hold.' })
export class JobFilter {
  @Field(() => JobWordFilter, { nullable: true, description: 'By queue: light, compute.' })
  queue?: JobWordFilter | null;

  @Field(() => JobStateFilter, { nullable: true, description: 'By state.' })
  state?: JobStateFilter | null;

  @Field(() => JobWordFilter, { nullable: true, description: 'By name, for example fit-model.' })
  name?: JobWordFilter | null;
}

/** The words that a filter lets through; undefined: all. */
export function wordsOf<Word>(filter: { eq?: Word | null; in?: Word[] | null } | null | undefined): Word[] | undefined {
  if (!filter || (filter.eq == null && filter.in == null)) return undefined;
  if (filter.eq == null) return filter.in!;
  return filter.in == null || filter.in.includes(filter.eq) ? [filter.eq] : [];
}
