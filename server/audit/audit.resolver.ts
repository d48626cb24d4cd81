import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Account } from '../../schema/account.js';
import { ApiKey } from '../../schema/api-key.js';
import { AuditEntry } from '../../schema/audit-entry.js';
import type { Context } from '../graphql/context.js';
import { applyFilter, bigintField, dateField, filterInputOf, idField, textField, type FilterValue } from '../graphql/filters.js';
import { toGlobalId } from '../graphql/global-ids.js';
import type { NodeSource } from '../graphql/nodes.js';
import { ListArgs, listPage, pageOf, type Page } from '../graphql/paging.js';
import { isAllowed } from '../graphql/authorization.js';
import type { Database } from '../platform/database.js';

const AuditPage = pageOf(AuditEntry, 'Audit');
const AuditFilter = filterInputOf('AuditFilter', {
  type: 'AuditEntry',
  fields: { noun: textField('entry.noun'), nounId: idField('entry.nounId', null), action: textField('entry.action'), actor: textField('entry.actor'), at: dateField('entry.at'), seq: bigintField('entry.seq') },
});

@Resolver(() => AuditEntry)
export class AuditResolver {
  constructor(private readonly database: Database) {}

  @Query(() => AuditPage, { description: 'Who changed what; the newest first.' })
  auditList(@Args(() => ListArgs) list: ListArgs, @Arg('filter', () => AuditFilter, { nullable: true, description: 'Which entries.' }) filter?: FilterValue): Promise<Page<AuditEntry>> {
    return listPage(this.database.dataSource.getRepository(AuditEntry).createQueryBuilder('entry'), list, {
      sortable: { seq: 'entry.seq', at: 'entry.at', actor: 'entry.actor', action: 'entry.action', noun: 'entry.noun' },
      defaultSort: ['seq', 'desc'],
      filter: (query) => applyFilter(query, AuditFilter, filter),
    });
  }

  @FieldResolver(() => String, { nullable: true, description: 'Name of the account or the key behind the actor; null for the platform itself.' })
  async actorName(@Root() { actor }: AuditEntry, @Ctx() { loaders }: Context): Promise<string | null> {
    const [kind, id] = actor.split(':');
    if (kind === 'account') return (await loaders.byId(Account).load(id))?.displayName ?? null;
    return kind === 'api_key' ? (await loaders.byId(ApiKey).load(id))?.name ?? null : null;
  }

  @FieldResolver(() => ID, { description: 'Global id of the thing that was changed.' })
  nounId(@Root() entry: AuditEntry): string {
    return toGlobalId(entry.noun, entry.nounId);
  }
}

export const auditNodes: NodeSource = (ids, { actor, loaders }) => Promise.all(ids.map(async (id) => (
  isAllowed('Query.auditList', actor) ? loaders.byId(AuditEntry).load(id) : null)));
