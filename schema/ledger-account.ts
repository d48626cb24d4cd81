import { Field, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { enumOf } from './enum-of.js';
import { bigintColumn, Money } from './money.js';
import { Node } from './node.js';

export const LedgerAccountKind = enumOf('LedgerAccountKind', 'What an account of the ledger holds.', {
  cash: 'The money of the platform at its bank.',
  payer_wallet: 'What a partner owes the platform, until a later statement makes up for it.',
  partner_payable: 'What a partner is owed by its statements and was not paid.',
  platform_revenue: 'What remains with the platform.',
  partner_cost: 'What was spent out of cost budgets, and what they were given.',
  reserve: 'What is left of a cost budget.',
  hold: 'What a partner is owed and must not be paid now.',
  clearing: 'Estimates of what the open statement of a partner will say.',
  tax: 'Taxes inside what readers paid.',
  fx_liquidity: 'One currency waiting for another.',
});
export type LedgerAccountKind = (typeof LedgerAccountKind)[keyof typeof LedgerAccountKind];

/** Accounts that grow by debits; the others hold what is owed to somebody or was earned, and grow by credits. */
const byDebits: readonly string[] = ['cash', 'payer_wallet', 'partner_cost'];

/** The counters follow from the entries. */
@Entity({ name: 'ledger_accounts' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'An account of the double-entry ledger.' })
export class LedgerAccount extends Node {
  @Column({ name: 'partner_id', type: 'uuid', nullable: true })
  partnerId: string | null;

  @Field(() => LedgerAccountKind, { description: 'What it holds.' })
  @Column({ type: 'text' })
  kind: LedgerAccountKind;

  @Field(() => String, { description: 'What it is for, where there are many of a kind; else empty.' })
  @Column({ type: 'text' })
  subject: string;

  @Column({ type: 'char', length: 3 })
  currency: string;

  @Field(() => Boolean, { description: 'Whether the database refuses that it goes below zero, pending transfers included.' })
  @Column({ type: 'boolean' })
  limited: boolean;

  @Column({ name: 'debits_pending', type: 'bigint', transformer: bigintColumn })
  debitsPending: bigint;

  @Column({ name: 'debits_posted', type: 'bigint', transformer: bigintColumn })
  debitsPosted: bigint;

  @Column({ name: 'credits_pending', type: 'bigint', transformer: bigintColumn })
  creditsPending: bigint;

  @Column({ name: 'credits_posted', type: 'bigint', transformer: bigintColumn })
  creditsPosted: bigint;

  @Field(() => Money, { description: 'How much: of cash, payer_wallet and partner_cost debits less credits, of the others credits less debits.' })
  get balance(): Money {
    const credit = this.creditsPosted - this.debitsPosted;
    return Money.of(byDebits.includes(this.kind) ? -credit : credit, this.currency);
  }

  @Field(() => Money, { description: 'Part of it that pending transfers have reserved.' })
  get reserved(): Money {
    return Money.of(this.debitsPending, this.currency);
  }
}
