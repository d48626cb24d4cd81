import { action, type ActionTable, type Answers } from '../actions/action.js';
import * as api from '../graphql/documents.js';
import type { PartnerDetailFragment } from '../graphql/documents.js';
import { ApplicationQuestion, EvidenceQuestion, evidenceInput, RejectQuestion, ReviewQuestion, type ApplicationAnswers, type EvidenceAnswers, type RejectAnswers, type ReviewAnswers } from './partner-questions.js';

type Subject = PartnerDetailFragment;

const seen = ({ id, version }: Subject) => ({ id, expectedVersion: version });
const onward = (partner: Subject, { reason }: Answers) => ({ ...seen(partner), reason });
const against = (partner: Subject, { reason = '' }: Answers) => ({ ...seen(partner), reason });

/** Ready where nothing is missing before the step. */
const ready = (name: string) => ({ obstacles }: Subject) => !obstacles.some((obstacle) => obstacle.action === name);

/** The steps of the cooperation: the buttons at the head of the page. */
export const partnerActions: ActionTable<Subject> = {
  applicationRecord: action(api.ApplicationRecordDocument, (partner: Subject, { statement = '' }: ApplicationAnswers) => ({ ...seen(partner), statement }), { ask: ApplicationQuestion, main: ready('applicationRecord') }),
  partnerScreen: action(api.PartnerScreenDocument, onward, { ask: 'remark', main: ready('partnerScreen') }),
  partnerExamine: action(api.PartnerExamineDocument, onward, { ask: 'remark', main: ready('partnerExamine') }),
  partnerApprove: action(api.PartnerApproveDocument, onward, { ask: 'remark', main: ready('partnerApprove') }),
  partnerOnboard: action(api.PartnerOnboardDocument, onward, { ask: 'remark', main: true }),
  partnerActivate: action(api.PartnerActivateDocument, onward, { ask: 'remark', main: ready('partnerActivate') }),
  partnerResume: action(api.PartnerResumeDocument, onward, { ask: 'remark', main: ready('partnerResume') }),
  partnerOffboard: action(api.PartnerOffboardDocument, onward, { ask: 'remark' }),
  partnerClose: action(api.PartnerCloseDocument, onward, { ask: 'remark', main: ready('partnerClose') }),
  partnerReject: action(api.PartnerRejectDocument, (partner: Subject, { reason = '', reapplyOn }: RejectAnswers) => ({ ...seen(partner), reason, reapplyAfter: reapplyOn ? new Date(reapplyOn).toISOString() : null }), { ask: RejectQuestion, danger: true }),
  partnerSuspend: action(api.PartnerSuspendDocument, against, { ask: 'reason', danger: true }),
  partnerBlock: action(api.PartnerBlockDocument, against, { ask: 'reason', danger: true }),
};

/** What is done with evidence: the buttons of the scorecard. */
export const scorecardActions: ActionTable<Subject> = {
  evidenceAdd: action(api.EvidenceAddDocument, (partner: Subject, answers: EvidenceAnswers) => evidenceInput(partner.id, answers), { ask: EvidenceQuestion }),
  assessmentRun: action(api.AssessmentRunDocument, ({ id }: Subject) => ({ partnerId: id })),
};

/** What reviewers say of the assessment on the page. */
export const reviewActions: ActionTable<Subject> = {
  dueDiligenceReview: action(api.DueDiligenceReviewDocument, ({ id, assessment }: Subject, { verdict = 'ENDORSE', findings = '' }: ReviewAnswers) => ({ partnerId: id, assessmentId: assessment!.id, verdict, findings }), { ask: ReviewQuestion, main: true }),
};
