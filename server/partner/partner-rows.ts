import type { EntityManager } from 'typeorm';
import { Partner } from '../../schema/partner.js';
import type { Actor } from '../platform/actor.js';
import { DomainError } from '../platform/errors.js';
import { maySeePartner, sideOf } from './sides.js';

/** The partner's row, locked, for the platform's people. Throws NOT_FOUND for what the actor may not see, FORBIDDEN for whoever only looks. */
export async function holdPartner(tx: EntityManager, id: string, actor: Actor): Promise<Partner> {
  const partner = await tx.findOne(Partner, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (!partner || !maySeePartner(actor, id)) throw new DomainError('NOT_FOUND');
  if (sideOf(actor, id) !== 'platform') throw new DomainError('FORBIDDEN');
  return partner;
}
