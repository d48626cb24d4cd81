export const roles = ['reader', 'author', 'partner', 'partner_manager', 'marketer', 'analyst', 'operator', 'service'] as const;
export type Role = (typeof roles)[number];

export const scopes = ['retrain:start', 'events:write', 'feed:read', 'content:write', 'model:read'] as const;
export type Scope = (typeof scopes)[number];

/**
 * For whose keys a scope counts. Reading any reader's feed and writing in any reader's name are rights of systems and staff:
 * a scope gives no account more than its role.
 */
export const scopeRoles: Readonly<Record<Scope, readonly Role[]>> = {
  'retrain:start': ['analyst', 'operator', 'service'],
  'events:write': ['partner', 'operator', 'service'],
  'feed:read': ['partner_manager', 'marketer', 'analyst', 'operator', 'service'],
  'content:write': ['author', 'partner', 'partner_manager', 'marketer', 'analyst', 'operator'],
  'model:read': ['partner_manager', 'marketer', 'analyst', 'operator', 'service'],
};

/** Who asks. `anonymous` and `system` have no account; `system` is the platform itself (workers, schedules). */
export type Actor =
  | { kind: 'anonymous' }
  | { kind: 'system'; name: string }
  | { kind: 'account'; accountId: string; role: Role; partnerId: string | null; sessionId: string }
  | { kind: 'api_key'; accountId: string; role: Role; partnerId: string | null; keyId: string; scopes: readonly Scope[] };

export const anonymous: Actor = { kind: 'anonymous' };

export function systemActor(name: string): Actor {
  return { kind: 'system', name };
}

/** The actor as the audit log, the idempotency table and the logs spell it. */
export function actorLabel(actor: Actor): string {
  switch (actor.kind) {
    case 'anonymous': return 'anonymous';
    case 'system': return `system:${actor.name}`;
    case 'account': return `account:${actor.accountId}`;
    case 'api_key': return `api_key:${actor.keyId}`;
  }
}

/** Whether the actor is a key with this scope, of an account that such a key may act for. */
export function holdsScope(actor: Actor, scope: Scope): actor is Actor & { kind: 'api_key' } {
  return actor.kind === 'api_key' && actor.scopes.includes(scope) && scopeRoles[scope].includes(actor.role);
}

export function actorAccountId(actor: Actor): string | null {
  return actor.kind === 'account' || actor.kind === 'api_key' ? actor.accountId : null;
}

/** No partner has this id: an account of none reads nothing of any. */
const nobody = '00000000-0000-0000-0000-000000000000';

/** The partner with whose eyes the actor reads; null: none, the domain alone decides. */
export function readsAs(actor: Actor): string | null {
  return (actor.kind === 'account' || actor.kind === 'api_key') && actor.role === 'partner' ? actor.partnerId ?? nobody : null;
}
