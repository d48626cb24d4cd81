import type { ClauseInput, ClausePartsFragment, ContractDraftInput, MoneyPartsFragment } from '../graphql/documents.js';

/** A clause as the form holds it: the API's parts, with the kind as its __typename. */
export type ClauseForm = ClausePartsFragment;

export interface TermsForm {
  startsAt: string;
  endsAt: string;
  clauses: ClauseForm[];
}

export interface ContractForm extends TermsForm {
  /** One per opened form: sending it twice makes one contract. */
  key: string;
  partner: { id: string };
  title: string;
}

/** A key for each clause: its own, else one made of its kind that no other clause has. */
export function withKeys(clauses: readonly ClauseForm[]): ClauseForm[] {
  const taken = new Set(clauses.map(({ key }) => key));
  return clauses.map((clause) => {
    if (clause.key) return clause;
    const stem = clause.__typename.replace('Clause', '').replace(/(?!^)[A-Z]/g, '_$&').toLowerCase();
    const key = [stem, ...clauses.map((_, place) => `${stem}_${place + 2}`)].find((free) => !taken.has(free))!;
    taken.add(key);
    return { ...clause, key };
  });
}

/** An amount that was left empty still has its currency in the form. */
function given(money: MoneyPartsFragment | null | undefined): MoneyPartsFragment | null {
  return money?.amountMinor ? { amountMinor: money.amountMinor, currency: money.currency } : null;
}

/** The kind decides which of the input's members is set. */
export function clauseInput(clause: ClauseForm): ClauseInput {
  switch (clause.__typename) {
    case 'RevenueShareClause': return { key: clause.key, revenueShare: {
      sharePpm: clause.sharePpm, mode: clause.mode, base: clause.base, floor: given(clause.floor), cap: given(clause.cap), guarantee: given(clause.guarantee),
      bands: (clause.bands ?? []).map(({ from, sharePpm }) => ({ from: { amountMinor: from.amountMinor, currency: from.currency }, sharePpm })),
    } };
    case 'CostBudgetClause': return { key: clause.key, costBudget: { budget: clause.budget, period: clause.period, purpose: clause.purpose } };
    case 'DataScopeClause': return { key: clause.key, dataScope: { dataset: clause.dataset, purpose: clause.purpose, fields: clause.fields, retentionDays: clause.retentionDays } };
    case 'SlaClause': return { key: clause.key, sla: { metric: clause.metric, target: clause.target, unit: clause.unit, windowDays: clause.windowDays, creditPpm: clause.creditPpm } };
    case 'TextClause': return { key: clause.key, text: { heading: clause.heading, body: clause.body } };
  }
}

export function terms(form: TermsForm) {
  return {
    startsAt: new Date(form.startsAt).toISOString(),
    endsAt: new Date(form.endsAt).toISOString(),
    clauses: withKeys(form.clauses).map(clauseInput),
  };
}

export function contractDraft(form: ContractForm): ContractDraftInput {
  return { idempotencyKey: form.key, partnerId: form.partner.id, title: form.title, ...terms(form) };
}
