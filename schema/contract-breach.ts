import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ContractParty } from './contract-party.js';
import { DateTime } from './scalars.js';

@Entity({ name: 'contract_breaches' })
@ObjectType({ simpleResolvers: true, description: 'What one side says that the other did not keep; uncured, it lets the reporting side end the contract.' })
export class ContractBreach {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id: string;

  @Column({ name: 'contract_version_id', type: 'uuid' })
  contractVersionId: string;

  @Field(() => Int, { description: 'Counts from 1 within the version.' })
  @Column({ name: 'number', type: 'int' })
  number: number;

  @Column({ name: 'partner_id', type: 'uuid' })
  partnerId: string;

  @Field(() => ContractParty, { description: 'The side that is said to have broken it.' })
  @Column({ name: 'party', type: 'text' })
  party: ContractParty;

  @Field(() => String, { nullable: true, description: 'The clause that was broken.' })
  @Column({ name: 'clause_key', type: 'text', nullable: true })
  clauseKey: string | null;

  @Field(() => String, { description: 'What happened.' })
  @Column({ name: 'description', type: 'text' })
  description: string;

  @Field(() => DateTime, { description: 'When it was reported.' })
  @Column({ name: 'reported_at', type: 'timestamptz' })
  reportedAt: Date;

  @Field(() => DateTime, { description: 'Until then it can be cured.' })
  @Column({ name: 'cure_until', type: 'timestamptz' })
  cureUntil: Date;

  @Field(() => DateTime, { nullable: true, description: 'When the reporting side confirmed that it is cured.' })
  @Column({ name: 'cured_at', type: 'timestamptz', nullable: true })
  curedAt: Date | null;
}
