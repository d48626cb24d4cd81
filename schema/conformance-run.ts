import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { ConnectorEnvironment } from './connector.js';
import { enumOf } from './enum-of.js';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

export const ConformanceVerdict = enumOf('ConformanceVerdict', 'What became of a scenario, or of a run: the worst of its scenarios.', {
  passed: 'All was as it should be.',
  warning: 'All that must be was; something that should be was not.',
  review: 'A person has to look.',
  failed: 'Something that must be was not.',
  skipped: 'It could not be tried: the platform may not call the address.',
  not_applicable: 'It asks for a capability that the connector does not declare.',
  unfinished: 'Nothing was seen of it yet.',
});
export type ConformanceVerdict = (typeof ConformanceVerdict)[keyof typeof ConformanceVerdict];

export const ConformanceRunState = enumOf('ConformanceRunState', 'How far a run is.', {
  queued: 'Waits for a worker, or is at work.',
  finished: 'Every scenario was played; nothing of it changes any more.',
});
export type ConformanceRunState = (typeof ConformanceRunState)[keyof typeof ConformanceRunState];

@ObjectType({ simpleResolvers: true, description: 'What became of one scenario.' })
export class ConformanceResult {
  @Field(() => String, { description: 'Key of the scenario.' })
  scenario: string;

  @Field(() => ConformanceVerdict, { description: 'The verdict.' })
  verdict: ConformanceVerdict;

  @Field(() => String, { nullable: true, description: 'The first thing that was not as it should be.' })
  reason: string | null;
}

/** The other end as it was stated when the run began: a run is of one build, and of the scenarios of one day. */
@Entity({ name: 'conformance_runs' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'All scenarios played against one build of a partner’s end, with what was seen.' })
export class ConformanceRun extends Node {
  @Column({ name: 'connector_id', type: 'uuid' })
  connectorId: string;

  @Column({ name: 'partner_id', type: 'uuid' })
  partnerId: string;

  @Field(() => ConformanceRunState, { description: 'How far it is.' })
  @Column({ name: 'state', type: 'text', default: 'queued' })
  state: ConformanceRunState;

  @Field(() => ConformanceVerdict, { description: 'The worst of its scenarios.' })
  @Column({ name: 'verdict', type: 'text', default: 'unfinished' })
  verdict: ConformanceVerdict;

  @Field(() => [ConformanceResult], { description: 'Each scenario in order; empty until it is finished.' })
  @Column({ name: 'results', type: 'jsonb', default: [] })
  results: ConformanceResult[];

  @Field(() => Int, { description: 'Scenarios that were played so far.' })
  @Column({ name: 'played', type: 'int', default: 0 })
  played: number;

  @Field(() => String, { description: 'SHA-256 of the build that was tried.' })
  @Column({ name: 'build_digest', type: 'text' })
  buildDigest: string;

  @Field(() => String, { description: 'Address that was tried.' })
  @Column({ name: 'base_url', type: 'text' })
  baseUrl: string;

  @Field(() => String, { description: 'Version of the interface.' })
  @Column({ name: 'profile_version', type: 'text' })
  profileVersion: string;

  @Field(() => [String], { description: 'Capabilities that were declared.' })
  @Column({ name: 'capabilities', type: 'text', array: true })
  capabilities: string[];

  @Field(() => ConnectorEnvironment, { description: 'Which installation of the partner it was.' })
  @Column({ name: 'environment', type: 'text' })
  environment: ConnectorEnvironment;

  @Field(() => String, { description: 'SHA-256 of the scenarios (RFC 8785) that it was made by.' })
  @Column({ name: 'scenario_set_hash', type: 'text' })
  scenarioSetHash: string;

  @Field(() => String, { nullable: true, description: 'SHA-256 of results and evidence: what an acceptance signs. Absent until it is finished.' })
  @Column({ name: 'evidence_hash', type: 'text', nullable: true })
  evidenceHash: string | null;

  @Field(() => DateTime, { description: 'When it was asked for.' })
  @Column({ name: 'started_at', type: 'timestamptz' })
  startedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When the last scenario was played.' })
  @Column({ name: 'finished_at', type: 'timestamptz', nullable: true })
  finishedAt: Date | null;
}
