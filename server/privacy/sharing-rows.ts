import type { EntityManager } from 'typeorm';
import type { DataScopeClause } from '../../schema/clause.js';
import { versionAt } from '../partner/contract-periods.js';
import type { Bases, Standing } from './gate.js';

/** Cooperation that data may flow in: it is being set up, or it runs. */
const sharingStates = ['onboarding', 'active'];

export interface Held {
  readonly partnerId: string;
  readonly versionId: string | null;
  readonly standing: Standing;
  /** The instant of the decision: what ends the sharing ends it before or after it, never in the middle. */
  readonly now: Date;
}

/**
 * Everything that can end a disclosure waits for whoever decides on one, and the other way round: a suspension of the partner or the contract on
 * their rows, a withdrawal on the recipient's lock. Partner, contract, recipient: always in this order.
 */
export async function holdStanding(tx: EntityManager, contractId: string, clock: () => Date): Promise<Held> {
  const [partner] = await tx.query<{ id: string; state: string }[]>('SELECT p.id, p.state FROM contracts c JOIN partners p ON p.id = c.partner_id WHERE c.id = $1 FOR SHARE OF p', [contractId]);
  await tx.query('SELECT FROM contracts WHERE id = $1 FOR SHARE', [contractId]);
  await tx.query('SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0))', [`disclosures:${partner.id}`]);
  const now = clock();
  const version = await versionAt(tx, contractId, now);
  const scopes = version && version.clauses.filter((clause): clause is DataScopeClause => clause.kind === 'data_scope');
  return { partnerId: partner.id, versionId: version?.id ?? null, standing: { partnerActive: sharingStates.includes(partner.state), scopes }, now };
}

/** For whoever ends disclosures to a recipient: after this returns none is being decided. */
export async function stopDisclosures(tx: EntityManager, partnerId: string): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`disclosures:${partnerId}`]);
}

export async function basesAt(tx: EntityManager, partnerId: string, purpose: string, now: Date): Promise<Bases> {
  const ids = async (sql: string, values: unknown[]) => new Set((await tx.query<{ id: string }[]>(sql, values)).map(({ id }) => id));
  return {
    consented: await ids('SELECT reader_id AS id FROM consents WHERE partner_id = $1 AND purpose = $2 AND given_at <= $3 AND withdrawn_at IS NULL', [partnerId, purpose, now]),
    customers: await ids(
      `SELECT DISTINCT r.id FROM contents c JOIN offers f ON f.content_id = c.id JOIN orders o ON o.offer_id = f.id JOIN readers r ON r.account_id = o.account_id
       WHERE c.partner_id = $1 AND o.state IN ('paid','fulfilling','fulfilled') AND o.created_at <= $2`, [partnerId, now]),
  };
}
