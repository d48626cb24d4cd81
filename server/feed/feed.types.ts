import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ArrayMaxSize, ArrayMinSize, Length } from 'class-validator';
import { Content } from '../../schema/content.js';
import { enumOf } from '../../schema/enum-of.js';
import { InteractionKind } from '../../schema/interaction.js';
import { DateTime } from '../../schema/scalars.js';
import { PageInfo } from '../graphql/connections.js';
import type { EntryReason } from './feed-reasons.js';

export const ReasonKindEnum = enumOf('ReasonKind', 'Why a content stands in a feed.', {
  because_of: 'The reader did something with another content before.',
  popular: 'Many readers like it.',
  newest: 'It was just published.',
  sponsored: 'Somebody pays for this slot.',
  explore: 'It is new, and the platform wants to learn who likes it.',
  ranked_by_partner: 'A partner’s recommender put it there.',
});

@ObjectType({ simpleResolvers: true, description: 'One reason for an entry of a feed.' })
export class Reason {
  @Field(() => ReasonKindEnum, { description: 'What sort of reason.' })
  kind: EntryReason['kind'];

  @Field(() => Content, { nullable: true, description: 'For BECAUSE_OF: what the reader did something with.' })
  content: Content | null;

  @Field(() => Float, { nullable: true, description: 'For BECAUSE_OF: the exact part of the score that it gave, 0–1.' })
  share: number | null;
}

@ObjectType({ simpleResolvers: true, description: 'A content in one slot of a feed.' })
export class FeedEdge {
  @Field(() => String, { description: 'Opaque place in this feed: pass it as `after`.' })
  cursor: string;

  @Field(() => Content, { description: 'The content.' })
  node: Content;

  @Field(() => Float, { description: 'Score by its source: comparable only within one reason.' })
  score: number;

  @Field(() => Int, { description: 'Slot from 0 in the whole feed: give it back with events.' })
  slot: number;

  @Field(() => Float, { description: 'Chance that this content stood in this slot; 1 where nothing was drawn.' })
  propensity: number;

  campaignId: string | null;

  @Field(() => Boolean, { description: 'Whether somebody pays for this slot: say so to the reader.' })
  get isSponsored(): boolean {
    return this.campaignId !== null;
  }

  /** Shared by the edges of a page: computed once, and only if asked for. */
  explain: () => Promise<Map<number, EntryReason[]>>;
}

@ObjectType({ simpleResolvers: true, description: 'One page of a frozen list made for one reader.' })
export class Feed {
  @Field(() => ID, { description: 'Give it back with events, so that they count for this feed.' })
  feedId: string;

  @Field(() => String, { description: 'What decided about this list: scenario, revision and model.' })
  policyVersion: string;

  @Field(() => [FeedEdge], { description: 'The entries in their order.' })
  edges: FeedEdge[];

  @Field(() => PageInfo, { description: 'Where this page stands in the list.' })
  pageInfo: PageInfo;

  modelRunId: string | null;
}

@InputType({ description: 'Something that the reader did. Sending the same event again changes nothing.' })
export class EventInput {
  @Field(() => ID, { description: 'Made by the client: a uuid, or any text that is never used for another event.' })
  @Length(1, 200)
  eventId: string;

  @Field(() => ID, { description: 'The content: global id, or its external id.' })
  @Length(1, 200)
  contentId: string;

  @Field(() => InteractionKind, { description: 'What was done.' })
  kind: InteractionKind;

  @Field(() => DateTime, { description: 'When it happened: at most 60 days ago.' })
  occurredAt: Date;

  @Field(() => Float, { nullable: true, description: 'A mark (1–5), or the part that was read (0–1).' })
  value?: number | null;

  @Field(() => ID, { nullable: true, description: 'The feed in which the content was shown.' })
  feedId?: string | null;

  @Field(() => Int, { nullable: true, description: 'The slot of that feed.' })
  slot?: number | null;
}

@InputType({ description: 'Events of the reader who is signed in.' })
export class TrackInput {
  @Field(() => [EventInput], { description: '1 to 500 events; for more there is POST /events.' })
  @ArrayMinSize(1) @ArrayMaxSize(500)
  events: EventInput[];
}

@ObjectType({ simpleResolvers: true, description: 'An event that was not taken.' })
export class RejectedEvent {
  @Field(() => Int, { description: 'Place in the given list, from 0.' })
  index: number;

  @Field(() => String, { description: 'Why: bad_event_id, unknown_content, too_old, in_future and so on.' })
  reason: string;
}

@ObjectType({ simpleResolvers: true, description: 'What became of the events.' })
export class Tracked {
  @Field(() => Int, { description: 'Stored now.' })
  accepted: number;

  @Field(() => Int, { description: 'Known before.' })
  duplicates: number;

  @Field(() => [RejectedEvent], { description: 'Not taken, and why.' })
  rejected: RejectedEvent[];
}

@InputType({ description: 'Whether feeds may use what the reader does.' })
export class PersonalisationSetInput {
  @Field(() => Boolean, { description: 'False: the same feed for everybody, from the next request on.' })
  personalised: boolean;

  @Field(() => String, { description: 'Made by the client, 1 to 200 characters; the same key again changes nothing more.' })
  idempotencyKey: string;
}
