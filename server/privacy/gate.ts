import type { DataScopeClause, LegalBasis } from '../../schema/clause.js';
import type { Dataset } from './datasets.js';

/** Why nothing leaves, and why one field stays; each is recorded with the request. */
export type Refusal =
  | 'partner_not_active' | 'contract_not_in_force' | 'dataset_unknown' | 'dataset_not_in_scope' | 'purpose_differs' | 'region_differs' | 'level_too_low'
  | 'no_field_left' | 'nobody_left' | 'too_many_rows' | 'below_k_min';
export type Strip = 'field_unknown' | 'field_not_in_scope' | 'level_too_low';

/** What is asked for: records of a data set, for a purpose, to be worked on in a country (null: where the platform is). */
export interface Asked {
  readonly dataset: string;
  readonly purpose: string;
  readonly region: string | null;
  readonly fields: readonly string[];
}

/** What is in force at the instant of the decision. */
export interface Standing {
  readonly partnerActive: boolean;
  /** The data scopes of the version in force; null: none is, or it rests. */
  readonly scopes: readonly DataScopeClause[] | null;
}

export interface Opening {
  readonly scope: DataScopeClause;
  readonly fields: readonly string[];
  readonly stripped: readonly { field: string; reason: Strip }[];
}

const levels = ['none', 'counts', 'pseudonymous', 'record'] as const;
const reaches = (has: DataScopeClause['level'], needs: DataScopeClause['level']) => levels.indexOf(has) >= levels.indexOf(needs);

/**
 * Default deny: every condition is asked for, and what no clause names does not leave. A field that is not allowed is left out, and the
 * rest goes; anything else refuses all of it. `least`: the level without which nothing goes, counts for noisy numbers. Of several clauses for one data set and purpose the first one counts: scopes are never added up.
 */
export function openGate(asked: Asked, standing: Standing, dataset: Dataset | undefined, least: 'counts' | 'pseudonymous' = 'pseudonymous'): Opening | Refusal {
  if (!standing.partnerActive) return 'partner_not_active';
  if (!standing.scopes) return 'contract_not_in_force';
  if (!dataset) return 'dataset_unknown';
  const ofDataset = standing.scopes.filter((scope) => scope.dataset === asked.dataset);
  if (!ofDataset.length) return 'dataset_not_in_scope';
  const scope = ofDataset.find(({ purpose }) => purpose === asked.purpose);
  if (!scope) return 'purpose_differs';
  if (scope.region !== asked.region) return 'region_differs';
  if (!reaches(scope.level, least)) return 'level_too_low';
  const stripped: { field: string; reason: Strip }[] = [];
  const fields = [...new Set(asked.fields)].filter((field) => {
    const known = Object.hasOwn(dataset.fields, field) ? dataset.fields[field] : undefined;
    const reason: Strip | null = !known ? 'field_unknown' : !scope.fields.includes(field) ? 'field_not_in_scope' : !reaches(scope.level, least === 'counts' && known.level === 'pseudonymous' ? 'counts' : known.level) ? 'level_too_low' : null;
    if (reason) stripped.push({ field, reason });
    return !reason;
  });
  return fields.length ? { scope, fields, stripped } : 'no_field_left';
}

export type Row = Readonly<Record<string, unknown>> & { readonly subject_id: string };

/** What allows the use of one person's rows at the instant of the decision. */
export interface Bases {
  /** Whose consent to this purpose and this recipient stands. */
  readonly consented: ReadonlySet<string>;
  /** Who bought from this recipient: a contract with the person needs the use. */
  readonly customers: ReadonlySet<string>;
}

export function hasBasis(basis: LegalBasis, subjectId: string, { consented, customers }: Bases): boolean {
  if (basis === 'law') return true;
  return (basis === 'consent' ? consented : customers).has(subjectId);
}

/** The cells that leave, in the order of the rows; the field that names the person holds `nameOf` of the person. */
export function passing(rows: readonly Row[], { scope, fields }: Opening, dataset: Dataset, bases: Bases, nameOf: (subjectId: string) => string): { subjectId: string; cells: Record<string, unknown> }[] {
  return rows.filter(({ subject_id: id }) => hasBasis(scope.basis, id, bases)).map((row) => ({
    subjectId: row.subject_id,
    cells: Object.fromEntries(fields.map((field) => [field, dataset.fields[field].role === 'subject' ? nameOf(row.subject_id) : row[field]])),
  }));
}
