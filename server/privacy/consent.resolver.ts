import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { In } from 'typeorm';
import { Consent } from '../../schema/consent.js';
import { Disclosure } from '../../schema/disclosure.js';
import { Partner } from '../../schema/partner.js';
import { Reader } from '../../schema/reader.js';
import { Viewer } from '../account/account.types.js';
import type { Context } from '../graphql/context.js';
import { fromGlobalId } from '../graphql/global-ids.js';
import type { NodeSource } from '../graphql/nodes.js';
import { answer, payloadOf, type Payload } from '../graphql/payloads.js';
import type { Actor } from '../platform/actor.js';
import type { Database } from '../platform/database.js';
import type { Idempotency } from '../platform/idempotency.js';
import type { Consents } from './consents.js';
import { disclosuresWith } from './disclosures.js';
import { ConsentGiveInput, ConsentWithdrawInput } from './privacy.inputs.js';
import type { Pseudonyms } from './pseudonyms.js';

const ConsentPayload = payloadOf(Consent);

@Resolver(() => Consent)
export class ConsentResolver {
  constructor(private readonly database: Database, private readonly consents: Consents, private readonly idempotency: Idempotency) {}

  @Mutation(() => ConsentPayload, { description: 'Allows one partner one use of the data of the reader who is signed in.' })
  consentGive(@Arg('input', () => ConsentGiveInput, { description: 'Whom, and what for.' }) { idempotencyKey, ...input }: ConsentGiveInput, @Ctx() { actor }: Context): Promise<Payload<Consent>> {
    return answer(async () => {
      const to = { ...input, partnerId: fromGlobalId('Partner', input.partnerId) };
      return this.read(await this.idempotency.once(actor, idempotencyKey, 'consentGive', to, (tx) => this.consents.give(tx, to, actor)));
    });
  }

  @Mutation(() => ConsentPayload, { description: 'Takes a consent back: from now on nothing leaves because of it, and what was not fetched cannot be read any more.' })
  consentWithdraw(@Arg('input', () => ConsentWithdrawInput, { description: 'Which consent.' }) { idempotencyKey, ...input }: ConsentWithdrawInput, @Ctx() { actor }: Context): Promise<Payload<Consent>> {
    return answer(async () => {
      const which = { id: fromGlobalId('Consent', input.id) };
      return this.read(await this.idempotency.once(actor, idempotencyKey, 'consentWithdraw', which, (tx) => this.consents.withdraw(tx, which, actor)));
    });
  }

  @FieldResolver(() => Partner, { description: 'Who may get the data.' })
  async partner(@Root() consent: Consent, @Ctx() { loaders }: Context): Promise<Partner> {
    return (await loaders.byId(Partner).load(consent.partnerId))!;
  }

  private read(id: string): Promise<Consent> {
    return this.database.dataSource.getRepository(Consent).findOneByOrFail({ id });
  }
}

@Resolver(() => Viewer)
export class ViewerPrivacyResolver {
  constructor(private readonly database: Database, private readonly pseudonyms: Pseudonyms) {}

  @FieldResolver(() => [Consent], { description: 'What the viewer, as a reader, has allowed and taken back, the newest first.' })
  async consents(@Ctx() { actor }: Context): Promise<Consent[]> {
    const reader = await this.reader(actor);
    return reader ? this.database.dataSource.getRepository(Consent).find({ where: { readerId: reader.id }, order: { givenAt: 'DESC', id: 'DESC' } }) : [];
  }

  @FieldResolver(() => [Disclosure], { description: 'Which partners got data of the viewer, the newest first; as long as the keys of the pseudonyms exist.' })
  async disclosures(@Ctx() { actor }: Context): Promise<Disclosure[]> {
    const reader = await this.reader(actor);
    if (!reader) return [];
    return this.database.transaction(async (tx) => tx.find(Disclosure, { where: { id: In(await disclosuresWith(tx, this.pseudonyms, reader.id)) }, order: { disclosedAt: 'DESC', id: 'DESC' } }));
  }

  /** Only a person is a reader here: partners and staff have no data that would go to partners. */
  private async reader(actor: Actor): Promise<Reader | null> {
    return actor.kind === 'account' && actor.role === 'reader' ? this.database.dataSource.getRepository(Reader).findOneBy({ accountId: actor.accountId }) : null;
  }
}

export const consentNodes: NodeSource = (ids, { actor, loaders }) => Promise.all(ids.map(async (id) => {
  const consent = actor.kind === 'account' && actor.role === 'reader' ? await loaders.byId(Consent).load(id) : null;
  const reader = consent && await loaders.byId(Reader).load(consent.readerId);
  return reader && actor.kind === 'account' && reader.accountId === actor.accountId ? consent : null;
}));
