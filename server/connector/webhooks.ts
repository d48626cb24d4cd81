import type { EntityManager } from 'typeorm';
import { Connector } from '../../schema/connector.js';
import type { Audit } from '../audit/audit.js';
import type { Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import { holdConnector, type ConnectorChange } from './connector-rows.js';

/** What people do with an endpoint; each refuses as Connectors does. */
export class Webhooks {
  constructor(private readonly database: Database, private readonly audit: Audit, private readonly clock: Clock) {}

  /** Leaves an entry in the log of which the endpoint is told as of every other. ILLEGAL_TRANSITION while it is not live. */
  test(change: ConnectorChange, actor: Actor): Promise<Connector> {
    return this.change(change, actor, 'webhookTest', async (_tx, connector) => {
      if (connector.state !== 'live' && connector.state !== 'degraded') throw new DomainError('ILLEGAL_TRANSITION', { from: connector.state, allowed: [] }, 'Only a live endpoint is sent messages.');
      return {};
    });
  }

  /** Sends again, from the first wait on: one message, or all that died or were not answered since a time. A disabled endpoint is taken up again. */
  async replay(change: ConnectorChange & { deliveryId?: string | null; since?: Date | null }, actor: Actor): Promise<Connector> {
    const { deliveryId = null, since = null } = change;
    if ((deliveryId === null) === (since === null)) throw new DomainError('BAD_INPUT', { path: ['deliveryId'] }, 'Name either one message or the time from which on all are sent again.');
    return this.change(change, actor, 'webhookReplay', async (tx, { id }) => {
      const replayed = await tx.query<[unknown[], number]>(
        `UPDATE webhook_deliveries SET state = 'pending', attempts = 0, next_at = $4, delivered_at = NULL
         WHERE connector_id = $1 AND CASE WHEN $2::uuid IS NULL THEN state <> 'delivered' AND created_at >= $3 ELSE id = $2 END`, [id, deliveryId, since, this.clock()]);
      const count = replayed[1];
      if (deliveryId !== null && count === 0) throw new DomainError('NOT_FOUND', { path: ['deliveryId'] });
      await tx.query('UPDATE webhook_endpoints SET disabled_at = NULL, disabled_because = NULL, failing_since = NULL WHERE connector_id = $1', [id]);
      return { count, ...(deliveryId && { deliveryId }) };
    });
  }

  private change(change: ConnectorChange, actor: Actor, action: string, work: (tx: EntityManager, connector: Connector) => Promise<Record<string, unknown>>): Promise<Connector> {
    return this.database.transaction(async (tx) => {
      const { connector } = await holdConnector(tx, change, actor);
      if (connector.kind !== 'webhook') throw new DomainError('BAD_INPUT', { path: ['id'] }, 'This connection is not for messages.');
      const detail = await work(tx, connector);
      await this.audit.append(tx, { actor, action, noun: 'Connector', nounId: connector.id, detail });
      return connector;
    });
  }
}
