import type { EntityManager } from 'typeorm';
import type { Audit } from '../audit/audit.js';
import { systemActor, type Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import { demandErasure } from './erasures.js';
import type { Pseudonyms } from './pseudonyms.js';
import { stopDisclosures } from './sharing-rows.js';

export interface ConsentTo {
  readonly partnerId: string;
  readonly purpose: string;
}

/**
 * Consent to one purpose and one recipient, apart from every other consent (PIPL 23). The reader alone gives and withdraws it, signed in; both may
 * be said twice. A withdrawal destroys the key of every archive of this purpose that the reader is in, in the same transaction, and asks the partner to
 * erase what it has fetched.
 */
export class Consents {
  constructor(private readonly audit: Audit, private readonly clock: Clock, private readonly newId: NewId, private readonly pseudonyms: Pseudonyms) {}

  /** Answers the id of the consent that stands. */
  async give(tx: EntityManager, { partnerId, purpose }: ConsentTo, actor: Actor): Promise<string> {
    const readerId = await readerOf(tx, actor);
    const words = purpose.trim();
    if (words.length < 1 || words.length > 500) throw new DomainError('BAD_INPUT', { path: ['purpose'] }, 'A purpose has 1 to 500 characters, as the contract says them.');
    const [partner] = await tx.query<object[]>('SELECT FROM partners WHERE id = $1', [partnerId]);
    if (!partner) throw new DomainError('NOT_FOUND', { path: ['partnerId'] });
    const id = this.newId();
    const given = await tx.query<unknown[]>(
      `INSERT INTO consents (id, reader_id, partner_id, purpose, given_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (partner_id, purpose, reader_id) WHERE withdrawn_at IS NULL DO NOTHING RETURNING id`,
      [id, readerId, partnerId, words, this.clock()]);
    if (given.length) {
      await this.audit.append(tx, { actor, action: 'consentGive', noun: 'Consent', nounId: id });
      return id;
    }
    const [standing] = await tx.query<{ id: string }[]>('SELECT id FROM consents WHERE partner_id = $1 AND purpose = $2 AND reader_id = $3 AND withdrawn_at IS NULL', [partnerId, words, readerId]);
    if (!standing) throw new DomainError('CONFLICT');
    return standing.id;
  }

  /** NOT_FOUND for a consent that the reader did not give. */
  async withdraw(tx: EntityManager, { id }: { id: string }, actor: Actor): Promise<string> {
    const readerId = await readerOf(tx, actor);
    const [consent] = await tx.query<{ partner_id: string; purpose: string }[]>('SELECT partner_id, purpose FROM consents WHERE id = $1 AND reader_id = $2', [id, readerId]);
    if (!consent) throw new DomainError('NOT_FOUND', { path: ['id'] });
    await stopDisclosures(tx, consent.partner_id);
    const now = this.clock();
    const [, withdrawn] = await tx.query<[unknown[], number]>('UPDATE consents SET withdrawn_at = GREATEST($2, given_at) WHERE id = $1 AND withdrawn_at IS NULL', [id, now]);
    if (!withdrawn) return id;
    const names = await this.pseudonyms.namesOf(tx, readerId, consent.partner_id);
    const [, archives] = await tx.query<[unknown[], number]>(
      `UPDATE data_exports e SET state = 'destroyed', sealed_key = NULL, destroyed_at = $4, destroyed_because = 'withdrawal' FROM disclosures d
       WHERE e.state = 'ready' AND d.export_id = e.id AND d.partner_id = $1 AND d.purpose = $2 AND d.basis = 'consent'
         AND EXISTS (SELECT FROM disclosed_subjects s WHERE s.disclosure_id = d.id AND s.pseudonym = ANY($3))`, [consent.partner_id, consent.purpose, names, now]);
    const tasks = await demandErasure(tx, this.newId, { partnerId: consent.partner_id, purpose: consent.purpose, names, now });
    await this.audit.append(tx, { actor, action: 'consentWithdraw', noun: 'Consent', nounId: id, detail: { archives } });
    // The platform speaks to the partner: who withdrew is not for its log.
    if (tasks) await this.audit.append(tx, { actor: systemActor('privacy'), action: 'erasureDemand', noun: 'Partner', nounId: consent.partner_id, detail: { tasks } });
    return id;
  }
}

/** The reader that the actor is; FORBIDDEN for everybody else: nobody consents for another person. */
export async function readerOf(tx: EntityManager, actor: Actor): Promise<string> {
  const [reader] = actor.kind === 'account' ? await tx.query<{ id: string }[]>('SELECT id FROM readers WHERE account_id = $1', [actor.accountId]) : [];
  if (!reader) throw new DomainError('FORBIDDEN', {}, 'Only the reader, signed in, decides on this.');
  return reader.id;
}
