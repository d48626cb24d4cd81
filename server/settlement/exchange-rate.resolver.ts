import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Account } from '../../schema/account.js';
import { ExchangeRate } from '../../schema/exchange-rate.js';
import type { Context } from '../graphql/context.js';
import { applyFilter, filterInputOf, textField, type FilterValue } from '../graphql/filters.js';
import type { NodeSource } from '../graphql/nodes.js';
import { ListArgs, listPage, pageOf, type Page } from '../graphql/paging.js';
import { answer, payloadOf, type Payload } from '../graphql/payloads.js';
import type { Database } from '../platform/database.js';
import type { Idempotency } from '../platform/idempotency.js';
import { isAllowed } from '../graphql/authorization.js';
import type { ExchangeRates } from './exchange-rates.js';
import { ExchangeRateSetInput } from './settlement.inputs.js';

const ExchangeRatePage = pageOf(ExchangeRate);
const ExchangeRatePayload = payloadOf(ExchangeRate);
const ExchangeRateFilter = filterInputOf('ExchangeRateFilter', {
  type: 'ExchangeRate',
  fields: { source: textField('rate.source'), target: textField('rate.target') },
});

@Resolver(() => ExchangeRate)
export class ExchangeRateResolver {
  constructor(private readonly database: Database, private readonly rates: ExchangeRates, private readonly idempotency: Idempotency) {}

  @Query(() => ExchangeRatePage, { description: 'Exchange rates, the newest first: of each pair, the newest counts.' })
  exchangeRateList(@Args(() => ListArgs) list: ListArgs, @Arg('filter', () => ExchangeRateFilter, { nullable: true, description: 'Which ones.' }) filter?: FilterValue): Promise<Page<ExchangeRate>> {
    return listPage(this.database.dataSource.getRepository(ExchangeRate).createQueryBuilder('rate'), list, {
      sortable: { validFrom: 'rate.validFrom', source: 'rate.source', target: 'rate.target' },
      defaultSort: ['validFrom', 'desc'],
      filter: (query) => applyFilter(query, ExchangeRateFilter, filter),
    });
  }

  @Mutation(() => ExchangeRatePayload, { description: 'Sets a rate, from now on. Payouts that were proposed before keep theirs until they are approved.' })
  exchangeRateSet(@Arg('input', () => ExchangeRateSetInput, { description: 'The pair and its rate.' }) { idempotencyKey, ...input }: ExchangeRateSetInput, @Ctx() { actor }: Context): Promise<Payload<ExchangeRate>> {
    return answer(async () => {
      const id = await this.idempotency.once(actor, idempotencyKey, 'exchangeRateSet', input, (tx) => this.rates.set(tx, input, actor));
      return this.database.dataSource.getRepository(ExchangeRate).findOneByOrFail({ id });
    });
  }

  @FieldResolver(() => Account, { nullable: true, description: 'Who set it.' })
  setter(@Root() rate: ExchangeRate, @Ctx() { loaders }: Context): Promise<Account | null> {
    return loaders.byId(Account).load(rate.setBy);
  }
}

export const exchangeRateNodes: NodeSource = async (ids, { actor, loaders }) => (
  isAllowed('Query.exchangeRateList', actor) ? Promise.all(ids.map((id) => loaders.byId(ExchangeRate).load(id))) : ids.map(() => null));
