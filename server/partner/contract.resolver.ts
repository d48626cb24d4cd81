import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { EntityManager } from 'typeorm';
import { ContractState, ContractVersion } from '../../schema/contract-version.js';
import { Contract } from '../../schema/contract.js';
import { Partner } from '../../schema/partner.js';
import type { Context } from '../graphql/context.js';
import { applyFilter, dateField, enumField, filterInputOf, idField, textField, type FilterValue } from '../graphql/filters.js';
import { fromGlobalId } from '../graphql/global-ids.js';
import type { NodeSource } from '../graphql/nodes.js';
import { ListArgs, listPage, pageOf, type Page } from '../graphql/paging.js';
import { answer, payloadOf, type Payload } from '../graphql/payloads.js';
import type { Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import type { Idempotency } from '../platform/idempotency.js';
import { currentVersion, versionActions, visibleContracts, visibleVersions } from './contract-loaders.js';
import { clauseDrafts, type ClauseInput } from './clause.inputs.js';
import {
  ContractAgreeInput, ContractAmendInput, ContractApproveInput, ContractBreachInput, ContractCommentInput, ContractCounterInput, ContractCureInput, ContractDraftInput, ContractEditInput, ContractOfferInput, ContractReasonInput, ContractResolveCommentInput, ContractSignInput, ContractStepInput,
} from './contract.inputs.js';
import type { ContractComments } from './contract-comments.js';
import type { Contracts } from './contracts.js';
import { partnerScope } from './sides.js';

const ContractPage = pageOf(Contract);
const VersionPayload = payloadOf(ContractVersion);
/** The state of what is in force, else of the newest version. */
const stateSql = `(SELECT v.state FROM contract_versions v WHERE v.contract_id = contract.id
  ORDER BY (v.state IN ('active', 'suspended', 'in_notice')) DESC, v.number DESC LIMIT 1)`;
const ContractFilter = filterInputOf('ContractFilter', {
  type: 'Contract',
  search: ['contract.code', 'contract.title'],
  fields: {
    code: textField('contract.code'),
    title: textField('contract.title'),
    partner: idField('contract.partnerId', 'Partner'),
    state: enumField(stateSql, 'ContractState', ContractState),
    createdAt: dateField('contract.createdAt'),
  },
});

@Resolver(() => Contract)
export class ContractResolver {
  constructor(private readonly database: Database, private readonly contracts: Contracts, private readonly comments: ContractComments, private readonly idempotency: Idempotency, private readonly clock: Clock) {}

  @Query(() => ContractPage, { description: 'Contracts; an account of a partner sees its own, once they were offered.' })
  contractList(@Args(() => ListArgs) list: ListArgs, @Ctx() { actor }: Context, @Arg('filter', () => ContractFilter, { nullable: true, description: 'Which ones.' }) filter?: FilterValue): Promise<Page<Contract>> {
    const own = partnerScope(actor);
    return listPage(this.database.dataSource.getRepository(Contract).createQueryBuilder('contract'), list, {
      sortable: { code: 'contract.code', title: 'contract.title', createdAt: 'contract.createdAt' },
      filter: (query) => {
        if (own) query.andWhere(`contract.partnerId = :own AND EXISTS (SELECT FROM contract_versions s WHERE s.contract_id = contract.id AND (s.offered_at IS NOT NULL OR s.drafted_by = 'partner'))`, { own });
        applyFilter(query, ContractFilter, filter);
      },
    });
  }

  @Mutation(() => VersionPayload, { description: 'Drafts a new contract.' })
  contractDraft(@Arg('input', () => ContractDraftInput, { description: 'The first text.' }) input: ContractDraftInput, @Ctx() context: Context): Promise<Payload<ContractVersion>> {
    return this.change('contractDraft', input, context, (tx, actor) => this.contracts.draft(tx, { ...terms(input), title: input.title, partnerId: fromGlobalId('Partner', input.partnerId) }, actor));
  }

  @Mutation(() => VersionPayload, { description: 'Drafts the next version of an active contract.' })
  contractAmend(@Arg('input', () => ContractAmendInput, { description: 'The next text.' }) input: ContractAmendInput, @Ctx() context: Context): Promise<Payload<ContractVersion>> {
    return this.change('contractAmend', input, context, (tx, actor) => this.contracts.amend(tx, { ...terms(input), contractId: fromGlobalId('Contract', input.contractId) }, actor));
  }

  @Mutation(() => VersionPayload, { description: 'Rewrites a draft of the own side.' })
  contractEdit(@Arg('input', () => ContractEditInput, { description: 'The whole text.' }) input: ContractEditInput, @Ctx() context: Context): Promise<Payload<ContractVersion>> {
    return this.change('contractEdit', input, context, (tx, actor) => this.contracts.edit(tx, { ...step(input), ...terms(input) }, actor));
  }

  @Mutation(() => VersionPayload, { description: 'Offers a draft to the other side.' })
  contractOffer(@Arg('input', () => ContractOfferInput, { description: 'Which, why and how long.' }) input: ContractOfferInput, @Ctx() context: Context): Promise<Payload<ContractVersion>> {
    return this.change('contractOffer', input, context, (tx, actor) => this.contracts.offer(tx, { ...step(input), ...talk(input) }, actor));
  }

  @Mutation(() => VersionPayload, { description: 'Answers an offer with another text.' })
  contractCounter(@Arg('input', () => ContractCounterInput, { description: 'The other text.' }) input: ContractCounterInput, @Ctx() context: Context): Promise<Payload<ContractVersion>> {
    return this.change('contractCounter', input, context, (tx, actor) => this.contracts.counter(tx, { ...step(input), ...terms(input), ...talk(input), answersHash: input.answersHash }, actor));
  }

  @Mutation(() => VersionPayload, { description: 'Agrees to an offer.' })
  contractAgree(@Arg('input', () => ContractAgreeInput, { description: 'To which text.' }) input: ContractAgreeInput, @Ctx() context: Context): Promise<Payload<ContractVersion>> {
    return this.change('contractAgree', input, context, (tx, actor) => this.contracts.agree(tx, { ...step(input), answersHash: input.answersHash }, actor));
  }

  @Mutation(() => VersionPayload, { description: 'Refuses an offer.' })
  contractReject(@Arg('input', () => ContractReasonInput, { description: 'Which and why.' }) input: ContractReasonInput, @Ctx() context: Context): Promise<Payload<ContractVersion>> {
    return this.change('contractReject', input, context, (tx, actor) => this.contracts.reject(tx, { ...step(input), reason: input.reason }, actor));
  }

  @Mutation(() => VersionPayload, { description: 'Takes back what the own side drafted, offered or agreed to, before anybody signs.' })
  contractWithdraw(@Arg('input', () => ContractStepInput, { description: 'Which.' }) input: ContractStepInput, @Ctx() context: Context): Promise<Payload<ContractVersion>> {
    return this.change('contractWithdraw', input, context, (tx, actor) => this.contracts.withdraw(tx, step(input), actor));
  }

  @Mutation(() => VersionPayload, { description: 'Signs for the own side. The last signature puts the version in force, now or at its start.' })
  contractSign(@Arg('input', () => ContractSignInput, { description: 'Which text.' }) input: ContractSignInput, @Ctx() context: Context): Promise<Payload<ContractVersion>> {
    return this.change('contractSign', input, context, (tx, actor) => this.contracts.sign(tx, { ...step(input), contentHash: input.contentHash, place: input.place }, actor));
  }

  @Mutation(() => VersionPayload, { description: 'Approves, as a second person of the platform, an amendment that raises its exposure; nobody can sign it before.' })
  contractApprove(@Arg('input', () => ContractApproveInput, { description: 'Which text.' }) input: ContractApproveInput, @Ctx() context: Context): Promise<Payload<ContractVersion>> {
    return this.change('contractApprove', input, context, (tx, actor) => this.contracts.approve(tx, { ...step(input), contentHash: input.contentHash }, actor));
  }

  @Mutation(() => VersionPayload, { description: 'Lets an active version rest; one side is enough.' })
  contractSuspend(@Arg('input', () => ContractReasonInput, { description: 'Which and why.' }) input: ContractReasonInput, @Ctx() context: Context): Promise<Payload<ContractVersion>> {
    return this.change('contractSuspend', input, context, (tx, actor) => this.contracts.suspend(tx, { ...step(input), reason: input.reason }, actor));
  }

  @Mutation(() => VersionPayload, { description: 'Lets a resting version go on; only the side that suspended it.' })
  contractResume(@Arg('input', () => ContractStepInput, { description: 'Which.' }) input: ContractStepInput, @Ctx() context: Context): Promise<Payload<ContractVersion>> {
    return this.change('contractResume', input, context, (tx, actor) => this.contracts.resume(tx, step(input), actor));
  }

  @Mutation(() => VersionPayload, { description: 'Ends a version after the days of its termination clause (30 without one), or at its end if that is sooner; one side is enough.' })
  contractGiveNotice(@Arg('input', () => ContractReasonInput, { description: 'Which and why.' }) input: ContractReasonInput, @Ctx() context: Context): Promise<Payload<ContractVersion>> {
    return this.change('contractGiveNotice', input, context, (tx, actor) => this.contracts.giveNotice(tx, { ...step(input), reason: input.reason }, actor));
  }

  @Mutation(() => VersionPayload, { description: 'Reports a breach by the other side; it can be cured for the days of the clause or of the termination clause (30 without one).' })
  contractReportBreach(@Arg('input', () => ContractBreachInput, { description: 'What happened.' }) input: ContractBreachInput, @Ctx() context: Context): Promise<Payload<ContractVersion>> {
    return this.change('contractReportBreach', input, context, (tx, actor) => this.contracts.reportBreach(tx, { ...step(input), clauseKey: input.clauseKey ?? null, reason: input.reason }, actor));
  }

  @Mutation(() => VersionPayload, { description: 'Confirms that a breach which the own side reported is cured.' })
  contractConfirmCure(@Arg('input', () => ContractCureInput, { description: 'Which breach.' }) input: ContractCureInput, @Ctx() context: Context): Promise<Payload<ContractVersion>> {
    return this.change('contractConfirmCure', input, context, (tx, actor) => this.contracts.confirmCure(tx, { ...step(input), breach: input.breach ?? null }, actor));
  }

  @Mutation(() => VersionPayload, { description: 'Ends a version at once, because a breach that the own side reported was not cured in time.' })
  contractTerminate(@Arg('input', () => ContractReasonInput, { description: 'Which and why.' }) input: ContractReasonInput, @Ctx() context: Context): Promise<Payload<ContractVersion>> {
    return this.change('contractTerminate', input, context, (tx, actor) => this.contracts.terminate(tx, { ...step(input), reason: input.reason }, actor));
  }

  @Mutation(() => VersionPayload, { description: 'Remarks something on a version that is being negotiated, for both sides.' })
  contractComment(@Arg('input', () => ContractCommentInput, { description: 'On what, and what.' }) input: ContractCommentInput, @Ctx() context: Context): Promise<Payload<ContractVersion>> {
    return this.change('contractComment', input, context, (tx, actor) => this.comments.comment(tx, { versionId: fromGlobalId('ContractVersion', input.versionId), clauseKey: input.clauseKey ?? null, body: input.body }, actor));
  }

  @Mutation(() => VersionPayload, { description: 'Settles a remark; either side may.' })
  contractResolveComment(@Arg('input', () => ContractResolveCommentInput, { description: 'Which.' }) input: ContractResolveCommentInput, @Ctx() context: Context): Promise<Payload<ContractVersion>> {
    return this.change('contractResolveComment', input, context, (tx, actor) => this.comments.resolve(tx, { versionId: fromGlobalId('ContractVersion', input.versionId), number: input.number }, actor));
  }

  @FieldResolver(() => Partner, { description: 'With whom.' })
  async partner(@Root() contract: Contract, @Ctx() { loaders }: Context): Promise<Partner> {
    return (await loaders.byId(Partner).load(contract.partnerId))!;
  }

  @FieldResolver(() => ContractVersion, { description: 'What is in force; where nothing is, the newest version.' })
  current(@Root() contract: Contract, @Ctx() context: Context): Promise<ContractVersion> {
    return currentVersion(contract, context);
  }

  @FieldResolver(() => [ContractVersion], { description: 'All versions that the viewer may see, oldest first.' })
  versions(@Root() contract: Contract, @Ctx() context: Context): Promise<ContractVersion[]> {
    return visibleVersions(contract, context);
  }

  @FieldResolver(() => [String], { description: 'Mutations that the viewer can apply to the current version now.' })
  async availableActions(@Root() contract: Contract, @Ctx() context: Context): Promise<string[]> {
    return versionActions(await currentVersion(contract, context), context, this.clock());
  }

  private change(name: string, input: { idempotencyKey: string }, { actor, loaders }: Context, work: (tx: EntityManager, actor: Actor) => Promise<string>): Promise<Payload<ContractVersion>> {
    return answer(async () => {
      const id = await this.idempotency.once(actor, input.idempotencyKey, name, input, (tx) => work(tx, actor));
      loaders.forget();
      return this.database.dataSource.getRepository(ContractVersion).findOneByOrFail({ id });
    });
  }
}

function terms({ startsAt, endsAt, clauses }: { startsAt: Date; endsAt: Date; clauses: ClauseInput[] }) {
  return { startsAt, endsAt, clauses: clauseDrafts(clauses) };
}

function talk({ rationale, expiresAt }: { rationale?: string | null; expiresAt?: Date | null }) {
  return { rationale, expiresAt };
}

function step({ versionId, expectedVersion }: { versionId: string; expectedVersion: number }) {
  return { versionId: fromGlobalId('ContractVersion', versionId), expectedVersion };
}

export const contractNodes: NodeSource = async (ids, context) => (
  visibleContracts(await Promise.all(ids.map((id) => context.loaders.byId(Contract).load(id))), context));
