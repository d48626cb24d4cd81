import { Matches } from 'class-validator';
import { Field, InputType, ObjectType } from 'type-graphql';
import type { ValueTransformer } from 'typeorm';
import { BigIntScalar } from './scalars.js';

@ObjectType({ simpleResolvers: true, description: 'An amount in the smallest unit of its currency (fen, cent): never a fraction.' })
export class Money {
  @Field(() => BigIntScalar, { description: 'Whole minor units, as a string of digits.' })
  amountMinor: bigint;

  @Field(() => String, { description: 'ISO 4217 code, for example CNY.' })
  currency: string;

  static of(amountMinor: bigint, currency: string): Money {
    return Object.assign(new Money(), { amountMinor, currency });
  }
}

@InputType({ description: 'An amount in the smallest unit of its currency (fen, cent).' })
export class MoneyInput {
  @Field(() => BigIntScalar, { description: 'Whole minor units, as a string of digits.' })
  amountMinor: bigint;

  @Field(() => String, { description: 'ISO 4217 code, for example CNY.' })
  @Matches(/^[A-Z]{3}$/, { message: 'currency must be an ISO 4217 code of three capitals' })
  currency: string;
}

/** For bigint columns, which the driver hands over as strings: `@Column({ type: 'bigint', transformer: bigintColumn })`. */
export const bigintColumn: ValueTransformer = {
  to: (value: bigint | null | undefined) => (typeof value === 'bigint' ? String(value) : value),
  from: (value: string | null | undefined) => (typeof value === 'string' ? BigInt(value) : value),
};
