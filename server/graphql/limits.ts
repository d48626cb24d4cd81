import type { Actor } from '../platform/actor.js';
import { DomainError } from '../platform/errors.js';
import type { DocumentFacts, Variables } from './document-facts.js';

/** What one document may ask for. */
export const limits = {
  depth: 8,
  tokens: { anonymous: 400, signedIn: 2000 },
  aliases: 15,
  directives: 5,
  mutations: 4,
  cost: 5000,
  bodyBytes: 100_000,
} as const;

const staffRoles: readonly string[] = ['partner_manager', 'marketer', 'analyst', 'operator'];

/** The schema is open to staff always, to others only where the configuration opens it. */
export function mayIntrospect(actor: Actor, isOpen: boolean): boolean {
  return isOpen || (actor.kind === 'account' && staffRoles.includes(actor.role));
}

/** The document's cost in points. Throws TOO_COMPLEX with the limit that is passed. */
export function checkLimits(facts: DocumentFacts, variables: Variables, actor: Actor): number {
  const cost = facts.cost(variables);
  const checks: readonly (readonly [limit: string, actual: number, max: number])[] = [
    ['tokens', facts.tokens, actor.kind === 'anonymous' ? limits.tokens.anonymous : limits.tokens.signedIn],
    ['depth', facts.depth, limits.depth],
    ['aliases', facts.aliases, limits.aliases],
    ['directives', facts.directives, limits.directives],
    ['mutations', facts.mutations, limits.mutations],
    ['cost', cost, limits.cost],
  ];
  for (const [limit, actual, max] of checks) {
    if (actual > max) throw new DomainError('TOO_COMPLEX', { limit, actual, max });
  }
  return cost;
}
