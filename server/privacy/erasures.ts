import type { EntityManager } from 'typeorm';
import type { Audit } from '../audit/audit.js';
import { maySeePartner, sideOf } from '../partner/sides.js';
import { actorAccountId, type Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';

const DAY_MS = 86_400_000;
/** GDPR 12(3): within one month. */
export const ERASE_DAYS = 30;

/** A task for each disclosure of this purpose that the partner has fetched with the person in it, unless it must be gone by then anyway. Answers how many. */
export async function demandErasure(tx: EntityManager, newId: NewId, { partnerId, purpose, names, now }: { partnerId: string; purpose: string; names: readonly Buffer[]; now: Date }): Promise<number> {
  const found = await tx.query<{ id: string; pseudonym: Buffer }[]>(
    `SELECT d.id, s.pseudonym FROM disclosures d JOIN data_exports e ON e.id = d.export_id JOIN disclosed_subjects s ON s.disclosure_id = d.id
     WHERE d.partner_id = $1 AND d.purpose = $2 AND d.basis = 'consent' AND s.pseudonym = ANY($3) AND e.fetched_at IS NOT NULL AND d.expires_at > $4`, [partnerId, purpose, names, now]);
  const due = new Date(now.getTime() + ERASE_DAYS * DAY_MS);
  for (const { id, pseudonym } of found) {
    await tx.query('INSERT INTO erasure_tasks (id, partner_id, disclosure_id, pseudonym, created_at, due_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING', [newId(), partnerId, id, pseudonym, now, due]);
  }
  return found.length;
}

export class Erasures {
  constructor(private readonly audit: Audit, private readonly clock: Clock) {}

  /** The partner alone says that it has erased; said twice is said once. */
  async acknowledge(tx: EntityManager, { id }: { id: string }, actor: Actor): Promise<string> {
    const [task] = await tx.query<{ partnerId: string }[]>('SELECT partner_id AS "partnerId" FROM erasure_tasks WHERE id = $1', [id]);
    if (!task || !maySeePartner(actor, task.partnerId)) throw new DomainError('NOT_FOUND', { path: ['id'] });
    if (sideOf(actor, task.partnerId) !== 'partner') throw new DomainError('FORBIDDEN', {}, 'Only the partner knows whether it has erased.');
    const [, done] = await tx.query<[unknown[], number]>('UPDATE erasure_tasks SET acknowledged_at = $2, acknowledged_by = $3 WHERE id = $1 AND acknowledged_at IS NULL', [id, this.clock(), actorAccountId(actor)]);
    if (done) await this.audit.append(tx, { actor, action: 'erasureAcknowledge', noun: 'Partner', nounId: task.partnerId, detail: { taskId: id } });
    return id;
  }
}
