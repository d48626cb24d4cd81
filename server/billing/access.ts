import type { Content } from '../../schema/content.js';
import type { Grant } from '../../schema/grant.js';
import type { Offer } from '../../schema/offer.js';
import { isStaff, seesWorkshop } from '../content/content-states.js';
import { type Actor, actorAccountId } from '../platform/actor.js';

export type AccessState = 'free' | 'granted' | 'staff' | 'preview';

export interface AccessDecision {
  state: AccessState;
  /** Why, as a stable word: see the API's description of Access.reason. */
  reason: 'staff' | 'own' | 'no_price' | 'free_offer' | 'bought' | 'subscribed' | 'gift' | 'granted_by_staff' | 'needs_purchase' | 'not_available';
  /** How many code points of the body may be read; null: all. */
  previewUntil: number | null;
  unlockOffers: Offer[];
  /** When access ends by itself; null: never, or there is none. */
  expiresAt: Date | null;
}

export interface AccessFacts {
  content: Pick<Content, 'id' | 'state' | 'authorId' | 'partnerId' | 'liveVersionId'>;
  /** Of the live version, in code points. */
  previewChars: number;
  /** The content's own in every state, and the active ones for the whole platform. */
  offers: readonly Offer[];
  /** The actor's, of this content and of the whole platform. */
  grants: readonly Grant[];
}

/**
 * Whether this actor may read this content now, and why: staff or own ∨ free ∨ one grant in force that covers it. Free
 * is what has a free offer, or never had any offer of its own: retiring the last price gives nothing away. Pure.
 */
export function decideAccess({ content, previewChars, offers, grants }: AccessFacts, actor: Actor, now: Date): AccessDecision {
  const whole = { previewUntil: null, unlockOffers: [], expiresAt: null };
  if (seesWorkshop(actor, content)) return { ...whole, state: 'staff', reason: isStaff(actor) ? 'staff' : 'own' };
  const own = offers.filter((offer) => offer.contentId === content.id);
  const isLive = content.liveVersionId !== null;
  if (isLive && (content.state === 'published' || content.state === 'unlisted')) {
    if (!own.length) return { ...whole, state: 'free', reason: 'no_price' };
    if (own.some((offer) => offer.kind === 'free' && offer.state === 'active')) return { ...whole, state: 'free', reason: 'free_offer' };
  }
  if (isLive && ['published', 'unlisted', 'archived'].includes(content.state)) {
    const best = longest(grants.filter((grant) => inForce(grant, now) && covers(grant, content.id, actor)));
    if (best) return { ...whole, state: 'granted', reason: reasonOf(best), expiresAt: best.endsAt };
  }
  if (!isLive || content.state !== 'published') return { ...whole, state: 'preview', reason: 'not_available', previewUntil: 0 };
  return { state: 'preview', reason: 'needs_purchase', previewUntil: previewChars, unlockOffers: purchasable(offers, content.id), expiresAt: null };
}

/** Whether the actor may know of this content at all: it is published, or he may read the whole of it. */
export function isVisible(content: Pick<Content, 'state'>, access: AccessDecision): boolean {
  return content.state === 'published' || access.state !== 'preview';
}

/** From the start on, before the end: at the very end it is over. */
export function inForce(grant: Pick<Grant, 'state' | 'startsAt' | 'endsAt'>, now: Date): boolean {
  return (grant.state === 'active' || grant.state === 'scheduled') && grant.startsAt <= now && (grant.endsAt === null || now < grant.endsAt);
}

function covers(grant: Grant, contentId: string, actor: Actor): boolean {
  return grant.accountId === actorAccountId(actor) && (grant.contentId === null || grant.contentId === contentId);
}

function longest(grants: readonly Grant[]): Grant | undefined {
  const end = (grant: Grant) => grant.endsAt?.getTime() ?? Infinity;
  return [...grants].sort((a, b) => end(b) - end(a) || a.id.localeCompare(b.id))[0];
}

function reasonOf(grant: Grant): AccessDecision['reason'] {
  if (grant.source === 'order') return grant.endsAt === null ? 'bought' : 'subscribed';
  return grant.source === 'gift' ? 'gift' : 'granted_by_staff';
}

/** What would open it, cheapest first, its own before those of the whole platform at the same price. */
function purchasable(offers: readonly Offer[], contentId: string): Offer[] {
  return offers
    .filter((offer) => offer.state === 'active' && offer.kind !== 'free' && (offer.contentId === null || offer.contentId === contentId))
    .sort((a, b) => Number(a.priceMinor - b.priceMinor) || Number(a.contentId === null) - Number(b.contentId === null) || a.id.localeCompare(b.id));
}
