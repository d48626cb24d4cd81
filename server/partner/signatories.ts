import { theClause, type Clause } from '../../schema/clause.js';
import type { ContractSignature } from '../../schema/contract-signature.js';
import type { Side } from './sides.js';

/** One who has to sign: a place in the SIGNING clause, or without one a side as a whole (place and title null). */
export interface Signatory {
  readonly place: number | null;
  readonly party: Side;
  readonly title: string | null;
}

const wholeSides: readonly Signatory[] = [{ place: null, party: 'platform', title: null }, { place: null, party: 'partner', title: null }];

export function signatoriesOf(clauses: readonly Clause[]): readonly Signatory[] {
  return theClause(clauses, 'signing')?.signatories.map(({ party, title }, index) => ({ place: index + 1, party, title })) ?? wholeSides;
}

type Signed = Pick<ContractSignature, 'party' | 'place'>;

/** Who has yet to sign, in the order of the clause. */
export function awaitedOf(clauses: readonly Clause[], signatures: readonly Signed[]): Signatory[] {
  return signatoriesOf(clauses).filter(({ place, party }) => !signatures.some((one) => one.place === place && one.party === party));
}

/** Who may sign next: the first that is awaited where an order was agreed, else everybody who is. */
export function nextOf(clauses: readonly Clause[], awaited: readonly Signatory[]): readonly Signatory[] {
  return theClause(clauses, 'signing')?.ordered ? awaited.slice(0, 1) : awaited;
}
