import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Grant } from '../../../schema/grant.js';
import { Offer } from '../../../schema/offer.js';
import { type AccessFacts, decideAccess, isVisible } from '../../../server/billing/access.js';
import { type Actor, anonymous, type Role, roles } from '../../../server/platform/actor.js';

const now = new Date('2026-11-23T08:00:00Z');
const [me, somebody] = ['019a0000-0000-7000-8000-00000000000a', '019a0000-0000-7000-8000-00000000000b'];
const [here, elsewhere] = ['019a0000-0000-7000-8000-0000000000c1', '019a0000-0000-7000-8000-0000000000c2'];
const [ourPartner, theirPartner] = ['019a0000-0000-7000-8000-0000000000d1', '019a0000-0000-7000-8000-0000000000d2'];
const as = (role: Role, partnerId: string | null = null): Actor => ({ kind: 'account', accountId: me, role, partnerId, sessionId: 's' });
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
const grant = (more: Partial<Grant> = {}) => Object.assign(new Grant(), { id: 'g', accountId: me, contentId: here, source: 'order', sourceId: 's', state: 'active', startsAt: hours(-1), endsAt: null, createdAt: hours(-1), ...more });
const offer = (more: Partial<Offer> = {}) => Object.assign(new Offer(), { id: 'o', contentId: here, kind: 'one_off', title: 't', priceMinor: 100n, currency: 'CNY', periodDays: null, state: 'active', version: 1, createdAt: now, ...more });
const facts = (more: Partial<AccessFacts> = {}, content: Partial<AccessFacts['content']> = {}): AccessFacts =>
  ({ content: { id: here, state: 'published', authorId: somebody, partnerId: null, liveVersionId: 'v', ...content }, previewChars: 200, offers: [offer()], grants: [], ...more });

describe('decideAccess', () => {
  test('explains what would unlock, cheapest first, the own offer before the platform at the same price', () => {
    const offers = [offer({ id: 'dear', priceMinor: 900n }), offer({ id: 'all', contentId: null, kind: 'subscription', periodDays: 30 }), offer({ id: 'own' }), offer({ id: 'gone', state: 'retired' })];
    expect(decideAccess(facts({ offers }), as('reader'), now)).toEqual({ state: 'preview', reason: 'needs_purchase', previewUntil: 200, unlockOffers: [offers[2], offers[1], offers[0]], expiresAt: null });
  });

  test.each<[string, AccessFacts, Actor, object]>([
    ['bought', facts({ grants: [grant()] }), as('reader'), { state: 'granted', reason: 'bought', previewUntil: null, unlockOffers: [], expiresAt: null }],
    ['subscribed to the platform', facts({ grants: [grant({ contentId: null, endsAt: hours(5) })] }), as('reader'), { state: 'granted', reason: 'subscribed', previewUntil: null, unlockOffers: [], expiresAt: hours(5) }],
    ['two grants: the longer one counts', facts({ grants: [grant({ endsAt: hours(5) }), grant({ source: 'gift', endsAt: hours(9) })] }), as('reader'), { reason: 'gift', expiresAt: hours(9) }],
    ['at the very end it is over', facts({ grants: [grant({ endsAt: now })] }), as('reader'), { state: 'preview' }],
    ['at the very beginning it holds', facts({ grants: [grant({ state: 'scheduled', startsAt: now })] }), as('reader'), { state: 'granted' }],
    ['nothing is sold', facts({ offers: [offer({ contentId: null, kind: 'subscription' })] }), anonymous, { state: 'free', reason: 'no_price' }],
    ['a free offer', facts({ offers: [offer(), offer({ kind: 'free', priceMinor: 0n })] }), anonymous, { state: 'free', reason: 'free_offer' }],
    ['retiring the last price gives nothing away', facts({ offers: [offer({ state: 'retired' })] }), as('reader'), { state: 'preview', reason: 'needs_purchase', unlockOffers: [] }],
    ['a buyer keeps what is archived', facts({ grants: [grant()] }, { state: 'archived' }), as('reader'), { state: 'granted' }],
    ['nobody keeps what was taken down', facts({ grants: [grant()] }, { state: 'takedown' }), as('reader'), { state: 'preview', reason: 'not_available', previewUntil: 0, unlockOffers: [] }],
    ['what was never sold is not free once archived', facts({ offers: [] }, { state: 'archived' }), as('reader'), { state: 'preview', reason: 'not_available' }],
    ['the author', facts({}, { authorId: me, state: 'draft', liveVersionId: null }), as('author'), { state: 'staff', reason: 'own' }],
    ['an operator', facts({}, { state: 'takedown' }), as('operator'), { state: 'staff', reason: 'staff' }],
    ['a key without the scope is no staff', facts(), { kind: 'api_key', accountId: me, role: 'operator', partnerId: null, keyId: 'k', scopes: ['feed:read'] }, { state: 'preview' }],
  ])('%s', (_name, given, actor, expected) => {
    expect(decideAccess(given, actor, now)).toMatchObject(expected);
  });
});

const anyGrant = fc.record({
  accountId: fc.constantFrom(me, somebody), contentId: fc.constantFrom(here, elsewhere, null), source: fc.constantFrom('order' as const, 'gift' as const, 'staff' as const),
  state: fc.constantFrom('scheduled' as const, 'active' as const, 'held' as const, 'revoked' as const, 'expired' as const),
  startsAt: fc.integer({ min: -3, max: 2 }).map(hours), endsAt: fc.option(fc.integer({ min: -2, max: 3 }).map(hours)),
}).map(grant);
const anyOffer = fc.record({
  contentId: fc.constantFrom(here, elsewhere, null), kind: fc.constantFrom('one_off' as const, 'subscription' as const, 'free' as const), state: fc.constantFrom('active' as const, 'retired' as const),
}).map(offer);
const anyActor = fc.oneof(fc.constant(anonymous), fc.record({ role: fc.constantFrom(...roles), partner: fc.constantFrom(ourPartner, theirPartner, null) }).map(({ role, partner }) => as(role, partner)));
const anyContent = fc.record({
  state: fc.constantFrom('draft' as const, 'scheduled' as const, 'published' as const, 'unlisted' as const, 'archived' as const, 'takedown' as const),
  authorId: fc.constantFrom(me, somebody, null), partnerId: fc.constantFrom(ourPartner, null), liveVersionId: fc.constantFrom('v', null),
});

/** The rule again, as one flat condition over every row, without the order of cases that the code has. */
function mayRead({ content, offers, grants }: AccessFacts, actor: Actor): boolean {
  const works = actor.kind === 'account' && (['operator', 'partner_manager', 'marketer', 'analyst'].includes(actor.role)
    || (actor.role === 'partner' ? actor.partnerId !== null && actor.partnerId === content.partnerId : actor.accountId === content.authorId));
  let free = offers.every((one) => one.contentId !== content.id);
  for (const one of offers) if (one.contentId === content.id && one.kind === 'free' && one.state === 'active') free = true;
  let granted = false;
  for (const one of grants) {
    const time = now.getTime();
    const holds = (one.state === 'active' || one.state === 'scheduled') && one.startsAt.getTime() <= time && !(one.endsAt && one.endsAt.getTime() <= time);
    if (holds && actor.kind === 'account' && one.accountId === actor.accountId && [content.id, null].includes(one.contentId)) granted = true;
  }
  const out = content.liveVersionId === null || ['draft', 'scheduled', 'takedown'].includes(content.state);
  return works || (!out && granted) || (!out && content.state !== 'archived' && free);
}

describe('against a brute-force oracle', () => {
  const anyFacts = fc.record({ content: anyContent, grants: fc.array(anyGrant, { maxLength: 6 }), offers: fc.array(anyOffer, { maxLength: 4 }) })
    .map(({ content, grants, offers }) => facts({ grants, offers }, content));

  test('access is what the oracle says, and what is not open is cut', () => {
    fc.assert(fc.property(anyFacts, anyActor, (given, actor) => {
      const decision = decideAccess(given, actor, now);
      expect(decision.state !== 'preview').toBe(mayRead(given, actor));
      expect(decision.previewUntil === null).toBe(decision.state !== 'preview');
      expect(isVisible(given.content, decision)).toBe(given.content.state === 'published' || mayRead(given, actor));
    }), { numRuns: 2000 });
  });

  test('revoking one grant never touches what another gives', () => {
    fc.assert(fc.property(anyFacts, fc.nat(5), (given, at) => {
      const revoked = given.grants.map((one, place) => (place === at ? grant({ ...one, state: 'revoked' }) : one));
      const rest = given.grants.filter((_one, place) => place !== at);
      expect(decideAccess({ ...given, grants: revoked }, as('reader'), now).state).toBe(decideAccess({ ...given, grants: rest }, as('reader'), now).state);
    }), { numRuns: 1000 });
  });
});
