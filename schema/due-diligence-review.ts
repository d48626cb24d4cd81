import { Field, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { enumOf } from './enum-of.js';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

export const ReviewVerdict = enumOf('ReviewVerdict', 'What a reviewer says.', {
  endorse: 'Nothing speaks against this partner.',
  object: 'Something does.',
});
export type ReviewVerdict = (typeof ReviewVerdict)[keyof typeof ReviewVerdict];

@Entity({ name: 'due_diligence_reviews' })
@ObjectType({ implements: Node, simpleResolvers: true, description: 'What one person found in the evidence of one assessment; the last word of each person counts.' })
export class DueDiligenceReview extends Node {
  @Column({ name: 'partner_id', type: 'uuid' })
  partnerId: string;

  @Column({ name: 'assessment_id', type: 'uuid' })
  assessmentId: string;

  @Column({ name: 'reviewer_id', type: 'uuid' })
  reviewerId: string;

  @Field(() => ReviewVerdict, { description: 'For or against.' })
  @Column({ name: 'verdict', type: 'text' })
  verdict: ReviewVerdict;

  @Field(() => String, { description: 'What was looked at and found.' })
  @Column({ name: 'findings', type: 'text' })
  findings: string;

  @Field(() => DateTime, { description: 'When.' })
  @Column({ name: 'reviewed_at', type: 'timestamptz' })
  reviewedAt: Date;
}
