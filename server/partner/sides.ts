import type { Actor, Role } from '../platform/actor.js';
import { DomainError } from '../platform/errors.js';

/** The two that deal with each other. An account of the partner is one side; whoever manages partners is the other. */
export type Side = 'platform' | 'partner';

export function otherSide(side: Side): Side {
  return side === 'platform' ? 'partner' : 'platform';
}

const managers: readonly Role[] = ['partner_manager', 'operator'];
const readers: readonly Role[] = ['partner_manager', 'operator', 'marketer', 'analyst'];

function roleOf(actor: Actor): Role | null {
  return actor.kind === 'account' || actor.kind === 'api_key' ? actor.role : null;
}

/** For whom the actor deals with this partner; null: for nobody. Keys of machines negotiate nothing. */
export function sideOf(actor: Actor, partnerId: string): Side | null {
  if (actor.kind === 'system') return 'platform';
  if (actor.kind !== 'account') return null;
  if (managers.includes(actor.role)) return 'platform';
  return actor.role === 'partner' && actor.partnerId === partnerId ? 'partner' : null;
}

/** Staff see every partner's rows; a partner's accounts and keys see their own. */
export function maySeePartner(actor: Actor, partnerId: string): boolean {
  const role = roleOf(actor);
  return actor.kind === 'system' || (role !== null && (readers.includes(role) || (role === 'partner' && partnerOf(actor) === partnerId)));
}

/** The partner to whose rows a list is narrowed; null: all of them. Throws FORBIDDEN for actors that may see none. */
export function partnerScope(actor: Actor): string | null {
  const role = roleOf(actor);
  if (actor.kind === 'system' || (role !== null && readers.includes(role))) return null;
  const own = partnerOf(actor);
  if (role !== 'partner' || own === null) throw new DomainError('FORBIDDEN');
  return own;
}

function partnerOf(actor: Actor): string | null {
  return actor.kind === 'account' || actor.kind === 'api_key' ? actor.partnerId : null;
}

/** Whether the actor sees with a partner's eyes: neither staff notes nor drafts that were not offered. */
export function isPartnerAccount(actor: Actor): boolean {
  return roleOf(actor) === 'partner';
}
