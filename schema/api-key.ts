import { Field, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { Node } from './node.js';

/** The key itself is kept only as its hash, which no read selects. */
@Entity({ name: 'api_keys' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'Lets a program act for an account, within scopes.' })
export class ApiKey extends Node {
  @Column({ name: 'account_id', type: 'uuid' })
  accountId: string;

  @Field(() => String, { description: 'What it is for.' })
  @Column({ type: 'text' })
  name: string;

  @Field(() => String, { description: 'Its first letters, to tell keys apart.' })
  @Column({ type: 'text' })
  prefix: string;

  @Column({ name: 'key_hash', type: 'bytea', select: false, unique: true })
  keyHash: Buffer;

  @Field(() => [String], { description: 'What it may do, for example retrain:start.' })
  @Column({ type: 'text', array: true })
  scopes: string[];

  @Field(() => Date, { description: 'When it was made.' })
  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  @Field(() => Date, { nullable: true, description: 'When it ends by itself.' })
  @Column({ name: 'expires_at', type: 'timestamptz', nullable: true })
  expiresAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was revoked.' })
  @Column({ name: 'revoked_at', type: 'timestamptz', nullable: true })
  revokedAt: Date | null;
}
