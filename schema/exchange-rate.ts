import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { bigintColumn } from './money.js';
import { Node } from './node.js';

/** A rate counts from its time until the next of its pair; none is ever changed. */
@Entity({ name: 'exchange_rates' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'What one currency is worth in another, and what the platform keeps for the exchange.' })
export class ExchangeRate extends Node {
  @Field(() => String, { description: 'The currency that is given, ISO 4217.' })
  @Column({ type: 'char', length: 3 })
  source: string;

  @Field(() => String, { description: 'The currency that is got, ISO 4217.' })
  @Column({ type: 'char', length: 3 })
  target: string;

  @Column({ name: 'rate_ppb', type: 'bigint', transformer: bigintColumn })
  ratePpb: bigint;

  @Field(() => Int, { description: 'What the platform keeps of the given amount, in millionths.' })
  @Column({ name: 'spread_ppm', type: 'int' })
  spreadPpm: number;

  @Column({ name: 'set_by', type: 'uuid' })
  setBy: string;

  @Field(() => Date, { description: 'From when on it counts.' })
  @Column({ name: 'valid_from', type: 'timestamptz' })
  validFrom: Date;

  @Field(() => String, { description: 'How much of `target` one of `source` is worth, in whole units (yuan, not fen), as a decimal.' })
  get rate(): string {
    const digits = String(this.ratePpb).padStart(10, '0');
    return `${digits.slice(0, -9)}.${digits.slice(-9)}`.replace(/\.?0+$/, '');
  }
}
