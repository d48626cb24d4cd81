import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Content } from '../../schema/content.js';
import type { Context } from '../graphql/context.js';
import { fromGlobalId } from '../graphql/global-ids.js';
import { answer, type Payload, payloadOf } from '../graphql/payloads.js';
import type { Actor } from '../platform/actor.js';
import type { ContentTransition } from './content-states.js';
import { ContentCreateInput, ContentEditInput, ContentMoveInput, ContentReasonInput, ContentRevertInput, ContentScheduleInput } from './content.inputs.js';
import type { Contents } from './contents.js';

const ContentPayload = payloadOf(Content);
type Answer = Promise<Payload<Content>>;

@Resolver(() => Content)
export class ContentEditingResolver {
  constructor(private readonly contents: Contents) {}

  @Mutation(() => ContentPayload, { description: 'Writes a new content; it begins as a draft.' })
  contentCreate(@Arg('input', () => ContentCreateInput, { description: 'The content.' }) input: ContentCreateInput, @Ctx() { actor }: Context): Answer {
    return answer(() => this.contents.create({
      ...present(input), kind: input.kind, title: input.title,
      authorId: input.authorId ? fromGlobalId('Account', input.authorId) : undefined,
      partnerId: input.partnerId ? fromGlobalId('Partner', input.partnerId) : undefined,
    }, actor));
  }

  @Mutation(() => ContentPayload, { description: 'Saves the draft as a new version; an equal text changes nothing.' })
  contentEdit(@Arg('input', () => ContentEditInput, { description: 'Which, and what is new.' }) input: ContentEditInput, @Ctx() { actor }: Context): Answer {
    const { id, expectedVersion, mediaUrl, ...changes } = input;
    const media = mediaUrl == null ? {} : { mediaUrl: mediaUrl || null };
    return answer(() => this.contents.edit({ ...present(changes), ...media, id: fromGlobalId('Content', id), expectedVersion }, actor));
  }

  @Mutation(() => ContentPayload, { description: 'Hands it to the editors.' })
  contentSubmit(@Arg('input', () => ContentMoveInput, { description: 'Which.' }) input: ContentMoveInput, @Ctx() { actor }: Context): Answer {
    return this.move('contentSubmit', input, actor);
  }

  @Mutation(() => ContentPayload, { description: 'Allows it to be published.' })
  contentApprove(@Arg('input', () => ContentMoveInput, { description: 'Which.' }) input: ContentMoveInput, @Ctx() { actor }: Context): Answer {
    return this.move('contentApprove', input, actor);
  }

  @Mutation(() => ContentPayload, { description: 'Sends it back to its author.' })
  contentRequestChanges(@Arg('input', () => ContentReasonInput, { description: 'Which, and what should change.' }) input: ContentReasonInput, @Ctx() { actor }: Context): Answer {
    return this.move('contentRequestChanges', input, actor);
  }

  @Mutation(() => ContentPayload, { description: 'Makes the draft what readers get.' })
  contentPublish(@Arg('input', () => ContentMoveInput, { description: 'Which.' }) input: ContentMoveInput, @Ctx() { actor }: Context): Answer {
    return this.move('contentPublish', input, actor);
  }

  @Mutation(() => ContentPayload, { description: 'Lets it become published by itself.' })
  contentSchedule(@Arg('input', () => ContentScheduleInput, { description: 'Which and when.' }) input: ContentScheduleInput, @Ctx() { actor }: Context): Answer {
    return this.move('contentSchedule', input, actor);
  }

  @Mutation(() => ContentPayload, { description: 'Takes it off the schedule: it is a draft again.' })
  contentUnschedule(@Arg('input', () => ContentMoveInput, { description: 'Which.' }) input: ContentMoveInput, @Ctx() { actor }: Context): Answer {
    return this.move('contentUnschedule', input, actor);
  }

  @Mutation(() => ContentPayload, { description: 'Takes it out of lists and search; who has access keeps it.' })
  contentUnlist(@Arg('input', () => ContentMoveInput, { description: 'Which.' }) input: ContentMoveInput, @Ctx() { actor }: Context): Answer {
    return this.move('contentUnlist', input, actor);
  }

  @Mutation(() => ContentPayload, { description: 'Lists it again.' })
  contentRelist(@Arg('input', () => ContentMoveInput, { description: 'Which.' }) input: ContentMoveInput, @Ctx() { actor }: Context): Answer {
    return this.move('contentRelist', input, actor);
  }

  @Mutation(() => ContentPayload, { description: 'Puts it away for good; who has access keeps it.' })
  contentArchive(@Arg('input', () => ContentMoveInput, { description: 'Which.' }) input: ContentMoveInput, @Ctx() { actor }: Context): Answer {
    return this.move('contentArchive', input, actor);
  }

  @Mutation(() => ContentPayload, { description: 'Takes it away from everybody, also from who bought it.' })
  contentTakeDown(@Arg('input', () => ContentReasonInput, { description: 'Which and why.' }) input: ContentReasonInput, @Ctx() { actor }: Context): Answer {
    return this.move('contentTakeDown', input, actor);
  }

  @Mutation(() => ContentPayload, { description: 'Undoes a takedown; it can then be submitted or published again.' })
  contentRestore(@Arg('input', () => ContentMoveInput, { description: 'Which.' }) input: ContentMoveInput, @Ctx() { actor }: Context): Answer {
    return this.move('contentRestore', input, actor);
  }

  @Mutation(() => ContentPayload, { description: 'Takes the last publication back: readers get the version before it.' })
  contentRevert(@Arg('input', () => ContentRevertInput, { description: 'Which.' }) input: ContentRevertInput, @Ctx() { actor }: Context): Answer {
    return answer(() => this.contents.revert(
      { id: fromGlobalId('Content', input.id), expectedVersion: input.expectedVersion, publicationId: fromGlobalId('ContentPublication', input.publicationId) }, actor));
  }

  private move(action: ContentTransition, input: ContentMoveInput & { reason?: string; publishAt?: Date }, actor: Actor): Answer {
    return answer(() => this.contents.move(action, { ...input, id: fromGlobalId('Content', input.id) }, actor));
  }
}

/** Null and absent mean the same in these inputs: leave it as it is. */
function present<T extends object>(input: T): { [Key in keyof T]?: NonNullable<T[Key]> } {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value != null)) as { [Key in keyof T]?: NonNullable<T[Key]> };
}
