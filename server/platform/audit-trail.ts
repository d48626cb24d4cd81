import type { EntityManager } from 'typeorm';
import type { Actor } from './actor.js';

export interface AuditEvent {
  readonly actor: Actor;
  /** The domain verb, spelled like the mutation: 'contractSign'. */
  readonly action: string;
  /** 'Contract' and the uuid of its row. */
  readonly noun: string;
  readonly nounId: string;
  /** What changed, as plain JSON; never secrets. */
  readonly detail?: Record<string, unknown>;
}

/** Where changes are recorded. Accounts come before the audit log in the order of nouns, and need only this of it. */
export interface AuditTrail {
  /** LAST in the transaction: it holds a lock until the commit. */
  append(tx: EntityManager, event: AuditEvent): Promise<void>;
}
