import { Arg, Ctx, FieldResolver, Float, Int, Mutation, ObjectType, Field, Query, Resolver, Root } from 'type-graphql';
import { Account } from '../../schema/account.js';
import { Assessment } from '../../schema/assessment.js';
import { CriterionSet } from '../../schema/criterion-set.js';
import { DueDiligenceReview } from '../../schema/due-diligence-review.js';
import { Evidence } from '../../schema/evidence.js';
import { Partner, PartnerKind, PartnerState } from '../../schema/partner.js';
import type { Context } from '../graphql/context.js';
import { fromGlobalId } from '../graphql/global-ids.js';
import type { NodeSource } from '../graphql/nodes.js';
import { maxPageSize } from '../graphql/paging.js';
import { answer, payloadOf, type Payload } from '../graphql/payloads.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import type { Assessments } from './assessments.js';
import type { CriteriaPublishing } from './criteria-publishing.js';
import { CriterionSetPublishInput } from './criteria.inputs.js';
import { currentSet, weightsOf } from './criteria.js';
import { reviewersNeeded, type DueDiligence } from './due-diligence.js';
import type { EvidenceBook } from './evidence.js';
import { AssessmentRunInput, DueDiligenceReviewInput, EvidenceAddInput } from './screening.inputs.js';
import type { Ranking, ShortlistPlace, Shortlists } from './shortlist.js';
import { isPartnerAccount, maySeePartner } from './sides.js';

const EvidencePayload = payloadOf(Evidence);
const AssessmentPayload = payloadOf(Assessment);
const CriterionSetPayload = payloadOf(CriterionSet);
const ReviewPayload = payloadOf(DueDiligenceReview);

@ObjectType({ description: 'One candidate of a shortlist.' })
export class ShortlistEntry {
  @Field(() => Partner, { description: 'Who.' })
  partner: Partner;

  @Field(() => Int, { description: '1 for the highest score; equal scores share a rank.' })
  rank: number;

  @Field(() => Float, { description: 'Probability of being among the best k, from the bootstrap of all candidates.' })
  topShare: number;
}

@ObjectType({ description: 'Candidates of one kind, best first.' })
export class Shortlist {
  @Field(() => [ShortlistEntry], { description: 'The first 100.' })
  entries: ShortlistPlace[];

  @Field(() => Int, { description: 'How many candidates were ranked.' })
  candidates: number;

  @Field(() => Int, { description: 'Candidates of whom nothing is known, or no longer: they are not ranked.' })
  unknown: number;
}

/** By what partners are judged, what is known of them, and what it comes to. */
@Resolver(() => Partner)
export class ScreeningResolver {
  constructor(
    private readonly database: Database, private readonly book: EvidenceBook, private readonly assessments: Assessments,
    private readonly diligence: DueDiligence, private readonly shortlists: Shortlists,
  ) {}

  @Query(() => CriterionSet, { description: 'By what partners of this kind are judged now.' })
  criterionSet(@Arg('kind', () => PartnerKind, { description: 'Of which kind.' }) kind: PartnerKind): Promise<CriterionSet> {
    return currentSet(this.database.dataSource.manager, kind);
  }

  @Query(() => Shortlist, { description: 'Who of a kind is among the best k, and how surely.' })
  async shortlist(
    @Arg('kind', () => PartnerKind, { description: 'Of which kind.' }) kind: PartnerKind,
    @Arg('k', () => Int, { defaultValue: 3, description: 'How many are sought, 1 to 1,000.' }) k: number,
    @Arg('states', () => [PartnerState], { defaultValue: [], description: 'Only candidates in these states; empty: all who can still be chosen.' }) states: PartnerState[],
  ): Promise<Shortlist> {
    const { places, candidates, unknown }: Ranking = await this.shortlists.rank({ kind, k, states });
    return { entries: places, candidates, unknown } as unknown as Shortlist;
  }

  @Mutation(() => EvidencePayload, { description: 'Records something that became known of a partner, and assesses it again.' })
  evidenceAdd(@Arg('input', () => EvidenceAddInput, { description: 'What.' }) input: EvidenceAddInput, @Ctx() { actor }: Context): Promise<Payload<Evidence>> {
    return answer(async () => this.book.add({ ...input, partnerId: fromGlobalId('Partner', input.partnerId) }, actor));
  }

  @Mutation(() => AssessmentPayload, { description: 'Assesses again, after evidence has expired or criteria have changed; else the answer is the newest assessment.' })
  assessmentRun(@Arg('input', () => AssessmentRunInput, { description: 'Whom.' }) input: AssessmentRunInput, @Ctx() { actor }: Context): Promise<Payload<Assessment>> {
    return answer(async () => this.assessments.run(fromGlobalId('Partner', input.partnerId), actor));
  }

  @Mutation(() => ReviewPayload, { description: 'Says what due diligence found in the newest assessment; the last word of each person counts.' })
  dueDiligenceReview(@Arg('input', () => DueDiligenceReviewInput, { description: 'What was found.' }) input: DueDiligenceReviewInput, @Ctx() { actor }: Context): Promise<Payload<DueDiligenceReview>> {
    return answer(async () => this.diligence.review({ ...input, partnerId: fromGlobalId('Partner', input.partnerId), assessmentId: fromGlobalId('Assessment', input.assessmentId) }, actor));
  }

  @FieldResolver(() => Assessment, { nullable: true, description: 'What is known comes to, as last assessed; for the staff and the partner.' })
  async assessment(@Root() partner: Partner, @Ctx() { actor, loaders }: Context): Promise<Assessment | null> {
    if (!maySeePartner(actor, partner.id)) return null;
    return (await loaders.of(Assessment, 'partnerId', { assessedAt: 'DESC', id: 'DESC' }, 1).load(partner.id)).at(0) ?? null;
  }

  @FieldResolver(() => [Evidence], { description: 'The newest 100 pieces of evidence, newest first; for the staff and the partner.' })
  async evidence(@Root() partner: Partner, @Ctx() { actor, loaders }: Context): Promise<Evidence[]> {
    return maySeePartner(actor, partner.id) ? loaders.of(Evidence, 'partnerId', { observedAt: 'DESC' }, maxPageSize).load(partner.id) : [];
  }

  @FieldResolver(() => [DueDiligenceReview], { description: 'The newest 100 reviews, newest first; for the staff.' })
  async reviews(@Root() partner: Partner, @Ctx() { actor, loaders }: Context): Promise<DueDiligenceReview[]> {
    if (!maySeePartner(actor, partner.id) || isPartnerAccount(actor)) return [];
    return loaders.of(DueDiligenceReview, 'partnerId', { reviewedAt: 'DESC' }, maxPageSize).load(partner.id);
  }
}

@Resolver(() => ShortlistEntry)
export class ShortlistEntryResolver {
  @FieldResolver(() => Assessment, { description: 'Its newest assessment.' })
  async assessment(@Root() entry: ShortlistPlace, @Ctx() { loaders }: Context): Promise<Assessment> {
    return (await loaders.byId(Assessment).load(entry.assessmentId))!;
  }
}

@Resolver(() => CriterionSet)
export class CriterionSetResolver {
  constructor(private readonly publishing: CriteriaPublishing) {}

  @Mutation(() => CriterionSetPayload, { description: 'Makes the next version of the criteria of a kind; all its partners are assessed again soon after.' })
  criterionSetPublish(@Arg('input', () => CriterionSetPublishInput, { description: 'All of it.' }) input: CriterionSetPublishInput, @Ctx() { actor }: Context): Promise<Payload<CriterionSet>> {
    return answer(() => this.publishing.publish(input, actor));
  }

  @FieldResolver(() => [Float], { description: 'The weight of each criterion, in their order; they sum to 1.' })
  weights(@Root() set: CriterionSet): number[] {
    return weightsOf(set);
  }
}

@Resolver(() => Assessment)
export class AssessmentResolver {
  constructor(private readonly clock: Clock) {}

  @FieldResolver(() => CriterionSet, { description: 'The criteria that it used.' })
  async criterionSet(@Root() assessment: Assessment, @Ctx() { loaders }: Context): Promise<CriterionSet> {
    return (await loaders.byId(CriterionSet).load(assessment.criterionSetId))!;
  }

  @FieldResolver(() => Boolean, { description: 'Whether all of its evidence still counts.' })
  isValid(@Root() { validUntil }: Assessment): boolean {
    return validUntil !== null && validUntil > this.clock();
  }

  @FieldResolver(() => Int, { description: 'How many people have to endorse it before the partner can be approved.' })
  reviewersNeeded(@Root() assessment: Assessment): number {
    return reviewersNeeded(assessment);
  }
}

@Resolver(() => Evidence)
export class EvidenceResolver {
  @FieldResolver(() => Account, { nullable: true, description: 'Who recorded it; for the staff.' })
  async recorder(@Root() { partnerId, recordedBy }: Evidence, @Ctx() { actor, loaders }: Context): Promise<Account | null> {
    return recordedBy !== null && maySeePartner(actor, partnerId) && !isPartnerAccount(actor) ? loaders.byId(Account).load(recordedBy) : null;
  }
}

@Resolver(() => DueDiligenceReview)
export class DueDiligenceReviewResolver {
  @FieldResolver(() => Account, { nullable: true, description: 'Who wrote it.' })
  async reviewer(@Root() { reviewerId }: DueDiligenceReview, @Ctx() { loaders }: Context): Promise<Account | null> {
    return loaders.byId(Account).load(reviewerId);
  }

  @FieldResolver(() => Assessment, { description: 'What was examined.' })
  async assessment(@Root() { assessmentId }: DueDiligenceReview, @Ctx() { loaders }: Context): Promise<Assessment> {
    return (await loaders.byId(Assessment).load(assessmentId))!;
  }
}

export const assessmentNodes: NodeSource = async (ids, { actor, loaders }) => {
  const found = await Promise.all(ids.map((id) => loaders.byId(Assessment).load(id)));
  return found.map((one) => (one && maySeePartner(actor, one.partnerId) ? one : null));
};

export const evidenceNodes: NodeSource = async (ids, { actor, loaders }) => {
  const found = await Promise.all(ids.map((id) => loaders.byId(Evidence).load(id)));
  return found.map((one) => (one && maySeePartner(actor, one.partnerId) ? one : null));
};

export const reviewNodes: NodeSource = async (ids, { actor, loaders }) => {
  if (isPartnerAccount(actor)) return ids.map(() => null);
  const found = await Promise.all(ids.map((id) => loaders.byId(DueDiligenceReview).load(id)));
  return found.map((one) => (one && maySeePartner(actor, one.partnerId) ? one : null));
};

/** Criteria are the staff's business; whoever sees an assessment sees them there. */
export const criterionSetNodes: NodeSource = (ids, { actor, loaders }) => Promise.all(ids.map((id) => (
  'role' in actor && ['partner_manager', 'operator', 'marketer', 'analyst'].includes(actor.role) ? loaders.byId(CriterionSet).load(id) : null)));
