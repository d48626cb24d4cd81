import type { EntityManager } from 'typeorm';
import type { Connector } from '../../schema/connector.js';
import type { RecommenderStage } from '../../schema/recommender-stage.js';
import type { Audit } from '../audit/audit.js';
import { holdConnector, writeConnector, type ConnectorChange } from '../connector/connector-rows.js';
import { missingForTraffic } from '../connector/connector-readiness.js';
import { checkedReason } from '../partner/reasons.js';
import type { Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import { isRaised, isSeen, stagesFrom, TRIAL_ANSWERS, TRIAL_QUESTIONS } from './recommender-rules.js';
import { scenarioOf } from './scenarios.js';

export interface StageChange extends ConnectorChange {
  scenario: string;
  stage: RecommenderStage;
  reason: string;
}

/** What keeps a recommender from going further. */
export type StageGap = 'not_live' | 'no_agreement' | 'trial_too_short' | 'another_is_seen';
const words: Readonly<Record<StageGap, string>> = {
  not_live: 'the connector is not live',
  no_agreement: 'no contract with the partner is in force',
  trial_too_short: `fewer than ${TRIAL_ANSWERS} of the newest ${TRIAL_QUESTIONS} questions of this build were answered well`,
  another_is_seen: 'another recommender is seen in this feed',
};

/** How far recommenders go in each feed. Up only with what is needed for it; back at any time, whatever else is wrong. */
export class RecommenderStages {
  constructor(private readonly database: Database, private readonly audit: Audit, private readonly clock: Clock) {}

  /** Throws ILLEGAL_TRANSITION for a step that the ladder has not, NOT_READY with what is missing; a refusal changes nothing. */
  async set({ scenario, stage, ...change }: StageChange, actor: Actor): Promise<Connector> {
    scenarioOf(scenario);
    const reason = checkedReason(change.reason);
    return this.database.transaction(async (tx) => {
      const { connector, side } = await holdConnector(tx, change, actor);
      if (side !== 'platform') throw new DomainError('FORBIDDEN');
      if (connector.kind !== 'recommender') throw new DomainError('BAD_INPUT', { path: ['id'] }, 'Only recommenders rank feeds.');
      const from = await this.held(tx, connector.id, scenario);
      if (!stagesFrom(from).includes(stage)) throw new DomainError('ILLEGAL_TRANSITION', { from, allowed: stagesFrom(from), actions: ['recommenderStageSet'] });
      if (isRaised(from, stage)) await this.requireReady(tx, connector, scenario, stage);
      const now = this.clock();
      await tx.query('UPDATE recommender_stages SET stage = $4, since = $5 WHERE connector_id = $1 AND scenario = $2 AND stage = $3', [connector.id, scenario, from, stage, now]);
      await writeConnector(tx, connector, {}, now);
      await this.audit.append(tx, { actor, action: 'recommenderStageSet', noun: 'Connector', nounId: connector.id, detail: { scenario, from, to: stage, reason } });
      return connector;
    });
  }

  /** Locked with all rows of the scenario, so that two connectors do not become seen at once. */
  private async held(tx: EntityManager, connectorId: string, scenario: string): Promise<RecommenderStage> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`recommender-stages:${scenario}`]);
    await tx.query(`INSERT INTO recommender_stages (connector_id, scenario, stage, since) VALUES ($1, $2, 'off', $3) ON CONFLICT DO NOTHING`, [connectorId, scenario, this.clock()]);
    const [{ stage }] = await tx.query<{ stage: RecommenderStage }[]>('SELECT stage FROM recommender_stages WHERE connector_id = $1 AND scenario = $2', [connectorId, scenario]);
    return stage;
  }

  private async requireReady(tx: EntityManager, connector: Connector, scenario: string, stage: RecommenderStage): Promise<void> {
    const missing: StageGap[] = [];
    if (connector.state !== 'live' && connector.state !== 'degraded') missing.push('not_live');
    if ((await missingForTraffic(tx, connector, this.clock())).includes('no_agreement')) missing.push('no_agreement');
    if (isSeen(stage)) {
      if (!await hasCleanTrial(tx, connector, scenario)) missing.push('trial_too_short');
      const others = await tx.query<unknown[]>(`SELECT FROM recommender_stages WHERE scenario = $1 AND connector_id <> $2 AND stage IN ('interleaved','live')`, [scenario, connector.id]);
      if (others.length > 0) missing.push('another_is_seen');
    }
    if (missing.length > 0) throw new DomainError('NOT_READY', { missing }, `Before this step: ${missing.map((gap) => words[gap]).join(', ')}.`);
  }
}

/** Whether the newest questions of this build, in this feed or (null) in any, were answered well. */
export async function hasCleanTrial(tx: EntityManager, { id, buildDigest }: Pick<Connector, 'id' | 'buildDigest'>, scenario: string | null): Promise<boolean> {
  const [{ asked, answered }] = await tx.query<{ asked: number; answered: number }[]>(`
    SELECT count(*)::int AS asked, (count(*) FILTER (WHERE is_answered))::int AS answered
    FROM (SELECT is_answered FROM recommender_answers WHERE connector_id = $1 AND build_digest = $2 AND ($3::text IS NULL OR scenario = $3) ORDER BY served_at DESC, feed_id LIMIT ${TRIAL_QUESTIONS}) newest`,
  [id, buildDigest, scenario]);
  return asked >= TRIAL_QUESTIONS && answered >= TRIAL_ANSWERS;
}
