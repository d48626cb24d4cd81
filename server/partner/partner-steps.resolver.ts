import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Obstacle } from '../../schema/obstacle.js';
import { Partner } from '../../schema/partner.js';
import { DateTime } from '../../schema/scalars.js';
import type { Context } from '../graphql/context.js';
import { fromGlobalId } from '../graphql/global-ids.js';
import { answer, payloadOf, type Payload } from '../graphql/payloads.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { obstacles, type PartnerCheck } from './partner-checks.js';
import { PartnerReasonInput, PartnerRejectInput, PartnerStepInput } from './partner.inputs.js';
import type { Partners, PartnerStep } from './partners.js';
import { maySeePartner, sideOf } from './sides.js';

const PartnerPayload = payloadOf(Partner);
const which = { description: 'Which.' };

/** The steps of the cooperation, one verb each. */
@Resolver(() => Partner)
export class PartnerStepsResolver {
  constructor(private readonly database: Database, private readonly partners: Partners, private readonly checks: readonly PartnerCheck[], private readonly clock: Clock) {}

  @Mutation(() => PartnerPayload, { description: 'Takes an applicant into screening.' })
  partnerScreen(@Arg('input', () => PartnerStepInput, which) input: PartnerStepInput, @Ctx() { actor }: Context): Promise<Payload<Partner>> {
    return this.step('partnerScreen', input, actor);
  }

  @Mutation(() => PartnerPayload, { description: 'Begins due diligence: every gate must be passed by verified evidence.' })
  partnerExamine(@Arg('input', () => PartnerStepInput, which) input: PartnerStepInput, @Ctx() { actor }: Context): Promise<Payload<Partner>> {
    return this.step('partnerExamine', input, actor);
  }

  @Mutation(() => PartnerPayload, { description: 'Approves: the newest assessment must be endorsed, by two people for the strategic tier, and nobody object.' })
  partnerApprove(@Arg('input', () => PartnerStepInput, which) input: PartnerStepInput, @Ctx() { actor }: Context): Promise<Payload<Partner>> {
    return this.step('partnerApprove', input, actor);
  }

  @Mutation(() => PartnerPayload, { description: 'Turns a candidate down.' })
  partnerReject(@Arg('input', () => PartnerRejectInput, which) input: PartnerRejectInput, @Ctx() { actor }: Context): Promise<Payload<Partner>> {
    return this.step('partnerReject', input, actor);
  }

  @Mutation(() => PartnerPayload, { description: 'Begins to set up contract and connection.' })
  partnerOnboard(@Arg('input', () => PartnerStepInput, which) input: PartnerStepInput, @Ctx() { actor }: Context): Promise<Payload<Partner>> {
    return this.step('partnerOnboard', input, actor);
  }

  @Mutation(() => PartnerPayload, { description: 'Begins the cooperation: a contract must be in force.' })
  partnerActivate(@Arg('input', () => PartnerStepInput, which) input: PartnerStepInput, @Ctx() { actor }: Context): Promise<Payload<Partner>> {
    return this.step('partnerActivate', input, actor);
  }

  @Mutation(() => PartnerPayload, { description: 'Lets the cooperation rest.' })
  partnerSuspend(@Arg('input', () => PartnerReasonInput, which) input: PartnerReasonInput, @Ctx() { actor }: Context): Promise<Payload<Partner>> {
    return this.step('partnerSuspend', input, actor);
  }

  @Mutation(() => PartnerPayload, { description: 'Takes a resting cooperation up again: a contract must be in force.' })
  partnerResume(@Arg('input', () => PartnerStepInput, which) input: PartnerStepInput, @Ctx() { actor }: Context): Promise<Payload<Partner>> {
    return this.step('partnerResume', input, actor);
  }

  @Mutation(() => PartnerPayload, { description: 'Begins to wind a resting cooperation up.' })
  partnerOffboard(@Arg('input', () => PartnerStepInput, which) input: PartnerStepInput, @Ctx() { actor }: Context): Promise<Payload<Partner>> {
    return this.step('partnerOffboard', input, actor);
  }

  @Mutation(() => PartnerPayload, { description: 'Ends the cooperation: no contract may be in force any more.' })
  partnerClose(@Arg('input', () => PartnerStepInput, which) input: PartnerStepInput, @Ctx() { actor }: Context): Promise<Payload<Partner>> {
    return this.step('partnerClose', input, actor);
  }

  @Mutation(() => PartnerPayload, { description: 'Nothing is dealt with this organisation any more, for good.' })
  partnerBlock(@Arg('input', () => PartnerReasonInput, which) input: PartnerReasonInput, @Ctx() { actor }: Context): Promise<Payload<Partner>> {
    return this.step('partnerBlock', input, actor);
  }

  @FieldResolver(() => [Obstacle], { description: 'What is missing before the steps that its state has; for the staff who may take them.' })
  async obstacles(@Root() partner: Partner, @Ctx() { actor }: Context): Promise<Obstacle[]> {
    return sideOf(actor, partner.id) === 'platform' ? obstacles(this.checks, this.database.dataSource.manager, partner, this.clock()) : [];
  }

  @FieldResolver(() => String, { nullable: true, description: 'Why it was rejected, suspended or blocked; for the staff and the partner.' })
  reason(@Root() partner: Partner, @Ctx() { actor }: Context): string | null {
    return maySeePartner(actor, partner.id) ? partner.reason : null;
  }

  @FieldResolver(() => DateTime, { nullable: true, description: 'When a rejected partner may apply again; for the staff and the partner.' })
  reapplyAfter(@Root() partner: Partner, @Ctx() { actor }: Context): Date | null {
    return maySeePartner(actor, partner.id) ? partner.reapplyAfter : null;
  }

  private step(action: PartnerStep['action'], input: PartnerStepInput | PartnerRejectInput, actor: Context['actor']): Promise<Payload<Partner>> {
    return answer(async () => this.partners.move({ ...input, id: fromGlobalId('Partner', input.id), action }, actor));
  }
}
