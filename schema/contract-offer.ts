import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { clausesColumn, ClauseUnion, type Clause } from './clause.js';
import { ContractParty } from './contract-party.js';
import { DateTime } from './scalars.js';

@Entity({ name: 'contract_offers' })
@ObjectType({ simpleResolvers: true, description: 'A text that one side offered; none is ever changed or taken off the list.' })
export class ContractOffer {
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

  @Column({ name: 'answers_hash', type: 'bytea', nullable: true })
  answersHashBytes: Buffer | null;

  @Column({ name: 'content_hash', type: 'bytea' })
  contentHashBytes: Buffer;

  @Field(() => [ClauseUnion], { description: 'What it settles.' })
  @Column({ name: 'clauses', type: 'jsonb', transformer: clausesColumn })
  clauses: Clause[];

  @Field(() => DateTime, { description: 'Beginning.' })
  @Column({ name: 'starts_at', type: 'timestamptz' })
  startsAt: Date;

  @Field(() => DateTime, { description: 'End.' })
  @Column({ name: 'ends_at', type: 'timestamptz' })
  endsAt: Date;

  @Field(() => String, { nullable: true, description: 'Why it is made.' })
  @Column({ name: 'rationale', type: 'text', nullable: true })
  rationale: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Until when it stands; null: made before offers said so.' })
  @Column({ name: 'expires_at', type: 'timestamptz', nullable: true })
  expiresAt: Date | null;

  @Field(() => DateTime, { description: 'When it was made.' })
  @Column({ name: 'offered_at', type: 'timestamptz' })
  offeredAt: Date;

  @Field(() => String, { nullable: true, description: 'Hash of the offer that it answers; null: it is the first.' })
  get answersHash(): string | null {
    return this.answersHashBytes?.toString('hex') ?? null;
  }

  @Field(() => String, { description: 'Hash of its text, as 64 hexadecimal digits.' })
  get contentHash(): string {
    return this.contentHashBytes.toString('hex');
  }
}
