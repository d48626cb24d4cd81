import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ContractParty } from './contract-party.js';
import { DateTime } from './scalars.js';

@Entity({ name: 'contract_comments' })
@ObjectType({ simpleResolvers: true, description: 'A remark on a version or on one of its clauses, for both sides; no part of what is signed.' })
export class ContractComment {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id: string;

  @Column({ name: 'contract_version_id', type: 'uuid' })
  contractVersionId: string;

  @Field(() => Int, { description: 'Counts from 1 within the version.' })
  @Column({ name: 'number', type: 'int' })
  number: number;

  @Field(() => ContractParty, { description: 'The side that made it.' })
  @Column({ name: 'party', type: 'text' })
  party: ContractParty;

  @Column({ name: 'author_id', type: 'uuid' })
  authorId: string;

  @Field(() => String, { nullable: true, description: 'The clause that it is about; null: the whole text.' })
  @Column({ name: 'clause_key', type: 'text', nullable: true })
  clauseKey: string | null;

  @Field(() => String, { description: 'The remark.' })
  @Column({ name: 'body', type: 'text' })
  body: string;

  @Field(() => DateTime, { description: 'When it was made.' })
  @Column({ name: 'made_at', type: 'timestamptz' })
  madeAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was settled; null: it is open.' })
  @Column({ name: 'resolved_at', type: 'timestamptz', nullable: true })
  resolvedAt: Date | null;

  @Column({ name: 'resolved_by', type: 'uuid', nullable: true })
  resolvedBy: string | null;
}
