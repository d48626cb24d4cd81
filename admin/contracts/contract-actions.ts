import { action, type ActionTable } from '../actions/action.js';
import {
  ContractAgreeDocument, ContractApproveDocument, ContractConfirmCureDocument, ContractGiveNoticeDocument, ContractOfferDocument, ContractRejectDocument, ContractReportBreachDocument, ContractResumeDocument, ContractSignDocument, ContractSuspendDocument,
  ContractTerminateDocument, ContractWithdrawDocument, type ContractRowFragment,
  type ContractState,
} from '../graphql/documents.js';
import { OfferQuestion } from './contract-talks.js';

type Subject = Pick<ContractRowFragment, 'id' | 'availableActions' | 'current'>;

const version = ({ current }: Subject) => ({ versionId: current.id, expectedVersion: current.version });

/** Steps of the current version. Whoever answers or signs names the hash of what he read. */
export const contractActions: ActionTable<Subject> = {
  contractOffer: action(ContractOfferDocument, (contract: Subject, { key, rationale, expiresAt }) => ({ ...version(contract), ...offerTalk({ rationale, expiresAt }), idempotencyKey: key }), { ask: OfferQuestion, main: true }),
  contractApprove: action(ContractApproveDocument, (contract: Subject, { key }) => ({ ...version(contract), contentHash: contract.current.contentHash, idempotencyKey: key }), { ask: 'confirm', main: true }),
  contractAgree: action(ContractAgreeDocument, (contract: Subject, { key }) => ({ ...version(contract), answersHash: contract.current.contentHash, idempotencyKey: key }), { ask: 'confirm', main: true }),
  contractSign: action(ContractSignDocument, (contract: Subject, { key }) => ({ ...version(contract), contentHash: contract.current.contentHash, idempotencyKey: key }), { ask: 'confirm', main: true }),
  contractResume: action(ContractResumeDocument, (contract: Subject, { key }) => ({ ...version(contract), idempotencyKey: key }), { ask: 'confirm', main: true }),
  contractSuspend: action(ContractSuspendDocument, (contract: Subject, { key, reason = '' }) => ({ ...version(contract), idempotencyKey: key, reason }), { ask: 'reason' }),
  contractGiveNotice: action(ContractGiveNoticeDocument, (contract: Subject, { key, reason = '' }) => ({ ...version(contract), idempotencyKey: key, reason }), { ask: 'reason', danger: true }),
  contractReportBreach: action(ContractReportBreachDocument, (contract: Subject, { key, reason = '' }) => ({ ...version(contract), idempotencyKey: key, reason }), { ask: 'reason' }),
  contractConfirmCure: action(ContractConfirmCureDocument, (contract: Subject, { key }) => ({ ...version(contract), idempotencyKey: key }), { ask: 'confirm' }),
  contractTerminate: action(ContractTerminateDocument, (contract: Subject, { key, reason = '' }) => ({ ...version(contract), idempotencyKey: key, reason }), { ask: 'reason', danger: true }),
  contractReject: action(ContractRejectDocument, (contract: Subject, { key, reason = '' }) => ({ ...version(contract), idempotencyKey: key, reason }), { ask: 'reason', danger: true }),
  contractWithdraw: action(ContractWithdrawDocument, (contract: Subject, { key }) => ({ ...version(contract), idempotencyKey: key }), { ask: 'confirm', danger: true }),
};

/** What an offer says besides its text; empty fields say nothing. */
export function offerTalk({ rationale, expiresAt }: { rationale?: unknown; expiresAt?: unknown }) {
  const given = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value : null);
  const until = given(expiresAt);
  return { rationale: given(rationale), expiresAt: until && new Date(until).toISOString() };
}

/** Actions that need the terms: each opens the form of contract-terms.tsx. */
export const termsVerbs = ['contractEdit', 'contractCounter', 'contractAmend'] as const;
export type TermsVerb = (typeof termsVerbs)[number];

/** Where a card goes when its action succeeds: how the board reads a drag as an action. Whether it may is the api's say. */
export const leadsTo: Readonly<Record<string, readonly ContractState[]>> = {
  contractOffer: ['OFFERED'],
  contractCounter: ['COUNTERED', 'OFFERED'],
  contractAgree: ['AGREED'],
  contractSign: ['SIGNING', 'SIGNED', 'SCHEDULED', 'ACTIVE'],
  contractResume: ['ACTIVE'],
  contractSuspend: ['SUSPENDED'],
  contractGiveNotice: ['IN_NOTICE'],
  contractTerminate: ['TERMINATED'],
  contractReject: ['REJECTED'],
  contractWithdraw: ['WITHDRAWN'],
};
