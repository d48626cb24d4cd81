import type { ClauseForm, ClauseType } from './contract-form-values.js';
import type { ClauseInput } from '../graphql/documents.js';

export interface ClauseField {
  readonly name: string;
  readonly as: 'line' | 'area' | 'lines' | 'days' | 'number' | 'ppm' | 'money' | 'flag' | 'party' | 'SharingLevel' | 'LegalBasis' | 'SlaDirection' | 'SlaRemedy' | 'RenewalMode' | 'DisputeMethod' | 'BudgetPeriod' | 'RevenueBase';
  readonly optional?: boolean;
}

const line = (name: string): ClauseField => ({ name, as: 'line' });
const area = (name: string): ClauseField => ({ name, as: 'area' });
const days = (name: string): ClauseField => ({ name, as: 'days' });
const party: ClauseField = { name: 'party', as: 'party' };

/** What each kind of clause is made of, for the card and the form; bands and signatories are lists, which both draw themselves. */
export const clauseFields: Readonly<Record<ClauseType, readonly ClauseField[]>> = {
  ResponsibilityClause: [party, area('duty'), { ...days('withinDays'), optional: true }],
  RightClause: [party, area('permission')],
  RevenueShareClause: [
    { name: 'sharePpm', as: 'ppm' }, { name: 'base', as: 'RevenueBase' }, { name: 'floor', as: 'money', optional: true }, { name: 'cap', as: 'money', optional: true }, { name: 'guarantee', as: 'money', optional: true },
  ],
  CostBudgetClause: [{ name: 'budget', as: 'money' }, { name: 'period', as: 'BudgetPeriod' }, line('purpose')],
  SlaClause: [
    line('metric'), { name: 'direction', as: 'SlaDirection' }, { name: 'target', as: 'number' }, line('unit'), days('windowDays'), { ...line('measuredBy'), optional: true }, { name: 'maxVariancePpm', as: 'ppm' },
    { name: 'remedy', as: 'SlaRemedy' }, { name: 'creditPpm', as: 'ppm' }, days('cureDays'),
  ],
  DataScopeClause: [
    line('dataset'), line('purpose'), { name: 'fields', as: 'lines' }, { name: 'level', as: 'SharingLevel' }, { name: 'basis', as: 'LegalBasis' }, { ...line('region'), optional: true }, days('retentionDays'),
    { name: 'kMin', as: 'number' }, { name: 'epsilon', as: 'number' }, { name: 'epsilonPeriod', as: 'BudgetPeriod' },
  ],
  ExclusivityClause: [party, line('scope'), line('territory')],
  AuditRightClause: [party, days('noticeDays'), { name: 'timesPerYear', as: 'number' }],
  TerminationClause: [days('noticeDays'), days('cureDays'), { name: 'fee', as: 'money', optional: true }],
  RenewalClause: [{ name: 'atEnd', as: 'RenewalMode' }, { name: 'months', as: 'number' }],
  SigningClause: [{ name: 'ordered', as: 'flag' }],
  DisputeClause: [days('talkDays'), { name: 'method', as: 'DisputeMethod' }, line('seat'), line('law')],
  TextClause: [line('heading'), area('body')],
};

/** What a new clause begins with, so that its form asks for little. */
export const clauseDefaults: Readonly<Record<string, unknown>> = {
  mode: 'SLAB', direction: 'AT_LEAST', maxVariancePpm: 0, remedy: 'CREDIT', creditPpm: 0, cureDays: 0, level: 'COUNTS', basis: 'CONSENT', kMin: 10, epsilon: 0, epsilonPeriod: 'MONTH', ordered: true,
};

/** The member of the input that each kind fills. */
export const clauseMember: Readonly<Record<ClauseType, Exclude<keyof ClauseInput, 'key'>>> = {
  ResponsibilityClause: 'responsibility', RightClause: 'right', RevenueShareClause: 'revenueShare', CostBudgetClause: 'costBudget', SlaClause: 'sla', DataScopeClause: 'dataScope', ExclusivityClause: 'exclusivity',
  AuditRightClause: 'auditRight', TerminationClause: 'termination', RenewalClause: 'renewal', SigningClause: 'signing', DisputeClause: 'dispute', TextClause: 'text',
};

export const valueOf = (clause: ClauseForm, { name }: ClauseField): unknown => (clause as unknown as Record<string, unknown>)[name];
