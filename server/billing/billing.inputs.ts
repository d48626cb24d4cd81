import { Length } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { enumOf } from '../../schema/enum-of.js';
import { MoneyInput } from '../../schema/money.js';
import { OfferKind } from '../../schema/offer.js';
import type { SandboxOutcome as Outcome } from '../adapters/payment/sandbox.js';

export const SandboxOutcome = enumOf<Outcome>('SandboxOutcome', 'How a payment ends in the sandbox.', {
  succeed: 'The money arrives.',
  fail: 'The payment fails.',
  wrong_amount: 'Another amount than asked for arrives.',
});

@InputType({ description: 'A new way to buy access. A price never changes: retire the offer and make another.' })
export class OfferCreateInput {
  @Field(() => ID, { nullable: true, description: 'The content; absent: the whole platform, for subscriptions only.' })
  contentId?: string | null;

  @Field(() => OfferKind, { description: 'How it is sold.' })
  kind: OfferKind;

  @Field(() => String, { description: 'What it is called.' })
  @Length(1, 200)
  title: string;

  @Field(() => MoneyInput, { description: 'What one purchase costs; 0 for FREE.' })
  price: MoneyInput;

  @Field(() => Int, { nullable: true, description: 'Length of a subscription period in days; for subscriptions only.' })
  periodDays?: number | null;

  @Field(() => String, { description: 'Made by the client, 1 to 200 characters; the same key again makes no second offer.' })
  @Length(1, 200)
  idempotencyKey: string;
}

@InputType({ description: 'Which offer to sell no longer.' })
export class OfferRetireInput {
  @Field(() => ID, { description: 'The offer.' })
  id: string;

  @Field(() => Int, { description: 'The version that you have seen.' })
  expectedVersion: number;
}

@InputType({ description: 'What to buy.' })
export class CheckoutStartInput {
  @Field(() => ID, { description: 'The offer.' })
  offerId: string;

  @Field(() => String, { description: 'Your own number for this purchase: the same number again answers the same order.' })
  @Length(1, 200)
  idempotencyKey: string;
}

@InputType({ description: 'Which order to open another payment for.' })
export class OrderPayInput {
  @Field(() => ID, { description: 'The order.' })
  id: string;

  @Field(() => String, { description: 'Your own number for this attempt: the same number again opens nothing new.' })
  @Length(1, 200)
  idempotencyKey: string;
}

@InputType({ description: 'Which order to call off.' })
export class OrderCancelInput {
  @Field(() => ID, { description: 'The order.' })
  id: string;

  @Field(() => Int, { description: 'The version that you have seen.' })
  expectedVersion: number;

  @Field(() => String, { description: 'Made by the client, 1 to 200 characters; the same call again uses the same key.' })
  @Length(1, 200)
  idempotencyKey: string;
}

@InputType({ description: 'How the newest payment of an order ends in the sandbox.' })
export class SandboxPayInput {
  @Field(() => ID, { description: 'The order.' })
  orderId: string;

  @Field(() => SandboxOutcome, { description: 'What happens.' })
  outcome: Outcome;

  @Field(() => String, { description: 'Made by the client, 1 to 200 characters; the same key again ends nothing else.' })
  @Length(1, 200)
  idempotencyKey: string;
}
