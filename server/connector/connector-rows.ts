import type { EntityManager } from 'typeorm';
import { Connector } from '../../schema/connector.js';
import { maySeePartner, sideOf, type Side } from '../partner/sides.js';
import type { Actor } from '../platform/actor.js';
import { DomainError } from '../platform/errors.js';
import { allowedConnectorActions, connectorMove, reachableConnectorStates, type ConnectorAction, type ConnectorMove } from './connector-states.js';

/** A change of a connector that the caller has seen at `expectedVersion`. */
export interface ConnectorChange {
  id: string;
  expectedVersion: number;
}

export interface HeldConnector {
  connector: Connector;
  side: Side;
}

/** The row, locked. Throws NOT_FOUND for what the actor may not see, FORBIDDEN for whoever only looks, CONFLICT for an old version. */
export async function holdConnector(tx: EntityManager, { id, expectedVersion }: ConnectorChange, actor: Actor): Promise<HeldConnector> {
  const connector = await tx.findOne(Connector, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (!connector || !maySeePartner(actor, connector.partnerId)) throw new DomainError('NOT_FOUND');
  const side = sideOf(actor, connector.partnerId);
  if (side === null) throw new DomainError('FORBIDDEN');
  if (connector.version !== expectedVersion) throw new DomainError('CONFLICT', { currentVersion: connector.version });
  return { connector, side };
}

/** The move, or ILLEGAL_TRANSITION with what is possible. */
export function requireMove(action: ConnectorAction, { state: from }: Connector, by: Side | 'system'): ConnectorMove {
  const move = connectorMove(action, from, by);
  if (!move) throw new DomainError('ILLEGAL_TRANSITION', { from, allowed: reachableConnectorStates(from, by), actions: by === 'system' ? [] : allowedConnectorActions(from, by) });
  return move;
}

/** Writes a row that is locked; `connector` becomes what was written. */
export async function writeConnector(tx: EntityManager, connector: Connector, values: Partial<Connector>, now: Date): Promise<void> {
  const written = { ...values, version: connector.version + 1, updatedAt: now };
  await tx.update(Connector, { id: connector.id }, written);
  Object.assign(connector, written);
}
