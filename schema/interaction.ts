import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from './scalars.js';

/** Names are what the API spells, values what the table holds. */
export const InteractionKind = {
  VIEW: 'view',
  CLICK: 'click',
  READ: 'read',
  COMPLETE: 'complete',
  LIKE: 'like',
  ENROL: 'enrol',
  PURCHASE: 'purchase',
  LESS: 'less',
  RATE: 'rate',
} as const;
export type InteractionKind = (typeof InteractionKind)[keyof typeof InteractionKind];

export const interactionKinds: readonly InteractionKind[] = Object.values(InteractionKind);

registerEnumType(InteractionKind, {
  name: 'InteractionKind',
  description: 'What a reader did with a content.',
  valuesConfig: {
    VIEW: { description: 'The content was opened.' },
    CLICK: { description: 'The content was chosen in a feed.' },
    READ: { description: 'A good part was read, heard or watched.' },
    COMPLETE: { description: 'It was read, heard or watched to its end.' },
    LIKE: { description: 'It was marked as liked.' },
    ENROL: { description: 'The reader enrolled in the course or column.' },
    PURCHASE: { description: 'The reader bought access.' },
    LESS: { description: 'The reader asked for less of this.' },
    RATE: { description: 'The reader gave a mark; the value holds it.' },
  },
});

/**
 * One row of the day-partitioned table `interactions`. Not an entity: it is written by the thousand in one statement
 * and read by prepared SQL, and TypeORM knows no partitions.
 */
@ObjectType({ simpleResolvers: true, description: 'Something that a reader did with a content.' })
export class Interaction {
  @Field(() => ID, { description: 'The id that the client gave this event.' })
  id: string;

  @Field(() => DateTime, { description: 'When it happened.' })
  occurredAt: Date;

  @Field(() => InteractionKind, { description: 'What was done.' })
  kind: InteractionKind;

  @Field(() => Float, { nullable: true, description: 'A mark, or the part that was read (0–1).' })
  value: number | null;

  @Field(() => Int, { nullable: true, description: 'The slot of the feed in which the content stood.' })
  slot: number | null;

  contentNo: number;
  contentId: string | null;
}
