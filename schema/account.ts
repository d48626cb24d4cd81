import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { enumOf } from './enum-of.js';
import { Node } from './node.js';

export const AccountRole = enumOf('Role', 'What an account is for; it decides which operations it may call.', {
  reader: 'Reads, buys and learns.',
  author: 'Writes contents of its own.',
  partner: 'Acts for one partner company.',
  partner_manager: 'Wins and keeps partners, negotiates contracts.',
  marketer: 'Runs campaigns and edits contents.',
  analyst: 'Reads figures and runs models.',
  operator: 'Runs the platform.',
  service: 'A machine, such as a scheduler.',
});
export type AccountRole = (typeof AccountRole)[keyof typeof AccountRole];

export const AccountState = enumOf('AccountState', 'Whether an account may act.', {
  active: 'It may.',
  suspended: 'It may not, and its sessions have ended.',
});
export type AccountState = (typeof AccountState)[keyof typeof AccountState];

export const Locale = enumOf('Locale', 'Language of texts that the platform writes.', { zh: 'Chinese.', en: 'English.' });
export type Locale = (typeof Locale)[keyof typeof Locale];

/** Who may act. The password is on another table, so that no account read can leak it. */
@Entity({ name: 'accounts' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'Somebody who can sign in.' })
export class Account extends Node {
  /** In lower case. Not everybody who may see an author's name may see this: its resolver decides. */
  @Column({ type: 'text', unique: true })
  email: string;

  @Field(() => String, { description: 'Name to show.' })
  @Column({ name: 'display_name', type: 'text' })
  displayName: string;

  @Field(() => AccountRole, { description: 'What the account is for.' })
  @Column({ type: 'text' })
  role: AccountRole;

  @Field(() => AccountState, { description: 'Whether it may act.' })
  @Column({ type: 'text', default: 'active' })
  state: AccountState;

  @Field(() => Locale, { description: 'Preferred language.' })
  @Column({ type: 'text', default: 'zh' })
  locale: Locale;

  @Column({ name: 'partner_id', type: 'uuid', nullable: true })
  partnerId: string | null;

  @Field(() => Int, { description: 'Grows with every change; send it as expectedVersion.' })
  @Column({ type: 'int', default: 1 })
  version: number;

  @Field(() => Date, { description: 'When it was made.' })
  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  @Field(() => Date, { description: 'When it was last changed.' })
  @Column({ name: 'updated_at', type: 'timestamptz', default: () => 'now()' })
  updatedAt: Date;
}
