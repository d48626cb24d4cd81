import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Account } from '../../schema/account.js';
import { ApiKey } from '../../schema/api-key.js';
import type { Context } from '../graphql/context.js';
import { applyFilter, dateField, filterInputOf, idField, textField, type FilterValue } from '../graphql/filters.js';
import { fromGlobalId } from '../graphql/global-ids.js';
import type { NodeSource } from '../graphql/nodes.js';
import { ListArgs, listPage, pageOf, type Page } from '../graphql/paging.js';
import { answer, payloadOf, type Payload } from '../graphql/payloads.js';
import type { Database } from '../platform/database.js';
import { ApiKeyCreateInput, ApiKeyRevokeInput } from './account.inputs.js';
import { CreatedApiKey } from './account.types.js';
import { keyOwner, type ApiKeys } from './api-keys.js';
import type { Authentication } from './authentication.js';

const ApiKeyPage = pageOf(ApiKey);
const ApiKeyPayload = payloadOf(ApiKey);
const CreatedApiKeyPayload = payloadOf(CreatedApiKey);
const ApiKeyFilter = filterInputOf('ApiKeyFilter', {
  type: 'ApiKey',
  search: ['key.name', 'key.prefix'],
  fields: { name: textField('key.name'), account: idField('key.accountId', 'Account'), createdAt: dateField('key.createdAt'), revokedAt: dateField('key.revokedAt') },
});

@Resolver(() => ApiKey)
export class ApiKeyResolver {
  constructor(private readonly database: Database, private readonly apiKeys: ApiKeys, private readonly authentication: Authentication) {}

  @Query(() => ApiKeyPage, { description: 'The own keys; for operators all.' })
  apiKeyList(
    @Args(() => ListArgs) list: ListArgs,
    @Ctx() { actor }: Context,
    @Arg('filter', () => ApiKeyFilter, { nullable: true, description: 'Which ones.' }) filter?: FilterValue,
  ): Promise<Page<ApiKey>> {
    return listPage(this.database.dataSource.getRepository(ApiKey).createQueryBuilder('key'), list, {
      sortable: { name: 'key.name', createdAt: 'key.createdAt', expiresAt: 'key.expiresAt', revokedAt: 'key.revokedAt' },
      filter: (query) => {
        const owner = keyOwner(actor);
        if (owner) query.andWhere('key.accountId = :owner', { owner });
        applyFilter(query, ApiKeyFilter, filter);
      },
    });
  }

  @Mutation(() => CreatedApiKeyPayload, { description: 'Makes a key; its secret is in the answer and nowhere else.' })
  apiKeyCreate(@Arg('input', () => ApiKeyCreateInput, { description: 'The key.' }) input: ApiKeyCreateInput, @Ctx() { actor }: Context): Promise<Payload<CreatedApiKey>> {
    return answer(() => this.apiKeys.create(input, input.accountId == null ? null : fromGlobalId('Account', input.accountId), actor));
  }

  @Mutation(() => ApiKeyPayload, { description: 'Ends a key; within 10 seconds everywhere.' })
  async apiKeyRevoke(@Arg('input', () => ApiKeyRevokeInput, { description: 'Which.' }) input: ApiKeyRevokeInput, @Ctx() { actor }: Context): Promise<Payload<ApiKey>> {
    const payload = await answer(() => this.apiKeys.revoke(fromGlobalId('ApiKey', input.id), actor));
    if (payload.result) this.authentication.forget();
    return payload;
  }

  @FieldResolver(() => Account, { nullable: true, description: 'For whom it acts.' })
  async account(@Root() key: ApiKey, @Ctx() { loaders }: Context): Promise<Account | null> {
    return loaders.byId(Account).load(key.accountId);
  }
}

export const apiKeyNodes: NodeSource = async (ids, { actor, loaders }) => {
  if (actor.kind === 'anonymous') return ids.map(() => null);
  const owner = keyOwner(actor);
  return Promise.all(ids.map(async (id) => {
    const key = await loaders.byId(ApiKey).load(id);
    return key && (owner === null || key.accountId === owner) ? key : null;
  }));
};
