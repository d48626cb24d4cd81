import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../graphql/context.js';
import { answer, payloadOf, type Payload } from '../graphql/payloads.js';
import type { EventIntake } from './event-intake.js';
import { TrackInput, Tracked } from './feed.types.js';
import type { Readers } from './readers.js';

const TrackedPayload = payloadOf(Tracked);

@Resolver()
export class TrackResolver {
  constructor(private readonly intake: EventIntake, private readonly readers: Readers) {}

  @Mutation(() => TrackedPayload, { description: 'Tells what the reader did. It counts in the next feed; repeats are harmless.' })
  track(@Arg('input', () => TrackInput, { description: 'The events.' }) { events }: TrackInput, @Ctx() { actor }: Context): Promise<Payload<Tracked>> {
    return answer(async () => {
      const { no } = await this.readers.ofActor(actor);
      const { accepted, duplicates, rejected } = await this.intake.takeList(events, { readerNo: no, namesReaders: false });
      return Object.assign(new Tracked(), { accepted, duplicates, rejected: rejected.map(({ line, reason }) => ({ index: line - 1, reason })) });
    });
  }
}
