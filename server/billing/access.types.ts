import { Field, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../../schema/enum-of.js';
import { Offer } from '../../schema/offer.js';
import { DateTime } from '../../schema/scalars.js';
import type { AccessDecision } from './access.js';

export const AccessState = enumOf('AccessState', 'Whether the viewer may read the whole of a content.', {
  free: 'Everybody may.',
  granted: 'The viewer bought it or was given it.',
  staff: 'The viewer works on it or for the platform.',
  preview: 'Only the beginning.',
});

@ObjectType({ simpleResolvers: true, description: 'What the viewer may read of a content, and why.' })
export class Access implements AccessDecision {
  @Field(() => AccessState, { description: 'Whether the whole may be read.' })
  state: AccessDecision['state'];

  @Field(() => String, {
    description: 'Why: staff, own, no_price, free_offer, bought, subscribed, gift, granted_by_staff, needs_purchase, or not_available (not published).',
  })
  reason: AccessDecision['reason'];

  @Field(() => Int, { nullable: true, description: 'How many characters (code points) of the body are shown; null: all of them.' })
  previewUntil: number | null;

  @Field(() => [Offer], { description: 'What would open it, cheapest first; empty when it is open or not sold.' })
  unlockOffers: Offer[];

  @Field(() => DateTime, { nullable: true, description: 'When access ends by itself; null: never, or there is none.' })
  expiresAt: Date | null;
}
