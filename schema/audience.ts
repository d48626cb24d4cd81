import { Field, Int, ObjectType } from 'type-graphql';
import { ContentKind } from './content.js';

/** Who a campaign is for; each condition that is given must hold, none given means everybody. Kept as jsonb. */
@ObjectType({ description: 'Who a campaign is for: every condition that is given must hold; none means everybody.' })
export class Audience {
  @Field(() => [ContentKind], { description: 'The reader read a content of one of these kinds. Empty: of any kind, or none.' })
  kinds: ContentKind[];

  @Field(() => [String], { description: 'The reader has one of these locales (zh, en). Empty: any.' })
  locales: ('zh' | 'en')[];

  @Field(() => Int, { nullable: true, description: 'The reader was active within so many days; kinds then count within them too.' })
  activeWithinDays: number | null;
}
