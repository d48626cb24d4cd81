import type { ClauseInput, ClausePartsFragment, ContractDraftInput, MoneyPartsFragment } from '../graphql/documents.js';
import { clauseDefaults, clauseFields, clauseMember, valueOf } from './clause-fields.js';

/** A clause as the form holds it: the API's parts, with the kind as its __typename. */
export type ClauseForm = ClausePartsFragment;
export type ClauseType = ClauseForm['__typename'];

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

/** The kind decides which of the input's members is set, and the table of its fields what goes into it. */
export function clauseInput(clause: ClauseForm): ClauseInput {
  const fields = Object.fromEntries(clauseFields[clause.__typename].map((field) => {
    const value = valueOf(clause, field);
    return [field.name, field.as === 'money' ? given(value as MoneyPartsFragment | null) : value ?? clauseDefaults[field.name] ?? null];
  }));
  return { key: clause.key, [clauseMember[clause.__typename]]: { ...fields, ...listsOf(clause) } };
}

function listsOf(clause: ClauseForm): object {
  switch (clause.__typename) {
    case 'RevenueShareClause': return { mode: clause.mode, bands: (clause.bands ?? []).map(({ from, sharePpm }) => ({ from: { amountMinor: from.amountMinor, currency: from.currency }, sharePpm })) };
    case 'SigningClause': return { signatories: clause.signatories.map(({ party, title }) => ({ party, title })) };
    default: return {};
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
