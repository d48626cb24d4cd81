import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { In } from 'typeorm';
import { Account } from '../../schema/account.js';
import { Partner } from '../../schema/partner.js';
import { RiskBand, RiskCase, RiskCaseState } from '../../schema/risk-case.js';
import { isAllowed } from '../graphql/authorization.js';
import type { Context } from '../graphql/context.js';
import { applyFilter, dateField, enumField, filterInputOf, idField, type FilterValue } from '../graphql/filters.js';
import { fromGlobalId } from '../graphql/global-ids.js';
import type { NodeSource } from '../graphql/nodes.js';
import { ListArgs, listPage, pageOf, type Page } from '../graphql/paging.js';
import { answer, payloadOf, type Payload } from '../graphql/payloads.js';
import { maySeePartner } from '../partner/sides.js';
import { actorAccountId } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import type { Idempotency } from '../platform/idempotency.js';
import { amountsOf, concentrationOf, dimensions } from './concentration.js';
import type { ConcentrationLimits } from './concentration-limits.js';
import { riskOf, windowsOfPartner } from './risk-loaders.js';
import { openCaseActions } from './risk-case-states.js';
import type { RiskCases } from './risk-cases.js';
import { ConcentrationLimitInput, ConcentrationWaiveInput, RiskCaseDecideInput, RiskCaseOpenInput, RiskCaseStepInput, RiskReportInput } from './risk.inputs.js';
import { type ConcentrationFigure, PartnerRisk, PartnerShare, RiskCentre, ServiceLevelWindow } from './risk.types.js';

const RiskCasePage = pageOf(RiskCase);
const RiskCasePayload = payloadOf(RiskCase);
const PartnerPayload = payloadOf(Partner);
const RiskCentrePayload = payloadOf(RiskCentre);
const RiskCaseFilter = filterInputOf('RiskCaseFilter', {
  type: 'RiskCase',
  search: ['risk.code', 'risk.title'],
  fields: {
    partner: idField('risk.partnerId', 'Partner'),
    severity: enumField('risk.severity', 'RiskBand', RiskBand),
    state: enumField('risk.state', 'RiskCaseState', RiskCaseState),
    dueAt: dateField('risk.dueAt'),
  },
});
const step = ({ id, expectedVersion }: RiskCaseStepInput) => ({ id: fromGlobalId('RiskCase', id), expectedVersion });

@Resolver(() => RiskCase)
export class RiskCaseResolver {
  constructor(private readonly database: Database, private readonly cases: RiskCases, private readonly idempotency: Idempotency) {}

  @Query(() => RiskCasePage, { description: 'Risk cases; for the staff.' })
  riskCaseList(@Args(() => ListArgs) list: ListArgs, @Arg('filter', () => RiskCaseFilter, { nullable: true, description: 'Which ones.' }) filter?: FilterValue): Promise<Page<RiskCase>> {
    return listPage(this.database.dataSource.getRepository(RiskCase).createQueryBuilder('risk'), list, {
      sortable: { code: 'risk.code', severity: 'risk.severity', state: 'risk.state', dueAt: 'risk.dueAt', createdAt: 'risk.createdAt' },
      defaultSort: ['dueAt', 'asc'],
      filter: (query) => applyFilter(query, RiskCaseFilter, filter),
    });
  }

  @Mutation(() => PartnerPayload, { description: 'Reports what no measure shows; it counts until it expires.' })
  riskReport(@Arg('input', () => RiskReportInput, { description: 'What.' }) { idempotencyKey, ...input }: RiskReportInput, @Ctx() { actor }: Context): Promise<Payload<Partner>> {
    return answer(async () => {
      const report = { ...input, partnerId: fromGlobalId('Partner', input.partnerId) };
      await this.idempotency.once(actor, idempotencyKey, 'riskReport', report, (tx) => this.cases.report(tx, report, actor));
      return this.database.dataSource.getRepository(Partner).findOneByOrFail({ id: report.partnerId });
    });
  }

  @Mutation(() => RiskCasePayload, { description: 'Opens a case about a partner; whoever opens it owns it.' })
  riskCaseOpen(@Arg('input', () => RiskCaseOpenInput, { description: 'About what.' }) { idempotencyKey, ...input }: RiskCaseOpenInput, @Ctx() { actor }: Context): Promise<Payload<RiskCase>> {
    return answer(async () => {
      const { severity } = input;
      if (severity === 'low') throw new DomainError('BAD_INPUT', { path: ['severity'] }, 'Nobody has to look at what is low.');
      const opened = { partnerId: fromGlobalId('Partner', input.partnerId), severity, title: input.title };
      const id = await this.idempotency.once(actor, idempotencyKey, 'riskCaseOpen', opened, (tx) => this.cases.open(tx, opened, actor));
      return this.database.dataSource.getRepository(RiskCase).findOneByOrFail({ id });
    });
  }

  @Mutation(() => RiskCasePayload, { description: 'Takes a case: the caller owns it.' })
  riskCaseTake(@Arg('input', () => RiskCaseStepInput, { description: 'Which.' }) input: RiskCaseStepInput, @Ctx() { actor }: Context): Promise<Payload<RiskCase>> {
    return answer(async () => this.cases.take(step(input), actor));
  }

  @Mutation(() => RiskCasePayload, { description: 'Decides what is done.' })
  riskCaseDecide(@Arg('input', () => RiskCaseDecideInput, { description: 'What and why.' }) input: RiskCaseDecideInput, @Ctx() { actor }: Context): Promise<Payload<RiskCase>> {
    return answer(async () => this.cases.decide({ ...step(input), decision: input.decision, rationale: input.rationale }, actor));
  }

  @Mutation(() => RiskCasePayload, { description: 'Closes a decided case; a critical one not by whoever decided it.' })
  riskCaseClose(@Arg('input', () => RiskCaseStepInput, { description: 'Which.' }) input: RiskCaseStepInput, @Ctx() { actor }: Context): Promise<Payload<RiskCase>> {
    return answer(async () => this.cases.close(step(input), actor));
  }

  @Mutation(() => RiskCasePayload, { description: 'Takes a decision back before the case is closed.' })
  riskCaseReopen(@Arg('input', () => RiskCaseStepInput, { description: 'Which.' }) input: RiskCaseStepInput, @Ctx() { actor }: Context): Promise<Payload<RiskCase>> {
    return answer(async () => this.cases.reopen(step(input), actor));
  }

  @FieldResolver(() => Partner, { description: 'About whom.' })
  async partner(@Root() { partnerId }: RiskCase, @Ctx() { loaders }: Context): Promise<Partner> {
    return (await loaders.byId(Partner).load(partnerId))!;
  }

  @FieldResolver(() => Account, { nullable: true, description: 'Who looks into it.' })
  owner(@Root() { ownerId }: RiskCase, @Ctx() { loaders }: Context): Promise<Account | null> | null {
    return ownerId === null ? null : loaders.byId(Account).load(ownerId);
  }

  @FieldResolver(() => Account, { nullable: true, description: 'Who decided it.' })
  decider(@Root() { decidedBy }: RiskCase, @Ctx() { loaders }: Context): Promise<Account | null> | null {
    return decidedBy === null ? null : loaders.byId(Account).load(decidedBy);
  }

  @FieldResolver(() => [String], { description: 'Mutations that the viewer can apply to it now.' })
  availableActions(@Root() one: RiskCase, @Ctx() { actor }: Context): string[] {
    return openCaseActions(one, actorAccountId(actor)).filter((action) => isAllowed(`Mutation.${action}`, actor));
  }
}

/** The overview of the staff, its limits, and what a partner page says of one partner. */
@Resolver(() => Partner)
export class RiskCentreResolver {
  constructor(private readonly database: Database, private readonly limits: ConcentrationLimits, private readonly idempotency: Idempotency, private readonly clock: Clock) {}

  @Query(() => RiskCentre, { description: 'Partners by risk, and how much lies with how few; for the staff.' })
  async riskCentre(): Promise<RiskCentre> {
    const newest = 'SELECT DISTINCT ON (partner_id) partner_id, band, score FROM risk_scores ORDER BY partner_id, id DESC';
    const [bands, top] = [
      await this.database.query<{ band: RiskBand; count: number }>(`SELECT band, count(*)::int AS count FROM (${newest}) s GROUP BY 1 ORDER BY 1`),
      await this.database.query<{ id: string }>(`SELECT partner_id AS id FROM (${newest}) s WHERE score > 0 ORDER BY score DESC, partner_id LIMIT 50`),
    ];
    const partners = await this.database.dataSource.getRepository(Partner).findBy({ id: In(top.map(({ id }) => id)) });
    return { bands, partners: top.map(({ id }) => partners.find((one) => one.id === id)!), concentrations: await this.concentrations() };
  }

  @Mutation(() => RiskCentrePayload, { description: 'Sets how much of a dimension may lie with one partner. Of commitments, signatures above it are refused.' })
  concentrationLimitSet(@Arg('input', () => ConcentrationLimitInput, { description: 'How much of what.' }) input: ConcentrationLimitInput, @Ctx() { actor }: Context): Promise<Payload<RiskCentre>> {
    return answer(async () => {
      await this.database.transaction((tx) => this.limits.set(tx, input, actor));
      return this.riskCentre();
    });
  }

  @Mutation(() => PartnerPayload, { description: 'Lets one partner be above a limit until a day; whoever waives it answers for it.' })
  concentrationWaive(@Arg('input', () => ConcentrationWaiveInput, { description: 'Which, why, until when.' }) { idempotencyKey, ...input }: ConcentrationWaiveInput, @Ctx() { actor }: Context): Promise<Payload<Partner>> {
    return answer(async () => {
      const waiver = { ...input, partnerId: fromGlobalId('Partner', input.partnerId) };
      await this.idempotency.once(actor, idempotencyKey, 'concentrationWaive', waiver, (tx) => this.limits.waive(tx, waiver, actor));
      return this.database.dataSource.getRepository(Partner).findOneByOrFail({ id: waiver.partnerId });
    });
  }

  @FieldResolver(() => PartnerRisk, { nullable: true, description: 'What speaks against it; for the staff and the partner itself.' })
  risk(@Root() { id }: Partner, @Ctx() context: Context): Promise<PartnerRisk> | null {
    return maySeePartner(context.actor, id) ? riskOf(this.database, id, context) : null;
  }

  @FieldResolver(() => [ServiceLevelWindow], { description: 'The newest fifty measured windows of its service levels; for the staff and the partner itself.' })
  serviceLevels(@Root() { id }: Partner, @Ctx() context: Context): Promise<ServiceLevelWindow[]> {
    return maySeePartner(context.actor, id) ? windowsOfPartner(this.database, id, context) : Promise.resolve([]);
  }

  private concentrations(): Promise<ConcentrationFigure[]> {
    return this.database.transaction(async (tx) => {
      const limits = new Map((await tx.query<{ dimension: string; limit_ppm: number }[]>('SELECT dimension, limit_ppm FROM concentration_limits')).map((row) => [row.dimension, row.limit_ppm]));
      const figures: ConcentrationFigure[] = [];
      for (const dimension of dimensions) {
        const { hhi, shares } = concentrationOf(dimension, await amountsOf(tx, dimension, this.clock()));
        figures.push({ dimension, hhi, limitPpm: limits.get(dimension) ?? null, shares: shares.slice(0, 10).map(({ partnerId, share }) => Object.assign(new PartnerShare(), { partnerId, share })) });
      }
      return figures;
    });
  }
}

@Resolver(() => PartnerShare)
export class PartnerShareResolver {
  @FieldResolver(() => Partner, { description: 'Whose.' })
  async partner(@Root() { partnerId }: PartnerShare, @Ctx() { loaders }: Context): Promise<Partner> {
    return (await loaders.byId(Partner).load(partnerId))!;
  }
}

export const riskCaseNodes: NodeSource = async (ids, { actor, loaders }) => (
  isAllowed('Query.riskCaseList', actor) ? Promise.all(ids.map((id) => loaders.byId(RiskCase).load(id))) : ids.map(() => null));
