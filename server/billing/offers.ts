import type { EntityManager } from 'typeorm';
import { Content } from '../../schema/content.js';
import { Offer, type OfferKind } from '../../schema/offer.js';
import type { Audit } from '../audit/audit.js';
import type { Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';

export interface NewOffer {
  /** Absent: the whole platform, subscriptions only. */
  contentId?: string | null;
  kind: OfferKind;
  title: string;
  amountMinor: bigint;
  currency: string;
  periodDays?: number | null;
}

/** Who sells: marketers, partner managers, operators. */
export function sells(actor: Actor): boolean {
  return actor.kind === 'system' || ('role' in actor && ['marketer', 'partner_manager', 'operator'].includes(actor.role));
}

/** `provider`: who takes money; null: nobody, and only what is free can be had. */
export function allowedOfferActions(offer: Pick<Offer, 'state' | 'priceMinor'>, actor: Actor, provider: string | null): string[] {
  if (offer.state !== 'active') return [];
  if (sells(actor)) return ['offerRetire'];
  return 'role' in actor && (offer.priceMinor === 0n || provider !== null) ? ['checkoutStart'] : [];
}

/** Retired offers are the business of who sells and of staff; a buyer sees his at his order. */
export function mayReadOffer(offer: Pick<Offer, 'state'>, actor: Actor): boolean {
  return offer.state === 'active' || sells(actor) || ('role' in actor && actor.role === 'analyst');
}

/** Prices. Throws FORBIDDEN, BAD_INPUT, NOT_FOUND, CONFLICT, ILLEGAL_TRANSITION. */
export class Offers {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly newId: NewId,
  ) {}

  /** Inside the caller's transaction. */
  async create(tx: EntityManager, input: NewOffer, actor: Actor): Promise<Offer> {
    assertSells(actor);
    assertSound(input);
    if (input.contentId && !(await tx.existsBy(Content, { id: input.contentId }))) throw new DomainError('NOT_FOUND', { path: ['contentId'] }, 'There is no such content.');
    const [id, title] = [this.newId(), input.title.trim()];
    await tx.query(
      `INSERT INTO offers (id, content_id, kind, title, price_minor, currency, period_days, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, input.contentId ?? null, input.kind, title, String(input.amountMinor), input.currency, input.periodDays ?? null, this.clock()]);
    const { contentId = null, kind, currency, amountMinor } = input;
    await this.audit.append(tx, { actor, action: 'offerCreate', noun: 'Offer', nounId: id, detail: { contentId, kind, title, currency, amountMinor: String(amountMinor) } });
    return tx.findOneByOrFail(Offer, { id });
  }

  async retire({ id, expectedVersion }: { id: string; expectedVersion: number }, actor: Actor): Promise<Offer> {
    assertSells(actor);
    return this.database.transaction(async (tx) => {
      const offer = await tx.findOne(Offer, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!offer) throw new DomainError('NOT_FOUND');
      if (offer.version !== expectedVersion) throw new DomainError('CONFLICT', { currentVersion: offer.version });
      if (offer.state !== 'active') throw new DomainError('ILLEGAL_TRANSITION', { from: offer.state, allowed: [] });
      await tx.query(`UPDATE offers SET state = 'retired', version = version + 1 WHERE id = $1`, [id]);
      await this.audit.append(tx, { actor, action: 'offerRetire', noun: 'Offer', nounId: id });
      return tx.findOneByOrFail(Offer, { id });
    });
  }
}

function assertSells(actor: Actor): void {
  if (!sells(actor)) throw new DomainError('FORBIDDEN');
}

function assertSound({ contentId, kind, title, amountMinor, currency, periodDays }: NewOffer): void {
  const refuse = (field: string, message: string) => { throw new DomainError('BAD_INPUT', { path: [field] }, message); };
  if (title.trim().length < 1 || title.trim().length > 200) refuse('title', 'title: 1 to 200 characters');
  if (!/^[A-Z]{3}$/.test(currency)) refuse('price', 'currency must be an ISO 4217 code of three capitals');
  if (amountMinor < 0n || (kind === 'free') !== (amountMinor === 0n)) refuse('price', 'A free offer costs 0, every other one more.');
  if ((kind === 'subscription') !== (periodDays != null)) refuse('periodDays', 'A subscription, and nothing else, has a period.');
  if (periodDays != null && (periodDays < 1 || periodDays > 3_660)) refuse('periodDays', 'periodDays: 1 to 3660');
  if (kind !== 'subscription' && !contentId) refuse('contentId', 'Only a subscription can be for the whole platform.');
}
