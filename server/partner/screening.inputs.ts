import { Field, Float, ID, InputType, Int } from 'type-graphql';
import { ReviewVerdict } from '../../schema/due-diligence-review.js';
import { PartnerKind } from '../../schema/partner.js';
import { DateTime } from '../../schema/scalars.js';

@InputType({ description: 'An organisation that wants to cooperate.' })
export class PartnerApplyInput {
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

  @Field(() => String, { description: 'E-mail address at which it is reached.' })
  contactEmail: string;

  @Field(() => String, { description: 'What it offers and what it looks for, in 1 to 5,000 characters.' })
  statement: string;

  @Field(() => String, { description: 'One per application: the same key and input again is the same application.' })
  idempotencyKey: string;
}

@InputType({ description: 'A partner that is known has applied.' })
export class ApplicationRecordInput {
  @Field(() => ID, { description: 'The partner.' })
  id: string;

  @Field(() => Int, { description: 'The version that you have seen.' })
  expectedVersion: number;

  @Field(() => String, { description: 'What it offers and what it looks for, in 1 to 5,000 characters.' })
  statement: string;
}

@InputType({ description: 'Something that became known of a partner.' })
export class EvidenceAddInput {
  @Field(() => ID, { description: 'The partner.' })
  partnerId: string;

  @Field(() => String, { description: 'Key of the criterion.' })
  criterion: string;

  @Field(() => Float, { description: 'The value: in the unit of the criterion, or a share between 0 and 1.' })
  value: number;

  @Field(() => Int, { defaultValue: 1, description: 'How many observations it sums up.' })
  observations: number;

  @Field(() => String, { description: 'Where it comes from, at most 300 characters. A later observation from the same source takes the place of this one.' })
  source: string;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether you have seen the proof: gates ask for that.' })
  verified: boolean;

  @Field(() => DateTime, { description: 'When it was observed.' })
  observedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'From this moment on it does not count; absent: after as many days as the criterion says.' })
  expiresAt?: Date | null;
}

@InputType({ description: 'Which partner.' })
export class AssessmentRunInput {
  @Field(() => ID, { description: 'The partner.' })
  partnerId: string;
}

@InputType({ description: 'What one person found.' })
export class DueDiligenceReviewInput {
  @Field(() => ID, { description: 'The partner.' })
  partnerId: string;

  @Field(() => ID, { description: 'The assessment that was examined: the newest.' })
  assessmentId: string;

  @Field(() => ReviewVerdict, { description: 'For or against.' })
  verdict: ReviewVerdict;

  @Field(() => String, { description: 'What was looked at and found, in 1 to 5,000 characters.' })
  findings: string;
}
