import { Field, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { bigintColumn } from './money.js';
import { Node } from './node.js';
import { BigIntScalar, Json } from './scalars.js';

/** Written by server/audit only. `seq` is the table's key; `id` addresses the entry from outside. */
@Entity({ name: 'audit_entries' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'One change that somebody made; entries are chained by hashes.' })
export class AuditEntry extends Node {
  @Field(() => BigIntScalar, { description: 'Place in the chain, from 1, without holes.' })
  @Column({ type: 'bigint', unique: true, transformer: bigintColumn })
  seq: bigint;

  @Field(() => Date, { description: 'When.' })
  @Column({ type: 'timestamptz' })
  at: Date;

  @Field(() => String, { description: 'Who: account:…, api_key:… or system:….' })
  @Column({ type: 'text' })
  actor: string;

  @Field(() => String, { description: 'The domain verb, spelled like the mutation.' })
  @Column({ type: 'text' })
  action: string;

  @Field(() => String, { description: 'Type of the thing that was changed.' })
  @Column({ type: 'text' })
  noun: string;

  @Column({ name: 'noun_id', type: 'uuid' })
  nounId: string;

  @Field(() => Json, { description: 'What changed.' })
  @Column({ type: 'jsonb' })
  detail: Record<string, unknown>;

  @Column({ name: 'prev_hash', type: 'bytea', select: false })
  prevHash: Buffer;

  @Column({ type: 'bytea', select: false, unique: true })
  hash: Buffer;
}
