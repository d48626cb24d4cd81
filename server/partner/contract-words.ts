import type { BudgetPeriod, Clause, ClauseOf, RevenueBase } from '../../schema/clause.js';
import type { ClauseKind } from '../../schema/clause-kind.js';
import type { ContractParty } from '../../schema/contract-party.js';
import type { DisputeMethod } from '../../schema/life-clauses.js';
import type { Money } from '../../schema/money.js';
import type { ContractContent } from './contract-content.js';

export type TextLocale = 'zh' | 'en';

/** The vocabulary of one language; both build their sentences from the same data in the same order, so neither says more. */
export interface ContractWords {
  head(content: ContractContent, from: string, to: string): string[];
  party: Record<ContractParty, string>;
  period: Record<BudgetPeriod, string>;
  base: Record<RevenueBase, string>;
  method: Record<DisputeMethod, string>;
  heading: Record<Exclude<ClauseKind, 'text'>, string>;
  body: { [Kind in ClauseKind]: (clause: ClauseOf<Kind>) => string };
}

/** Whole minor units with the digits that ISO 4217 gives the currency, which Intl knows without a table of ours. */
export function amount({ amountMinor, currency }: Money): string {
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const text = String(amountMinor).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${whole}${digits ? `.${text.slice(-digits)}` : ''} ${currency}`;
}

/** Millionths as per cent, without a float on the way. */
export function percent(ppm: number): string {
  return `${Math.trunc(ppm / 10_000)}${ppm % 10_000 ? `.${String(ppm % 10_000).padStart(4, '0').replace(/0+$/, '')}` : ''}%`;
}

export function clauseInWords(clause: Clause, words: ContractWords): { heading: string; body: string } {
  return {
    heading: clause.kind === 'text' ? clause.heading : words.heading[clause.kind],
    body: (words.body[clause.kind] as (clause: Clause) => string)(clause),
  };
}
