import type { EntityManager } from 'typeorm';
import { Connector, type ConnectorKind } from '../../schema/connector.js';
import { Partner } from '../../schema/partner.js';
import type { Audit } from '../audit/audit.js';
import { closedStates } from '../partner/partner-states.js';
import { checkedReason } from '../partner/reasons.js';
import { maySeePartner, sideOf } from '../partner/sides.js';
import type { Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import { nextCode } from '../platform/codes.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import { endAcceptances } from './acceptances.js';
import { missingForTraffic, readinessSentence } from './connector-readiness.js';
import { holdConnector, requireMove, writeConnector, type ConnectorChange, type HeldConnector } from './connector-rows.js';
import { checkedName, checkedSettings, isOtherEnd, type ConnectorSettings } from './connector-settings.js';
import type { ConnectorSecrets } from './connector-secrets.js';
import { connectorMove, type ConnectorAction } from './connector-states.js';

export type { ConnectorChange, ConnectorSettings };

const MOST_PER_PARTNER = 50;

/**
 * Connectors from their name to their end. A row that the actor may not see is NOT_FOUND, a move that is never his is FORBIDDEN,
 * one that is not possible now is ILLEGAL_TRANSITION, an old version is CONFLICT; a refusal changes nothing.
 */
export class Connectors {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly newId: NewId,
    private readonly secrets: ConnectorSecrets,
  ) {}

  /** Throws ALREADY_EXISTS for a second connector of this name, BAD_INPUT where nothing is set up with the partner any more. */
  register(input: { partnerId: string; kind: ConnectorKind; name: string }, actor: Actor): Promise<Connector> {
    const { partnerId, kind } = input;
    return this.database.transaction(async (tx) => {
      await this.requireOpenPartner(tx, partnerId, actor);
      const name = checkedName(input.name);
      const names = await tx.findBy(Connector, { partnerId });
      if (names.some((one) => one.name === name)) throw new DomainError('ALREADY_EXISTS', { path: ['name'] }, 'This partner has a connector of that name.');
      if (names.length >= MOST_PER_PARTNER) throw new DomainError('BAD_INPUT', { path: ['partnerId'] }, `A partner has at most ${MOST_PER_PARTNER} connectors.`);
      const now = this.clock();
      const connector = tx.create(Connector, {
        id: this.newId(), code: await nextCode(tx, 'N', now), partnerId, kind, name, state: 'registered', profileVersion: null, capabilities: [], baseUrl: null,
        environment: 'sandbox', buildDigest: null, secretNumber: 0, secretRotatedAt: null, version: 1, createdAt: now, updatedAt: now,
      });
      await tx.insert(Connector, connector);
      await this.audit.append(tx, { actor, action: 'connectorRegister', noun: 'Connector', nounId: connector.id, detail: { code: connector.code, kind } });
      return connector;
    });
  }

  /** States the other end. Another address, build, profile, environment or capability than what was accepted goes back to testing. */
  configure(input: ConnectorChange & ConnectorSettings, actor: Actor): Promise<Connector> {
    return this.change('connectorConfigure', input, actor, async (tx, { connector }) => {
      const settings = checkedSettings(connector.kind, input);
      const isOther = isOtherEnd(connector, settings);
      if (isOther) await endAcceptances(tx, connector.id, this.clock());
      const back = isOther && connectorMove('change', connector.state, 'system');
      return { ...settings, capabilities: [...settings.capabilities], ...(back && { state: back.to }) };
    }, { baseUrl: input.baseUrl, buildDigest: input.buildDigest });
  }

  /** A new secret, told this once; messages are signed with the old one too, and taken with it, for a day. */
  async rotateSecret(input: ConnectorChange, actor: Actor): Promise<{ connector: Connector; secret: string }> {
    const connector = await this.change('connectorRotateSecret', input, actor, async (_tx, held) => ({ secretNumber: held.connector.secretNumber + 1, secretRotatedAt: this.clock() }), {});
    return { connector, secret: await this.secrets.secretOf(connector) };
  }

  /** Lets traffic flow. Throws NOT_READY with what is missing: an agreement in force, an acceptance that holds, a sign of life. */
  goLive(input: ConnectorChange, actor: Actor): Promise<Connector> {
    return this.change('connectorGoLive', input, actor, async (tx, { connector }) => {
      const missing = await missingForTraffic(tx, connector, this.clock());
      if (missing.length) throw new DomainError('NOT_READY', { missing }, readinessSentence(missing));
      return {};
    }, {});
  }

  async pause(input: ConnectorChange & { reason: string }, actor: Actor): Promise<Connector> {
    return this.change('connectorPause', input, actor, async () => ({}), { reason: checkedReason(input.reason) });
  }

  /** For good: what it brought stays, nothing passes through it any more. */
  async retire(input: ConnectorChange & { reason: string }, actor: Actor): Promise<Connector> {
    return this.change('connectorRetire', input, actor, async () => ({}), { reason: checkedReason(input.reason) });
  }

  private change(
    action: ConnectorAction, input: ConnectorChange, actor: Actor, prepare: (tx: EntityManager, held: HeldConnector) => Promise<Partial<Connector>>, detail: Record<string, unknown>,
  ): Promise<Connector> {
    return this.database.transaction(async (tx) => {
      const held = await holdConnector(tx, input, actor);
      const { connector, side } = held;
      const from = connector.state;
      const move = requireMove(action, connector, side);
      await writeConnector(tx, connector, { state: move.to, ...await prepare(tx, held) }, this.clock());
      await this.audit.append(tx, { actor, action, noun: 'Connector', nounId: connector.id, detail: { from, to: connector.state, ...detail } });
      return connector;
    });
  }

  /** Locked, so that the limits hold for two registrations at once. */
  private async requireOpenPartner(tx: EntityManager, partnerId: string, actor: Actor): Promise<void> {
    const partner = await tx.findOne(Partner, { where: { id: partnerId }, lock: { mode: 'pessimistic_write' } });
    if (!partner || !maySeePartner(actor, partnerId)) throw new DomainError('NOT_FOUND');
    if (sideOf(actor, partnerId) === null) throw new DomainError('FORBIDDEN');
    if (closedStates.includes(partner.state)) throw new DomainError('BAD_INPUT', { path: ['partnerId'] }, 'Nothing is set up with this partner any more.');
  }
}
