import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Connector } from '../../schema/connector.js';
import { changeOf, ConnectorStepInput } from '../connector/connector.inputs.js';
import type { Context } from '../graphql/context.js';
import { fromGlobalId } from '../graphql/global-ids.js';
import { answer, payloadOf, type Payload } from '../graphql/payloads.js';
import { isPartnerAccount } from '../partner/sides.js';
import type { Database } from '../platform/database.js';
import type { Failover } from './failover.js';
import { stageFigures } from './recommender-figures.js';
import { FallbackPlanInput, RecommenderStageInput } from './recommender.inputs.js';
import { FallbackPlan, RecommenderStanding, type FailoverDrill } from './recommender.types.js';
import type { RecommenderStages } from './recommender-stages.js';

const ConnectorPayload = payloadOf(Connector);
interface PlanRow { connectorId: string; substitutes: string[]; recoveryMs: number; updatedAt: Date }

/** What partners' connectors do in feeds; a connector knows nothing of the nouns that come after it. Other partners stand in these answers: staff alone reads them. */
@Resolver(() => Connector)
export class RecommenderResolver {
  constructor(private readonly database: Database, private readonly stages: RecommenderStages, private readonly failover: Failover) {}

  @Mutation(() => ConnectorPayload, { description: 'Lets a recommender go further in a feed, or steps back. Before readers see it, it is live, under a contract in force, and answered its trial.' })
  recommenderStageSet(@Arg('input', () => RecommenderStageInput, { description: 'Which, where and why.' }) { scenario, stage, reason, ...step }: RecommenderStageInput, @Ctx() { actor }: Context): Promise<Payload<Connector>> {
    return answer(async () => this.stages.set({ ...changeOf(step), scenario, stage, reason }, actor));
  }

  @Mutation(() => ConnectorPayload, { description: 'Says who stands in for a connector, in which order. A new plan replaces the one before.' })
  fallbackPlanSet(@Arg('input', () => FallbackPlanInput, { description: 'The plan.' }) { substituteIds, recoveryMs, ...step }: FallbackPlanInput, @Ctx() { actor }: Context): Promise<Payload<Connector>> {
    return answer(async () => this.failover.plan({ ...changeOf(step), recoveryMs, substitutes: substituteIds.map((id) => fromGlobalId('Connector', id)) }, actor));
  }

  @Mutation(() => ConnectorPayload, { description: 'Rehearses the failure of a connector, and of its substitutes one after another, on marked questions; readers and money see nothing of it.' })
  failoverDrill(@Arg('input', () => ConnectorStepInput, { description: 'Which.' }) input: ConnectorStepInput, @Ctx() { actor }: Context): Promise<Payload<Connector>> {
    return answer(async () => this.failover.drill(changeOf(input), actor));
  }

  @FieldResolver(() => [RecommenderStanding], { description: 'Of recommenders, for the staff: how far it goes in each feed.' })
  async recommenderStages(@Root() { id, kind }: Connector, @Ctx() { actor, loaders }: Context): Promise<RecommenderStanding[]> {
    if (kind !== 'recommender' || isPartnerAccount(actor)) return [];
    const figures = await loaders.batch<string, RecommenderStanding[]>('connector.recommenderStages', (ids) => stageFigures(this.database, ids)).load(id);
    return figures.map((one) => Object.assign(new RecommenderStanding(), one));
  }

  @FieldResolver(() => FallbackPlan, { nullable: true, description: 'Who stands in for it; for the staff.' })
  async fallbackPlan(@Root() { id }: Connector, @Ctx() { actor, loaders }: Context): Promise<FallbackPlan | null> {
    if (isPartnerAccount(actor)) return null;
    const plan = await loaders.batch<string, PlanRow | null>('connector.fallbackPlan', (ids) => this.plans(ids)).load(id);
    if (!plan) return null;
    const [substitutes, drills] = await Promise.all([
      Promise.all(plan.substitutes.map((one) => loaders.byId(Connector).load(one))),
      loaders.batch<string, FailoverDrill[]>('connector.failoverDrills', (ids) => this.drills(ids)).load(id),
    ]);
    return Object.assign(new FallbackPlan(), { recoveryMs: plan.recoveryMs, updatedAt: plan.updatedAt, substitutes: substitutes.flatMap((one) => one ?? []), drills });
  }

  private async plans(ids: readonly string[]): Promise<(PlanRow | null)[]> {
    const rows = await this.database.query<PlanRow>('SELECT connector_id AS "connectorId", substitutes, recovery_ms AS "recoveryMs", updated_at AS "updatedAt" FROM fallback_plans WHERE connector_id = ANY($1)', [ids]);
    return ids.map((id) => rows.find(({ connectorId }) => connectorId === id) ?? null);
  }

  private async drills(ids: readonly string[]): Promise<FailoverDrill[][]> {
    const rows = await this.database.query<FailoverDrill & { connectorId: string }>(`
      SELECT d.* FROM unnest($1::uuid[]) AS parent (key), LATERAL (
        SELECT id, connector_id AS "connectorId", verdict, asked, unanswered, out_of_order AS "outOfOrder", slowest_ms AS "slowestMs", has_returned AS "hasReturned", started_at AS "startedAt", finished_at AS "finishedAt"
        FROM failover_drills WHERE connector_id = parent.key ORDER BY started_at DESC, id LIMIT 10) d`, [ids]);
    return ids.map((id) => rows.filter(({ connectorId }) => connectorId === id));
  }
}
