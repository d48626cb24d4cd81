import { Field, ID, InputType, Int } from 'type-graphql';
import { PartnerKind } from '../../schema/partner.js';
import { DateTime } from '../../schema/scalars.js';

@InputType({ description: 'A new partner.' })
export class PartnerCreateInput {
  @Field(() => String, { description: 'Name of the organisation, at most 200 characters.' })
  name: string;

  @Field(() => PartnerKind, { description: 'What it brings.' })
  kind: PartnerKind;

  @Field(() => String, { description: 'Industry it comes from.' })
  industry: string;

  @Field(() => String, { nullable: true, description: 'Web site (http or https).' })
  website?: string | null;

  @Field(() => String, { nullable: true, description: 'Person to talk to.' })
  contactName?: string | null;

  @Field(() => String, { nullable: true, description: 'E-mail address of that person.' })
  contactEmail?: string | null;

  @Field(() => String, { defaultValue: '', description: 'Notes of the staff; the partner does not see them.' })
  note: string;

  @Field(() => String, { nullable: true, description: 'IANA name of the zone that its months of settlement follow; absent: unchanged, at first Asia/Shanghai. Counts from the next window on.' })
  timeZone?: string | null;

  @Field(() => ID, { nullable: true, description: 'Account of the partner manager or operator who looks after it.' })
  managerId?: string | null;
}

@InputType({ description: 'A partner as it should be; every field is written.' })
export class PartnerEditInput extends PartnerCreateInput {
  @Field(() => ID, { description: 'The partner.' })
  id: string;

  @Field(() => Int, { description: 'The version that you have seen.' })
  expectedVersion: number;
}

@InputType({ description: 'One step of the cooperation.' })
export class PartnerStepInput {
  @Field(() => ID, { description: 'The partner.' })
  id: string;

  @Field(() => Int, { description: 'The version that you have seen.' })
  expectedVersion: number;

  @Field(() => String, { nullable: true, description: 'A remark for the audit trail.' })
  reason?: string | null;
}

@InputType({ description: 'One step against a partner.' })
export class PartnerReasonInput {
  @Field(() => ID, { description: 'The partner.' })
  id: string;

  @Field(() => Int, { description: 'The version that you have seen.' })
  expectedVersion: number;

  @Field(() => String, { description: 'Why, in 1 to 1,000 characters; the partner may read it.' })
  reason: string;
}

@InputType({ description: 'A partner that is turned down.' })
export class PartnerRejectInput extends PartnerReasonInput {
  @Field(() => DateTime, { nullable: true, description: 'When it may apply again; absent: at any time.' })
  reapplyAfter?: Date | null;
}
