import { Field, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

@Entity({ name: 'erasure_tasks' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'Records of a person who withdrew, which a partner has fetched and has to erase.' })
export class ErasureTask extends Node {
  @Column({ name: 'partner_id', type: 'uuid' })
  partnerId: string;

  @Column({ name: 'disclosure_id', type: 'uuid' })
  disclosureId: string;

  @Column({ type: 'bytea' })
  pseudonym: Buffer;

  @Field(() => DateTime, { description: 'When the person withdrew.' })
  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Field(() => DateTime, { description: 'Until then the partner has to say that it is done.' })
  @Column({ name: 'due_at', type: 'timestamptz' })
  dueAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When the partner said that it is done.' })
  @Column({ name: 'acknowledged_at', type: 'timestamptz', nullable: true })
  acknowledgedAt: Date | null;

  @Field(() => String, { description: 'The name under which the partner got the person’s records.' })
  get subject(): string {
    return this.pseudonym.toString('base64url');
  }
}
