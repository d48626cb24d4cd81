import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { enumOf } from './enum-of.js';
import { bigintColumn } from './money.js';
import { Node } from './node.js';
import { BigIntScalar, DateTime, Json } from './scalars.js';
import { ShadowFigures } from './shadow-figures.js';

export const ModelRunState = enumOf('ModelRunState', 'Where a model run stands.', {
  queued: 'Waits for a worker.',
  extracting: 'Events are being copied into the snapshot.',
  fitting: 'The model learns.',
  evaluating: 'The model is compared with the champion and with popularity.',
  rejected: 'Not good enough to serve; the reason says why.',
  candidate: 'Good enough: every reader is being scored; then it goes into shadow, or serves.',
  shadow: 'Answers a share of the feeds beside the champion without being shown.',
  champion: 'Serves.',
  retired: 'Served once.',
  failed: 'Ended by an error or by a person.',
});
export type ModelRunState = (typeof ModelRunState)[keyof typeof ModelRunState];

export const RunTrigger = enumOf('RunTrigger', 'What started a model run.', {
  schedule: 'The nightly schedule.',
  api_key: 'An API key, for example of an external scheduler.',
  cli: 'The command line.',
  console: 'A person in the console.',
  drift: 'Data or scores that moved too far.',
  volume: 'Enough new events since the last snapshot.',
  feedback: 'Readers who say no more often, or a partner manager who asks.',
});
export type RunTrigger = (typeof RunTrigger)[keyof typeof RunTrigger];

/** Only the staff and its machines ever hold one; hashes and the signed card stay inside even then (no @Field). */
@Entity({ name: 'model_runs' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'One way from events to a model that serves, or to the reason why it does not.' })
export class ModelRun extends Node {
  @Field(() => String, { description: 'Code that people use, for example R-2026-0001.' })
  @Column({ name: 'code', type: 'text', unique: true })
  code: string;

  @Field(() => String, { description: 'The feed it is for.' })
  @Column({ name: 'scenario', type: 'text', default: 'home' })
  scenario: string;

  @Field(() => String, { description: 'Name of the model; "auto" until the size of the data has chosen one.' })
  @Column({ name: 'model', type: 'text' })
  model: string;

  @Field(() => Json, { description: 'Hyper-parameters that differ from the defaults of the model.' })
  @Column({ name: 'params', type: 'jsonb', default: {} })
  params: Record<string, number>;

  @Field(() => Int, { description: 'Seed of all randomness: same data and seed, same model.' })
  @Column({ name: 'seed', type: 'int' })
  seed: number;

  @Field(() => ModelRunState, { description: 'Where the run stands.' })
  @Column({ name: 'state', type: 'text', default: 'queued' })
  state: ModelRunState;

  @Field(() => Float, { description: 'Share of the present step that is done, 0–1.' })
  @Column({ name: 'step_progress', type: 'real', default: 0 })
  stepProgress: number;

  @Field(() => String, { description: 'What is being done right now.' })
  @Column({ name: 'step_message', type: 'text', default: '' })
  stepMessage: string;

  @Field(() => RunTrigger, { description: 'What started it.' })
  @Column({ name: 'trigger', type: 'text' })
  trigger: RunTrigger;

  @Field(() => String, { nullable: true, description: 'What that was in words, with its figures.' })
  @Column({ name: 'trigger_reason', type: 'text', nullable: true })
  triggerReason: string | null;

  @Field(() => String, { description: 'Name of the model that orders the ads.' })
  @Column({ name: 'ad_model', type: 'text', default: 'm0' })
  adModel: string;

  @Field(() => String, { description: 'Who started it, as the audit log spells it.' })
  @Column({ name: 'requested_by', type: 'text' })
  requestedBy: string;

  @Field(() => String, { nullable: true, description: 'Why it was started, rejected or promoted: the last reason given.' })
  @Column({ name: 'reason', type: 'text', nullable: true })
  reason: string | null;

  @Field(() => String, { nullable: true, description: 'What went wrong.' })
  @Column({ name: 'failure', type: 'text', nullable: true })
  failure: string | null;

  @Field(() => DateTime, { nullable: true, description: 'The moment up to which events were read.' })
  @Column({ name: 'snapshot_at', type: 'timestamptz', nullable: true })
  snapshotAt: Date | null;

  @Column({ name: 'snapshot_hash', type: 'bytea', nullable: true })
  snapshotHash: Buffer | null;

  @Field(() => BigIntScalar, { nullable: true, description: 'Reader–content pairs in the snapshot.' })
  @Column({ name: 'interaction_count', type: 'bigint', nullable: true, transformer: bigintColumn })
  interactionCount: bigint | null;

  @Field(() => Int, { nullable: true, description: 'Readers in the snapshot.' })
  @Column({ name: 'reader_count', type: 'int', nullable: true })
  readerCount: number | null;

  @Field(() => Int, { nullable: true, description: 'Contents in the snapshot.' })
  @Column({ name: 'content_count', type: 'int', nullable: true })
  contentCount: number | null;

  @Field(() => Json, { nullable: true, description: 'Rows of the evaluation: the model, the champion, popularity; each figure with its 95 % interval.' })
  @Column({ name: 'metrics', type: 'jsonb', nullable: true })
  metrics: Record<string, unknown> | null;

  @Column({ name: 'card', type: 'jsonb', nullable: true })
  card: Record<string, unknown> | null;

  @Column({ name: 'pages_total', type: 'int', nullable: true })
  pagesTotal: number | null;

  @Field(() => Int, { description: 'Feed requests that it answers in shadow before it serves; 0: none.' })
  @Column({ name: 'shadow_requests', type: 'int', default: 0 })
  shadowRequests: number;

  @Field(() => Int, { description: 'After so many minutes in shadow it is judged by what there is.' })
  @Column({ name: 'shadow_minutes', type: 'int', default: 0 })
  shadowMinutes: number;

  @Field(() => DateTime, { nullable: true, description: 'When it went into shadow.' })
  @Column({ name: 'shadow_at', type: 'timestamptz', nullable: true })
  shadowAt: Date | null;

  @Field(() => ShadowFigures, { nullable: true, description: 'What it would have shown beside what was shown; null where it never was in shadow.' })
  @Column({ name: 'shadow', type: 'jsonb', nullable: true })
  shadow: ShadowFigures | null;

  @Field(() => DateTime, { description: 'When it was asked for.' })
  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When a worker took it up.' })
  @Column({ name: 'started_at', type: 'timestamptz', nullable: true })
  startedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was rejected, failed, or began to serve.' })
  @Column({ name: 'finished_at', type: 'timestamptz', nullable: true })
  finishedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When every reader had been scored.' })
  @Column({ name: 'scored_at', type: 'timestamptz', nullable: true })
  scoredAt: Date | null;

  @Column({ name: 'champion_at', type: 'timestamptz', nullable: true })
  championAt: Date | null;

  @Field(() => Int, { description: 'Grows with every change of state.' })
  @Column({ name: 'version', type: 'int', default: 1 })
  version: number;
}
