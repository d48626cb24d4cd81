import { Field, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

@Entity({ name: 'consents' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'What a reader allows: one purpose and one recipient, apart from everything else.' })
export class Consent extends Node {
  @Column({ name: 'reader_id', type: 'uuid' })
  readerId: string;

  @Column({ name: 'partner_id', type: 'uuid' })
  partnerId: string;

  @Field(() => String, { description: 'What the recipient may use the data for, in the words of its contract.' })
  @Column({ type: 'text' })
  purpose: string;

  @Field(() => DateTime, { description: 'When it was given.' })
  @Column({ name: 'given_at', type: 'timestamptz' })
  givenAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'From then on nothing leaves because of it; null: it stands.' })
  @Column({ name: 'withdrawn_at', type: 'timestamptz', nullable: true })
  withdrawnAt: Date | null;
}
