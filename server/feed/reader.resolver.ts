import { Max, Min } from 'class-validator';
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Content } from '../../schema/content.js';
import { Interaction } from '../../schema/interaction.js';
import { Reader } from '../../schema/reader.js';
import { Viewer } from '../account/account.types.js';
import { contentNodes } from '../billing/content-access.resolver.js';
import type { Paywall } from '../billing/paywall.js';
import type { Context } from '../graphql/context.js';
import { applyFilter, booleanField, dateField, filterInputOf, intField, textField, type FilterValue } from '../graphql/filters.js';
import type { NodeSource } from '../graphql/nodes.js';
import { ListArgs, listPage, pageOf, type Page } from '../graphql/paging.js';
import { answer, payloadOf, type Payload } from '../graphql/payloads.js';
import type { Actor } from '../platform/actor.js';
import type { Database } from '../platform/database.js';
import type { Idempotency } from '../platform/idempotency.js';
import { PersonalisationSetInput } from './feed.types.js';
import { readLatestInteractions } from './latest-interactions.js';
import type { Readers } from './readers.js';

const ReaderPage = pageOf(Reader);
const ReaderPayload = payloadOf(Reader);
const ReaderFilter = filterInputOf('ReaderFilter', {
  type: 'Reader',
  search: ['reader.externalId'],
  fields: {
    no: intField('reader.no'),
    externalId: textField('reader.externalId'),
    personalised: booleanField('reader.personalised'),
    createdAt: dateField('reader.createdAt'),
  },
});

@ArgsType()
export class LatestArgs {
  @Field(() => Int, { defaultValue: 20, description: 'How many, newest first: 1 to 100.' })
  @Min(1) @Max(100)
  last: number;
}

@Resolver(() => Reader)
export class ReaderResolver {
  constructor(private readonly database: Database, private readonly readers: Readers, private readonly idempotency: Idempotency) {}

  @Query(() => ReaderPage, { description: 'All readers; for staff.' })
  readerList(@Args(() => ListArgs) list: ListArgs, @Arg('filter', () => ReaderFilter, { nullable: true, description: 'Which ones.' }) filter?: FilterValue): Promise<Page<Reader>> {
    return listPage(this.database.dataSource.getRepository(Reader).createQueryBuilder('reader'), list, {
      sortable: { no: 'reader.no', externalId: 'reader.externalId', createdAt: 'reader.createdAt' },
      filter: (query) => applyFilter(query, ReaderFilter, filter),
    });
  }

  @Mutation(() => ReaderPayload, { description: 'Turns personalised feeds on or off for the reader who is signed in.' })
  personalisationSet(@Arg('input', () => PersonalisationSetInput, { description: 'On or off.' }) { personalised, idempotencyKey }: PersonalisationSetInput, @Ctx() { actor }: Context): Promise<Payload<Reader>> {
    return answer(async () => {
      const reader = await this.readers.ofActor(actor);
      await this.idempotency.once(actor, idempotencyKey, 'personalisationSet', { personalised }, (tx) => this.readers.setPersonalised(tx, reader, personalised));
      return this.readers.ofActor(actor);
    });
  }

  @FieldResolver(() => [Interaction], { description: 'What the reader did last, newest first; for the reader and for staff.' })
  async interactions(@Root() reader: Reader, @Args(() => LatestArgs) { last }: LatestArgs, @Ctx() { actor, loaders }: Context): Promise<Interaction[]> {
    if (!maySeeReader(actor, reader)) return [];
    const latest = loaders.batch(`feed.interactions.${last}`, (readerNos: readonly number[]) => readLatestInteractions(this.database, readerNos, last));
    return latest.load(reader.no);
  }
}

@Resolver(() => Interaction)
export class InteractionResolver {
  constructor(private readonly paywall: Paywall) {}

  /** Events may name any content, by ids that can be guessed: that shows nothing of it. */
  @FieldResolver(() => Content, { nullable: true, description: 'What it was done with; null where the viewer may not see it.' })
  async content(@Root() interaction: Interaction, @Ctx() context: Context): Promise<Content | null> {
    return interaction.contentId === null ? null : (await contentNodes(this.paywall)([interaction.contentId], context))[0] as Content | null;
  }
}

@Resolver(() => Viewer)
export class ViewerReaderResolver {
  constructor(private readonly readers: Readers) {}

  @FieldResolver(() => Reader, { nullable: true, description: 'The viewer as a reader; null for the anonymous and for keys.' })
  async reader(@Ctx() { actor }: Context): Promise<Reader | null> {
    return actor.kind === 'account' ? this.readers.ofAccount(actor.accountId) : null;
  }
}

const staff: readonly string[] = ['partner_manager', 'marketer', 'analyst', 'operator'];

function maySeeReader(actor: Actor, reader: Reader): boolean {
  return actor.kind === 'account' && (staff.includes(actor.role) || reader.accountId === actor.accountId);
}

export const readerNodes: NodeSource = async (ids, { actor, loaders }) => {
  const rows = await loaders.byId(Reader).loadMany([...ids]);
  return rows.map((row) => (row instanceof Reader && maySeeReader(actor, row) ? row : null));
};
