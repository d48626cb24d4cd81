import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Account, AccountRole, AccountState } from '../../schema/account.js';
import { Partner } from '../../schema/partner.js';
import type { Context } from '../graphql/context.js';
import { applyFilter, dateField, enumField, filterInputOf, idField, textField, type FilterValue } from '../graphql/filters.js';
import { fromGlobalId } from '../graphql/global-ids.js';
import type { NodeSource } from '../graphql/nodes.js';
import { ListArgs, listPage, pageOf, type Page } from '../graphql/paging.js';
import { answer, payloadOf, type Payload } from '../graphql/payloads.js';
import { actorAccountId, type Actor } from '../platform/actor.js';
import type { Database } from '../platform/database.js';
import { allowedActions } from './account-states.js';
import { AccountCreateInput, AccountRestoreInput, AccountSuspendInput, PasswordChangeInput } from './account.inputs.js';
import type { Accounts } from './accounts.js';
import type { Authentication } from './authentication.js';
import type { SignInAttempts } from './sign-in-attempts.js';

const AccountPage = pageOf(Account);
const AccountPayload = payloadOf(Account);
const AccountFilter = filterInputOf('AccountFilter', {
  type: 'Account',
  search: ['account.email', 'account.displayName'],
  fields: {
    email: textField('account.email'),
    role: enumField('account.role', 'Role', AccountRole),
    state: enumField('account.state', 'AccountState', AccountState),
    partner: idField('account.partnerId', 'Partner'),
    createdAt: dateField('account.createdAt'),
  },
});

@Resolver(() => Account)
export class AccountResolver {
  constructor(
    private readonly database: Database,
    private readonly accounts: Accounts,
    private readonly authentication: Authentication,
    private readonly attempts: SignInAttempts,
  ) {}

  @Query(() => AccountPage, { description: 'All accounts; for operators.' })
  accountList(@Args(() => ListArgs) list: ListArgs, @Arg('filter', () => AccountFilter, { nullable: true, description: 'Which ones.' }) filter?: FilterValue): Promise<Page<Account>> {
    return listPage(this.database.dataSource.getRepository(Account).createQueryBuilder('account'), list, {
      sortable: { email: 'account.email', displayName: 'account.displayName', role: 'account.role', state: 'account.state', createdAt: 'account.createdAt', updatedAt: 'account.updatedAt' },
      filter: (query) => applyFilter(query, AccountFilter, filter),
    });
  }

  @Mutation(() => AccountPayload, { description: 'Makes an account of any role; for operators.' })
  accountCreate(@Arg('input', () => AccountCreateInput, { description: 'The account.' }) input: AccountCreateInput, @Ctx() { actor }: Context): Promise<Payload<Account>> {
    return answer(() => this.accounts.create({ ...input, partnerId: input.partnerId == null ? null : fromGlobalId('Partner', input.partnerId) }, actor));
  }

  @Mutation(() => AccountPayload, { description: 'Ends all sessions of an account and lets it act no more; within 10 seconds everywhere.' })
  async accountSuspend(@Arg('input', () => AccountSuspendInput, { description: 'Which and why.' }) input: AccountSuspendInput, @Ctx() { actor }: Context): Promise<Payload<Account>> {
    const payload = await answer(() => this.accounts.suspend(fromGlobalId('Account', input.id), input.expectedVersion, input.reason, actor));
    if (payload.result) this.authentication.forget();
    return payload;
  }

  @Mutation(() => AccountPayload, { description: 'Lets a suspended account act again.' })
  accountRestore(@Arg('input', () => AccountRestoreInput, { description: 'Which.' }) input: AccountRestoreInput, @Ctx() { actor }: Context): Promise<Payload<Account>> {
    return answer(() => this.accounts.restore(fromGlobalId('Account', input.id), input.expectedVersion, actor));
  }

  @Mutation(() => AccountPayload, { description: 'Changes the own password and ends all other sessions. Five attempts in 15 minutes.' })
  async passwordChange(@Arg('input', () => PasswordChangeInput, { description: 'Old and new.' }) input: PasswordChangeInput, @Ctx() { actor, session: { address } }: Context): Promise<Payload<Account>> {
    const payload = await answer(async () => {
      // Who found an open session must not find the password with it.
      const whose = `password of ${actorAccountId(actor)}`;
      await this.attempts.begin(whose, address);
      const account = await this.accounts.changePassword({ current: input.currentPassword, next: input.newPassword }, actor);
      await this.attempts.succeeded(whose, address);
      return account;
    });
    if (payload.result) this.authentication.forget();
    return payload;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Address to sign in with; only the account itself and staff see it.' })
  email(@Root() account: Account, @Ctx() { actor }: Context): string | null {
    return maySeeAccount(actor, account.id) ? account.email : null;
  }

  @FieldResolver(() => Partner, { nullable: true, description: 'The partner that it acts for.' })
  async partner(@Root() account: Account, @Ctx() { actor, loaders }: Context): Promise<Partner | null> {
    return account.partnerId && maySeeAccount(actor, account.id) ? loaders.byId(Partner).load(account.partnerId) : null;
  }

  @FieldResolver(() => [String], { description: 'Mutations that the viewer can apply to it now.' })
  availableActions(@Root() account: Account, @Ctx() { actor }: Context): string[] {
    return allowedActions(account, actor);
  }
}

const staffRoles: readonly string[] = ['partner_manager', 'marketer', 'analyst', 'operator'];

function maySeeAccount(actor: Actor, accountId: string): boolean {
  if (actor.kind !== 'account' && actor.kind !== 'api_key') return false;
  return actor.accountId === accountId || (actor.kind === 'account' && staffRoles.includes(actor.role));
}

export const accountNodes: NodeSource = (ids, { actor, loaders }) => Promise.all(ids.map(async (id) => (
  maySeeAccount(actor, id) ? loaders.byId(Account).load(id) : null)));
