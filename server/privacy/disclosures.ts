import type { EntityManager } from 'typeorm';
import type { Pseudonyms } from './pseudonyms.js';

/**
 * The disclosures that a reader is in, the newest first ("who got data about me"): found by the reader's names under every key that is left. When
 * the last key of a recipient's epoch is gone nobody can tell any more, and the records of that epoch stay without people.
 */
export async function disclosuresWith(tx: EntityManager, pseudonyms: Pseudonyms, readerId: string): Promise<string[]> {
  const names = await pseudonyms.namesOf(tx, readerId);
  const rows = await tx.query<{ id: string }[]>('SELECT DISTINCT disclosure_id AS id FROM disclosed_subjects WHERE pseudonym = ANY($1) ORDER BY 1 DESC', [names]);
  return rows.map(({ id }) => id);
}
