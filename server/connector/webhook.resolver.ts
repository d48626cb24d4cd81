import { Arg, Args, Ctx, Field, FieldResolver, ID, InputType, Int, Mutation, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { Connector } from '../../schema/connector.js';
import { DateTime } from '../../schema/scalars.js';
import { WebhookAttempt, WebhookDelivery, WebhookDeliveryState } from '../../schema/webhook-delivery.js';
import type { Context } from '../graphql/context.js';
import { applyFilter, dateField, enumField, filterInputOf, idField, textField, type FilterValue } from '../graphql/filters.js';
import { fromGlobalId } from '../graphql/global-ids.js';
import type { NodeSource } from '../graphql/nodes.js';
import { ListArgs, listPage, pageOf, type Page } from '../graphql/paging.js';
import { answer, payloadOf, type Payload } from '../graphql/payloads.js';
import { maySeePartner, partnerScope } from '../partner/sides.js';
import type { Database } from '../platform/database.js';
import { changeOf, ConnectorStepInput } from './connector.inputs.js';
import type { Webhooks } from './webhooks.js';

const DeliveryPage = pageOf(WebhookDelivery);
const ConnectorPayload = payloadOf(Connector);
const DeliveryFilter = filterInputOf('WebhookDeliveryFilter', {
  type: 'WebhookDelivery',
  fields: {
    connector: idField('delivery.connectorId', 'Connector'),
    partner: idField('delivery.partnerId', 'Partner'),
    type: textField('delivery.type'),
    state: enumField('delivery.state', 'WebhookDeliveryState', WebhookDeliveryState),
    createdAt: dateField('delivery.createdAt'),
  },
});

@InputType({ description: 'What is sent again: one message, or all since a time that were not taken.' })
export class WebhookReplayInput extends ConnectorStepInput {
  @Field(() => ID, { nullable: true, description: 'One message.' })
  deliveryId?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Everything since then that was not taken.' })
  since?: Date | null;
}

@ObjectType({ simpleResolvers: true, description: 'How the messages of an endpoint stand.' })
export class WebhookStanding {
  @Field(() => Int, { description: 'Messages that wait to be sent, or to be sent again.' })
  pending: number;

  @Field(() => Int, { description: 'Messages that were given up.' })
  dead: number;

  @Field(() => DateTime, { nullable: true, description: 'When the first message failed since the last one was taken.' })
  failingSince: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Since when nothing is sent any more: the endpoint said that it is gone, or failed for five days. Sending again takes it up.' })
  disabledAt: Date | null;
}

@Resolver(() => WebhookDelivery)
export class WebhookDeliveryResolver {
  constructor(private readonly database: Database, private readonly webhooks: Webhooks) {}

  @Query(() => DeliveryPage, { description: 'Messages to partners, newest first; an account of a partner sees its own.' })
  webhookDeliveryList(@Args(() => ListArgs) list: ListArgs, @Ctx() { actor }: Context, @Arg('filter', () => DeliveryFilter, { nullable: true, description: 'Which ones.' }) filter?: FilterValue): Promise<Page<WebhookDelivery>> {
    const own = partnerScope(actor);
    return listPage(this.database.dataSource.getRepository(WebhookDelivery).createQueryBuilder('delivery'), list, {
      sortable: { createdAt: 'delivery.createdAt', type: 'delivery.type', state: 'delivery.state' },
      defaultSort: ['createdAt', 'desc'],
      filter: (query) => {
        if (own) query.andWhere('delivery.partnerId = :own', { own });
        applyFilter(query, DeliveryFilter, filter);
      },
    });
  }

  @Mutation(() => ConnectorPayload, { description: 'Sends connector.tested to a live endpoint, as every other message.' })
  webhookTest(@Arg('input', () => ConnectorStepInput, { description: 'Which endpoint.' }) input: ConnectorStepInput, @Ctx() { actor }: Context): Promise<Payload<Connector>> {
    return answer(async () => this.webhooks.test(changeOf(input), actor));
  }

  @Mutation(() => ConnectorPayload, { description: 'Sends messages again, and takes a disabled endpoint up again.' })
  webhookReplay(@Arg('input', () => WebhookReplayInput, { description: 'Which.' }) input: WebhookReplayInput, @Ctx() { actor }: Context): Promise<Payload<Connector>> {
    return answer(async () => this.webhooks.replay({ ...changeOf(input), deliveryId: input.deliveryId ? fromGlobalId('WebhookDelivery', input.deliveryId) : null, since: input.since ?? null }, actor));
  }

  @FieldResolver(() => Connector, { description: 'The endpoint.' })
  async connector(@Root() delivery: WebhookDelivery, @Ctx() { loaders }: Context): Promise<Connector> {
    return (await loaders.byId(Connector).load(delivery.connectorId))!;
  }

  @FieldResolver(() => [WebhookAttempt], { description: 'Every try, oldest first.' })
  attempts(@Root() delivery: WebhookDelivery, @Ctx() { loaders }: Context): Promise<WebhookAttempt[]> {
    return loaders.batch<string, WebhookAttempt[]>('webhook.attempts', async (ids) => {
      const rows = await this.database.query<{ delivery_id: string; number: number; at: Date; status: number | null; failure: string | null; answer: string | null }>(
        'SELECT delivery_id, number, at, status, failure, answer FROM webhook_attempts WHERE delivery_id = ANY($1) ORDER BY delivery_id, number', [ids]);
      return ids.map((id) => rows.filter((row) => row.delivery_id === id).map(({ delivery_id: deliveryId, ...row }) => Object.assign(new WebhookAttempt(), { deliveryId, ...row })));
    }).load(delivery.id);
  }
}

/** `Connector.webhook`: one statement for a page of connectors. */
@Resolver(() => Connector)
export class ConnectorWebhookResolver {
  constructor(private readonly database: Database) {}

  @FieldResolver(() => WebhookStanding, { nullable: true, description: 'How its messages stand; null for connections of other kinds.' })
  webhook(@Root() connector: Connector, @Ctx() { loaders }: Context): Promise<WebhookStanding> | null {
    if (connector.kind !== 'webhook') return null;
    return loaders.batch<string, WebhookStanding>('connector.webhook', async (ids) => {
      const rows = await this.database.query<WebhookStanding & { id: string }>(
        `SELECT given.id, w.failing_since AS "failingSince", w.disabled_at AS "disabledAt",
           (SELECT count(*)::int FROM webhook_deliveries d WHERE d.connector_id = given.id AND d.state = 'pending') AS pending,
           (SELECT count(*)::int FROM webhook_deliveries d WHERE d.connector_id = given.id AND d.state = 'dead') AS dead
         FROM unnest($1::uuid[]) AS given (id) LEFT JOIN webhook_endpoints w ON w.connector_id = given.id`, [ids]);
      return ids.map((id) => rows.find((row) => row.id === id)!);
    }).load(connector.id);
  }
}

export const webhookDeliveryNodes: NodeSource = (ids, { actor, loaders }) => Promise.all(ids.map(async (id) => {
  const delivery = await loaders.byId(WebhookDelivery).load(id);
  return delivery && maySeePartner(actor, delivery.partnerId) ? delivery : null;
}));
