import type DataLoader from 'dataloader';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { Content } from '../../schema/content.js';
import { Offer } from '../../schema/offer.js';
import type { Context } from '../graphql/context.js';
import type { NodeSource } from '../graphql/nodes.js';
import { type AccessDecision, isVisible } from './access.js';
import { Access } from './access.types.js';
import { excerptOf } from './excerpt.js';
import type { Paywall } from './paywall.js';

const [shortestExcerpt, longestExcerpt] = [20, 500];

/** What billing adds to a content: prices, and the text as far as the viewer may read it. */
@Resolver(() => Content)
export class ContentAccessResolver {
  constructor(private readonly paywall: Paywall) {}

  @FieldResolver(() => [Offer], { description: 'How it can be bought, by its own; subscriptions of the whole platform are among viewerAccess.unlockOffers.' })
  async offers(@Root() content: Content, @Ctx() { loaders }: Context): Promise<Offer[]> {
    return (await loaders.of(Offer, 'contentId').load(content.id)).filter(({ state }) => state === 'active');
  }

  @FieldResolver(() => Access, { description: 'What the viewer may read of it, and why.' })
  async viewerAccess(@Root() content: Content, @Ctx() context: Context): Promise<Access> {
    return Object.assign(new Access(), await accessLoader(this.paywall, context).load(content));
  }

  @FieldResolver(() => String, { nullable: true, description: 'The text, cut on the server where the viewer may not read on; null when nothing of it may be read.' })
  body(@Root() content: Content, @Ctx() context: Context): Promise<string | null> {
    return bodyLoader(this.paywall, context).load(content);
  }

  @FieldResolver(() => String, { nullable: true, description: 'A piece of what the viewer may read, around the words that were looked for.' })
  async excerpt(
    @Root() content: Content, @Ctx() context: Context,
    @Arg('query', () => String, { nullable: true, description: 'The words; without them it is the beginning.' }) query?: string | null,
    @Arg('length', () => Int, { defaultValue: 120, description: 'At most so many characters: 20 to 500.' }) length = 120,
  ): Promise<string | null> {
    const body = await bodyLoader(this.paywall, context).load(content);
    return body === null ? null : excerptOf(body, query ?? null, Math.min(Math.max(length, shortestExcerpt), longestExcerpt));
  }
}

/** node(id): published contents for everybody, others for who works on them or may read them. */
export const contentNodes = (paywall: Paywall): NodeSource => async (ids, context) => {
  const found = await Promise.all(ids.map((id) => context.loaders.byId(Content).load(id)));
  return Promise.all(found.map(async (content) => (content && isVisible(content, await accessLoader(paywall, context).load(content)) ? content : null)));
};

function accessLoader(paywall: Paywall, { loaders, actor }: Context): DataLoader<Content, AccessDecision> {
  return loaders.batch('billing.access', (contents: readonly Content[]) => paywall.decisions(contents, actor));
}

function bodyLoader(paywall: Paywall, context: Context): DataLoader<Content, string | null> {
  const access = accessLoader(paywall, context);
  return context.loaders.batch('billing.body', async (contents: readonly Content[]) => (
    paywall.bodies(contents, await Promise.all(contents.map((content) => access.load(content))), context.actor)));
}
