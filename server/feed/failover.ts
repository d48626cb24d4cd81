import type { EntityManager } from 'typeorm';
import type { Connector, ConnectorKind } from '../../schema/connector.js';
import type { Audit } from '../audit/audit.js';
import type { CalledEnd } from '../connector/asking.js';
import { holdConnector, writeConnector, type ConnectorChange } from '../connector/connector-rows.js';
import { missingForTraffic } from '../connector/connector-readiness.js';
import type { Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import type { Outbox } from '../platform/outbox.js';
import { drillResult, type DrillPhase } from './drill-rules.js';
import { hasCleanTrial } from './recommender-stages.js';

export interface PlanChange extends ConnectorChange {
  /** In their order; our own ranking or our own campaigns come after the last. */
  substitutes: readonly string[];
  recoveryMs: number;
}

/** A drill that is due: whom to ask, in order. */
export interface OpenedDrill {
  id: string;
  connectorId: string;
  kind: ConnectorKind;
  chain: CalledEnd[];
  recoveryMs: number;
}

const MOST_SUBSTITUTES = 3;
const withFallback: readonly ConnectorKind[] = ['recommender', 'ad_delivery'];

/** Who stands in for a connector, and rehearsals of that on marked questions, which count for nobody's health. */
export class Failover {
  constructor(private readonly database: Database, private readonly outbox: Outbox, private readonly audit: Audit, private readonly clock: Clock, private readonly newId: NewId) {}

  /** An empty list ends the plan's substitutes: then our own answers at once. Throws NOT_READY for a substitute that could not take over now. */
  plan({ substitutes, recoveryMs, ...change }: PlanChange, actor: Actor): Promise<Connector> {
    return this.database.transaction(async (tx) => {
      const connector = await this.held(tx, change, actor);
      if (!Number.isInteger(recoveryMs) || recoveryMs < 1 || recoveryMs > 60_000) throw new DomainError('BAD_INPUT', { path: ['recoveryMs'] }, 'The time to recover is 1 to 60000 milliseconds.');
      if (substitutes.length > MOST_SUBSTITUTES || new Set([connector.id, ...substitutes]).size !== substitutes.length + 1) {
        throw new DomainError('BAD_INPUT', { path: ['substituteIds'] }, `At most ${MOST_SUBSTITUTES} different connectors stand in for this one.`);
      }
      for (const id of substitutes) await this.requireSubstitute(tx, id, connector.kind);
      const now = this.clock();
      await tx.query(
        `INSERT INTO fallback_plans (connector_id, substitutes, recovery_ms, updated_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (connector_id) DO UPDATE SET substitutes = excluded.substitutes, recovery_ms = excluded.recovery_ms, updated_at = excluded.updated_at`, [connector.id, substitutes, recoveryMs, now]);
      await writeConnector(tx, connector, {}, now);
      await this.audit.append(tx, { actor, action: 'fallbackPlanSet', noun: 'Connector', nounId: connector.id, detail: { substitutes: [...substitutes], recoveryMs } });
      return connector;
    });
  }

  /** Asks for a rehearsal. Throws NOT_READY without a plan or while the connector carries no traffic, ALREADY_EXISTS while one is under way. */
  drill(change: ConnectorChange, actor: Actor): Promise<Connector> {
    return this.database.transaction(async (tx) => {
      const connector = await this.held(tx, change, actor);
      const [plan] = await tx.query<{ substitutes: string[]; recovery_ms: number }[]>('SELECT substitutes, recovery_ms FROM fallback_plans WHERE connector_id = $1', [connector.id]);
      if (!plan || !isCarrying(connector)) throw new DomainError('NOT_READY', { missing: plan ? ['not_live'] : ['no_plan'] }, plan ? 'Only a connector that carries traffic can be taken out.' : 'First say who stands in for it.');
      if ((await tx.query<unknown[]>(`SELECT FROM failover_drills WHERE connector_id = $1 AND state = 'queued'`, [connector.id])).length > 0) throw new DomainError('ALREADY_EXISTS', { path: ['id'] }, 'A drill of this connector is under way.');
      const drillId = this.newId();
      const now = this.clock();
      await tx.query(`INSERT INTO failover_drills (id, connector_id, substitutes, recovery_ms, state, started_at) VALUES ($1, $2, $3, $4, 'queued', $5)`, [drillId, connector.id, plan.substitutes, plan.recovery_ms, now]);
      await writeConnector(tx, connector, {}, now);
      await this.outbox.add(tx, 'drill-failover', { drillId });
      await this.audit.append(tx, { actor, action: 'failoverDrill', noun: 'Connector', nounId: connector.id, detail: { drillId, substitutes: plan.substitutes } });
      return connector;
    });
  }

  /** Null: it is finished or gone, nothing is left to do. */
  async open(drillId: string): Promise<OpenedDrill | null> {
    const [drill] = await this.database.query<{ id: string; connectorId: string; substitutes: string[]; recoveryMs: number; kind: ConnectorKind }>(
      `SELECT d.id, d.connector_id AS "connectorId", d.substitutes, d.recovery_ms AS "recoveryMs", c.kind FROM failover_drills d JOIN connectors c ON c.id = d.connector_id WHERE d.id = $1 AND d.state = 'queued'`, [drillId]);
    if (!drill) return null;
    const ids = [drill.connectorId, ...drill.substitutes];
    const ends = await this.database.query<CalledEnd>('SELECT id, partner_id AS "partnerId", base_url AS "baseUrl", secret_number AS "secretNumber" FROM connectors WHERE id = ANY($1)', [ids]);
    return { ...drill, chain: ids.flatMap((id) => ends.find((end) => end.id === id) ?? []) };
  }

  /** A second call does nothing. */
  async finish({ id, connectorId, chain, recoveryMs }: OpenedDrill, phases: readonly DrillPhase[], actor: Actor): Promise<void> {
    const result = drillResult(chain.map((end) => end.id), phases, recoveryMs);
    await this.database.transaction(async (tx) => {
      const [, written] = await tx.query<[unknown[], number]>(
        `UPDATE failover_drills SET state = 'finished', verdict = $2, asked = $3, unanswered = $4, out_of_order = $5, slowest_ms = $6, has_returned = $7, phases = $8, finished_at = $9 WHERE id = $1 AND state = 'queued'`,
        [id, result.verdict, result.asked, result.unanswered, result.outOfOrder, result.slowestMs, result.hasReturned, JSON.stringify(phases), this.clock()]);
      if (written === 0) return;
      await this.audit.append(tx, { actor, action: 'failoverDrillFinish', noun: 'Connector', nounId: connectorId, detail: { drillId: id, ...result } });
    });
  }

  private async held(tx: EntityManager, change: ConnectorChange, actor: Actor): Promise<Connector> {
    const { connector, side } = await holdConnector(tx, change, actor);
    if (side !== 'platform') throw new DomainError('FORBIDDEN');
    if (!withFallback.includes(connector.kind)) throw new DomainError('BAD_INPUT', { path: ['id'] }, 'Recommenders and ad delivery are stood in for; nobody waits for the others.');
    return connector;
  }

  private async requireSubstitute(tx: EntityManager, id: string, kind: ConnectorKind): Promise<void> {
    const [other] = await tx.query<(Pick<Connector, 'id' | 'kind' | 'state' | 'buildDigest'> & Connector)[]>(
      'SELECT id, kind, state, partner_id AS "partnerId", build_digest AS "buildDigest" FROM connectors WHERE id = $1', [id]);
    if (!other) throw new DomainError('NOT_FOUND', { path: ['substituteIds'] });
    if (other.kind !== kind) throw new DomainError('BAD_INPUT', { path: ['substituteIds'] }, 'A substitute is a connector of the same kind.');
    const missing = [
      ...(isCarrying(other) ? [] : ['not_live']), ...(await missingForTraffic(tx, other, this.clock())).filter((gap) => gap === 'no_agreement'),
      ...(kind === 'recommender' && !await hasCleanTrial(tx, other, null) ? ['trial_too_short'] : []),
    ];
    if (missing.length > 0) throw new DomainError('NOT_READY', { missing, path: ['substituteIds'] }, 'A substitute is live, under a contract in force and, if it ranks, past its trial.');
  }
}

const isCarrying = ({ state }: Pick<Connector, 'state'>): boolean => state === 'live' || state === 'degraded';
