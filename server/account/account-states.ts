import type { AccountState } from '../../schema/account.js';
import type { Actor } from '../platform/actor.js';

/** Mutation → the one state it leaves and the one it reaches. */
export const accountStates = {
  accountSuspend: { from: 'active', to: 'suspended' },
  accountRestore: { from: 'suspended', to: 'active' },
} as const satisfies Record<string, { from: AccountState; to: AccountState }>;

/** Names of the mutations that this actor can apply to this account now. */
export function allowedActions(account: { id: string; state: AccountState }, actor: Actor): string[] {
  if (actor.kind !== 'account') return [];
  const own = actor.accountId === account.id;
  return [
    ...(own ? ['passwordChange'] : []),
    ...(actor.role === 'operator' && !own ? Object.entries(accountStates).filter(([, { from }]) => from === account.state).map(([action]) => action) : []),
  ];
}
