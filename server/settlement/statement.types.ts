import { Field, Int, ObjectType } from 'type-graphql';
import { Money } from '../../schema/money.js';
import { BigIntScalar } from '../../schema/scalars.js';
import { StatementLine } from '../../schema/statement-line.js';
import { pageOf } from '../graphql/paging.js';

@ObjectType({ simpleResolvers: true, description: 'What part of a base lies in a band.' })
export class BandShare {
  @Field(() => Money, { description: 'Where the band begins.' })
  from: Money;

  @Field(() => Money, { nullable: true, description: 'Where the next one begins.' })
  to: Money | null;

  @Field(() => Money, { description: 'Part of the base in it.' })
  part: Money;

  @Field(() => Int, { description: 'Share of that part, in millionths.' })
  sharePpm: number;
}

@ObjectType({ simpleResolvers: true, description: 'How a line came to its amount.' })
export class LineComputation {
  @Field(() => Money, { description: 'What was paid.' })
  gross: Money;

  @Field(() => Money, { description: 'Taxes in it.' })
  tax: Money;

  @Field(() => Money, { description: 'Fee of the payment provider.' })
  fee: Money;

  @Field(() => Money, { description: 'What the share is taken of: gross, or gross less tax and fee; of limits: what the clause came to before.' })
  base: Money;

  @Field(() => Money, { description: 'Revenue of the statement before this line, which fills the lower bands; of reversals: what was refunded before.' })
  below: Money;

  @Field(() => [BandShare], { description: 'The base by bands.' })
  bands: BandShare[];

  @Field(() => BigIntScalar, { nullable: true, description: 'The exact share in millionths of the smallest unit.' })
  exactMillionths: bigint | null;

  @Field(() => Money, { nullable: true, description: 'Given to or taken from this line so that all lines sum to the rounded whole (largest remainder); less than a unit.' })
  shifted: Money | null;

  @Field(() => Money, { nullable: true, description: 'What of the base remains with the platform: with the amount it makes the base.' })
  platform: Money | null;
}

@ObjectType({ simpleResolvers: true, description: 'A statement computed again from version history.' })
export class StatementCheck {
  @Field(() => String, { description: 'Its hash as computed now.' })
  hash: string;

  @Field(() => String, { description: 'Its hash as issued.' })
  stored: string;

  @Field(() => Boolean, { description: 'Whether they are equal: nothing was changed since.' })
  isSame: boolean;

  @Field(() => Int, { description: 'Lines that were computed.' })
  lines: number;
}

export const StatementLinePage = pageOf(StatementLine);
