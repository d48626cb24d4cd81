import type { EntityManager } from 'typeorm';
import type { Assessment } from '../../schema/assessment.js';
import { DueDiligenceReview, type ReviewVerdict } from '../../schema/due-diligence-review.js';
import type { Audit } from '../audit/audit.js';
import type { Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import { isCurrent, newestAssessment } from './assessments.js';
import { holdPartner } from './partner-rows.js';

const FINDINGS_MAX = 5000;

export interface NewReview {
  partnerId: string;
  /** The assessment whose evidence was examined: the newest, or the review is refused. */
  assessmentId: string;
  verdict: ReviewVerdict;
  findings: string;
}

/** How many different people must endorse. The database counts again (0012-screening.ts). */
export function reviewersNeeded({ tier }: Pick<Assessment, 'tier'>): number {
  return tier === 'strategic' ? 2 : 1;
}

/** The last word of each reviewer on one assessment. */
export async function lastWords(tx: EntityManager, assessmentId: string): Promise<DueDiligenceReview[]> {
  const reviews = await tx.find(DueDiligenceReview, { where: { assessmentId }, order: { reviewedAt: 'ASC', id: 'ASC' } });
  return [...new Map(reviews.map((review) => [review.reviewerId, review])).values()];
}

/** People of the platform examine the evidence of a partner in due diligence; a review belongs to the assessment that it read. */
export class DueDiligence {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly newId: NewId,
  ) {}

  /** Throws BAD_INPUT, NOT_FOUND, FORBIDDEN, ILLEGAL_TRANSITION outside due diligence, CONFLICT when there is newer evidence. */
  review(input: NewReview, actor: Actor): Promise<DueDiligenceReview> {
    return this.database.transaction(async (tx) => {
      const partner = await holdPartner(tx, input.partnerId, actor);
      if (actor.kind !== 'account') throw new DomainError('FORBIDDEN');
      const findings = input.findings.trim();
      if (findings.length < 1 || findings.length > FINDINGS_MAX) throw new DomainError('BAD_INPUT', { path: ['findings'] }, `Findings have 1 to ${FINDINGS_MAX} characters.`);
      if (partner.state !== 'due_diligence') throw new DomainError('ILLEGAL_TRANSITION', { from: partner.state, allowed: [] }, 'Reviews belong to due diligence.');
      const newest = await newestAssessment(tx, partner.id);
      if (newest?.id !== input.assessmentId || !(await isCurrent(tx, newest, partner.kind, this.clock()))) {
        throw new DomainError('CONFLICT', { path: ['assessmentId'] }, 'What is known of this partner has changed since that assessment: look at the newest.');
      }
      const review = tx.create(DueDiligenceReview, { id: this.newId(), partnerId: partner.id, assessmentId: newest.id, reviewerId: actor.accountId, verdict: input.verdict, findings, reviewedAt: this.clock() });
      await tx.insert(DueDiligenceReview, review);
      await this.audit.append(tx, { actor, action: 'dueDiligenceReview', noun: 'Partner', nounId: partner.id, detail: { assessmentId: newest.id, verdict: input.verdict } });
      return review;
    });
  }
}
