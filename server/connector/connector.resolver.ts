import { Arg, Args, Ctx, Field, FieldResolver, Mutation, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { Connector, ConnectorKind, ConnectorState } from '../../schema/connector.js';
import { Partner } from '../../schema/partner.js';
import { isAllowed } from '../graphql/authorization.js';
import type { Context } from '../graphql/context.js';
import { applyFilter, enumField, filterInputOf, idField, textField, type FilterValue } from '../graphql/filters.js';
import { fromGlobalId } from '../graphql/global-ids.js';
import type { NodeSource } from '../graphql/nodes.js';
import { ListArgs, listPage, maxPageSize, pageOf, type Page } from '../graphql/paging.js';
import { answer, payloadOf, type Payload } from '../graphql/payloads.js';
import { maySeePartner, partnerScope, sideOf } from '../partner/sides.js';
import type { Database } from '../platform/database.js';
import { allowedConnectorActions } from './connector-states.js';
import { changeOf, ConnectorConfigureInput, ConnectorReasonInput, ConnectorRegisterInput, ConnectorStepInput } from './connector.inputs.js';
import type { Connectors } from './connectors.js';

const ConnectorPage = pageOf(Connector);
const ConnectorPayload = payloadOf(Connector);
const ConnectorFilter = filterInputOf('ConnectorFilter', {
  type: 'Connector',
  search: ['connector.code', 'connector.name'],
  fields: {
    code: textField('connector.code'),
    name: textField('connector.name'),
    partner: idField('connector.partnerId', 'Partner'),
    kind: enumField('connector.kind', 'ConnectorKind', ConnectorKind),
    state: enumField('connector.state', 'ConnectorState', ConnectorState),
  },
});

@ObjectType({ simpleResolvers: true, description: 'A new secret; it is told this once.' })
export class ConnectorSecret {
  @Field(() => Connector, { description: 'Whose.' })
  connector: Connector;

  @Field(() => String, { description: 'whsec_ and base64: signs what goes between the two, as Standard Webhooks says.' })
  secret: string;
}
const ConnectorSecretPayload = payloadOf(ConnectorSecret);

@Resolver(() => Connector)
export class ConnectorResolver {
  constructor(private readonly database: Database, private readonly connectors: Connectors) {}

  @Query(() => ConnectorPage, { description: 'Connections with partners; an account of a partner sees its own.' })
  connectorList(@Args(() => ListArgs) list: ListArgs, @Ctx() { actor }: Context, @Arg('filter', () => ConnectorFilter, { nullable: true, description: 'Which ones.' }) filter?: FilterValue): Promise<Page<Connector>> {
    const own = partnerScope(actor);
    return this.database.transaction((tx) => listPage(tx.getRepository(Connector).createQueryBuilder('connector'), list, {
      sortable: { code: 'connector.code', name: 'connector.name', kind: 'connector.kind', state: 'connector.state', updatedAt: 'connector.updatedAt' },
      filter: (query) => {
        if (own) query.andWhere('connector.partnerId = :own', { own });
        applyFilter(query, ConnectorFilter, filter);
      },
    }));
  }

  @Mutation(() => ConnectorPayload, { description: 'Names a new connection with a partner.' })
  connectorRegister(@Arg('input', () => ConnectorRegisterInput, { description: 'The connection.' }) input: ConnectorRegisterInput, @Ctx() { actor }: Context): Promise<Payload<Connector>> {
    return answer(async () => this.connectors.register({ ...input, partnerId: fromGlobalId('Partner', input.partnerId) }, actor));
  }

  @Mutation(() => ConnectorPayload, { description: 'States the other end. What differs from what was accepted sends it back to testing.' })
  connectorConfigure(@Arg('input', () => ConnectorConfigureInput, { description: 'All of it.' }) input: ConnectorConfigureInput, @Ctx() { actor }: Context): Promise<Payload<Connector>> {
    return answer(async () => this.connectors.configure({ ...input, ...changeOf(input) }, actor));
  }

  @Mutation(() => ConnectorSecretPayload, { description: 'Makes a new secret and tells it this once; messages carry signatures of both for a day.' })
  connectorRotateSecret(@Arg('input', () => ConnectorStepInput, { description: 'Which.' }) input: ConnectorStepInput, @Ctx() { actor }: Context): Promise<Payload<ConnectorSecret>> {
    return answer(async () => this.connectors.rotateSecret(changeOf(input), actor));
  }

  @Mutation(() => ConnectorPayload, { description: 'Lets traffic flow: an agreement is in force, both sides accepted this build, and it gave a sign of life.' })
  connectorGoLive(@Arg('input', () => ConnectorStepInput, { description: 'Which.' }) input: ConnectorStepInput, @Ctx() { actor }: Context): Promise<Payload<Connector>> {
    return answer(async () => this.connectors.goLive(changeOf(input), actor));
  }

  @Mutation(() => ConnectorPayload, { description: 'Stops the traffic; one side is enough.' })
  connectorPause(@Arg('input', () => ConnectorReasonInput, { description: 'Which and why.' }) input: ConnectorReasonInput, @Ctx() { actor }: Context): Promise<Payload<Connector>> {
    return answer(async () => this.connectors.pause({ ...changeOf(input), reason: input.reason }, actor));
  }

  @Mutation(() => ConnectorPayload, { description: 'Ends a connection for good; one side is enough.' })
  connectorRetire(@Arg('input', () => ConnectorReasonInput, { description: 'Which and why.' }) input: ConnectorReasonInput, @Ctx() { actor }: Context): Promise<Payload<Connector>> {
    return answer(async () => this.connectors.retire({ ...changeOf(input), reason: input.reason }, actor));
  }

  @FieldResolver(() => Partner, { description: 'Whose connection it is.' })
  async partner(@Root() connector: Connector, @Ctx() { loaders }: Context): Promise<Partner> {
    return (await loaders.byId(Partner).load(connector.partnerId))!;
  }

  @FieldResolver(() => [String], { description: 'Mutations that the viewer can apply to it now.' })
  availableActions(@Root() connector: Connector, @Ctx() { actor }: Context): string[] {
    return allowedConnectorActions(connector.state, sideOf(actor, connector.partnerId)).filter((action) => isAllowed(`Mutation.${action}`, actor));
  }
}

/** `Partner.connectors` lies here: a partner knows nothing of the nouns that come after it. */
@Resolver(() => Partner)
export class PartnerConnectorsResolver {
  @FieldResolver(() => [Connector], { description: 'Its newest 100 connections, newest first; for the staff and the partner.' })
  async connectors(@Root() partner: Partner, @Ctx() { actor, loaders }: Context): Promise<Connector[]> {
    return maySeePartner(actor, partner.id) ? loaders.of(Connector, 'partnerId', { createdAt: 'DESC' }, maxPageSize).load(partner.id) : [];
  }
}

export const connectorNodes: NodeSource = (ids, { actor, loaders }) => Promise.all(ids.map(async (id) => {
  const connector = await loaders.byId(Connector).load(id);
  return connector && maySeePartner(actor, connector.partnerId) ? connector : null;
}));
