import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Accrual, AccrualSource, AccrualState } from '../../schema/accrual.js';
import { ContractVersion } from '../../schema/contract-version.js';
import { LedgerAccount, LedgerAccountKind } from '../../schema/ledger-account.js';
import { Money } from '../../schema/money.js';
import { Partner } from '../../schema/partner.js';
import { Statement } from '../../schema/statement.js';
import type { Context } from '../graphql/context.js';
import { applyFilter, dateField, enumField, filterInputOf, idField, textField, type FilterValue } from '../graphql/filters.js';
import type { NodeSource } from '../graphql/nodes.js';
import { ListArgs, listPage, pageOf, type Page } from '../graphql/paging.js';
import { isPartnerAccount, maySeePartner, partnerScope } from '../partner/sides.js';
import type { Database } from '../platform/database.js';
import { accrualState } from './settlement-loaders.js';

const AccrualPage = pageOf(Accrual);
const LedgerAccountPage = pageOf(LedgerAccount);
const AccrualFilter = filterInputOf('AccrualFilter', {
  type: 'Accrual',
  fields: {
    partner: idField('accrual.partnerId', 'Partner'),
    statement: idField('accrual.statementId', 'Statement'),
    source: enumField('accrual.source', 'AccrualSource', AccrualSource),
    occurredAt: dateField('accrual.occurredAt'),
  },
});
const LedgerAccountFilter = filterInputOf('LedgerAccountFilter', {
  type: 'LedgerAccount',
  fields: {
    partner: idField('account.partnerId', 'Partner'),
    kind: enumField('account.kind', 'LedgerAccountKind', LedgerAccountKind),
    currency: textField('account.currency'),
  },
});

@Resolver(() => Accrual)
export class AccrualResolver {
  constructor(private readonly database: Database) {}

  @Query(() => AccrualPage, { description: 'Accruals; an account of a partner sees its own.' })
  accrualList(@Args(() => ListArgs) list: ListArgs, @Ctx() { actor }: Context, @Arg('filter', () => AccrualFilter, { nullable: true, description: 'Which ones.' }) filter?: FilterValue): Promise<Page<Accrual>> {
    const own = partnerScope(actor);
    return listPage(this.database.dataSource.getRepository(Accrual).createQueryBuilder('accrual'), list, {
      sortable: { occurredAt: 'accrual.occurredAt', recordedAt: 'accrual.recordedAt' },
      defaultSort: ['occurredAt', 'desc'],
      filter: (query) => {
        if (own) query.andWhere('accrual.partnerId = :own', { own });
        applyFilter(query, AccrualFilter, filter);
      },
    });
  }

  @FieldResolver(() => AccrualState, { description: 'How far it has come.' })
  state(@Root() accrual: Accrual, @Ctx() context: Context): Promise<AccrualState> {
    return accrualState(this.database, accrual, context);
  }

  @FieldResolver(() => Partner, { description: 'Whose it is.' })
  async partner(@Root() accrual: Accrual, @Ctx() { loaders }: Context): Promise<Partner> {
    return (await loaders.byId(Partner).load(accrual.partnerId))!;
  }

  @FieldResolver(() => Statement, { description: 'The statement that it belongs to.' })
  async statement(@Root() accrual: Accrual, @Ctx() { loaders }: Context): Promise<Statement> {
    return (await loaders.byId(Statement).load(accrual.statementId))!;
  }

  @FieldResolver(() => ContractVersion, { nullable: true, description: 'The version that was in force at the event.' })
  contractVersion(@Root() { contractVersionId }: Accrual, @Ctx() { loaders }: Context): Promise<ContractVersion | null> | null {
    return contractVersionId === null ? null : loaders.byId(ContractVersion).load(contractVersionId);
  }

  @FieldResolver(() => Money, { description: 'What was paid in the event.' })
  gross(@Root() { grossMinor, currency }: Accrual): Money {
    return Money.of(grossMinor, currency);
  }

  @FieldResolver(() => Money, { description: 'What the clause shares.' })
  base(@Root() { baseMinor, currency }: Accrual): Money {
    return Money.of(baseMinor, currency);
  }

  @FieldResolver(() => Money, { description: 'At the first share of the clause; the line of the statement is final.' })
  estimate(@Root() { estimateMinor, currency }: Accrual): Money {
    return Money.of(estimateMinor, currency);
  }
}

@Resolver(() => LedgerAccount)
export class LedgerAccountResolver {
  constructor(private readonly database: Database) {}

  @Query(() => LedgerAccountPage, { description: 'Balances of the ledger; an account of a partner sees its own.' })
  ledgerAccountList(@Args(() => ListArgs) list: ListArgs, @Ctx() { actor }: Context, @Arg('filter', () => LedgerAccountFilter, { nullable: true, description: 'Which ones.' }) filter?: FilterValue): Promise<Page<LedgerAccount>> {
    const own = partnerScope(actor);
    return listPage(this.database.dataSource.getRepository(LedgerAccount).createQueryBuilder('account'), list, {
      sortable: { kind: 'account.kind', currency: 'account.currency' },
      filter: (query) => {
        if (own) query.andWhere('account.partnerId = :own', { own });
        applyFilter(query, LedgerAccountFilter, filter);
      },
    });
  }

  @FieldResolver(() => Partner, { nullable: true, description: 'Whose it is; null: the platform\'s.' })
  partner(@Root() { partnerId }: LedgerAccount, @Ctx() { loaders }: Context): Promise<Partner | null> | null {
    return partnerId === null ? null : loaders.byId(Partner).load(partnerId);
  }
}

export const accrualNodes: NodeSource = (ids, { actor, loaders }) => Promise.all(ids.map(async (id) => {
  const accrual = await loaders.byId(Accrual).load(id);
  return accrual && maySeePartner(actor, accrual.partnerId) ? accrual : null;
}));

export const ledgerAccountNodes: NodeSource = (ids, { actor, loaders }) => Promise.all(ids.map(async (id) => {
  const account = await loaders.byId(LedgerAccount).load(id);
  if (!account) return null;
  const isVisible = account.partnerId === null ? !isPartnerAccount(actor) && isStaff(actor) : maySeePartner(actor, account.partnerId);
  return isVisible ? account : null;
}));

function isStaff(actor: Context['actor']): boolean {
  return 'role' in actor && ['partner_manager', 'marketer', 'analyst', 'operator'].includes(actor.role);
}
