import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

@Entity({ name: 'evidence' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'Something known of a partner: never changed; of each source the newest observation of a criterion counts, until it expires.' })
export class Evidence extends Node {
  @Column({ name: 'partner_id', type: 'uuid' })
  partnerId: string;

  @Field(() => String, { description: 'Key of the criterion.' })
  @Column({ name: 'criterion', type: 'text' })
  criterion: string;

  @Field(() => Float, { description: 'The value: in the unit of the criterion, or a share between 0 and 1.' })
  @Column({ name: 'value', type: 'double precision' })
  value: number;

  @Field(() => Int, { description: 'How many observations it sums up.' })
  @Column({ name: 'observations', type: 'int' })
  observations: number;

  @Field(() => String, { description: 'Where it comes from.' })
  @Column({ name: 'source', type: 'text' })
  source: string;

  @Column({ name: 'verified_by', type: 'uuid', nullable: true })
  verifiedBy: string | null;

  @Column({ name: 'recorded_by', type: 'uuid', nullable: true })
  recordedBy: string | null;

  @Field(() => DateTime, { description: 'When it was observed.' })
  @Column({ name: 'observed_at', type: 'timestamptz' })
  observedAt: Date;

  @Field(() => DateTime, { description: 'From this moment on it does not count.' })
  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt: Date;

  @Field(() => Boolean, { description: 'Whether a person of the platform has seen the proof: gates ask for that.' })
  get isVerified(): boolean {
    return this.verifiedBy !== null;
  }
}
