import { AuditEntry } from '../../schema/audit-entry.js';
import { Partner } from '../../schema/partner.js';
import { Statement } from '../../schema/statement.js';
import { StatementLine } from '../../schema/statement-line.js';
import { maySeePartner } from '../partner/sides.js';
import type { Actor } from '../platform/actor.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';

/** An issued statement with all that its files say. */
export interface StatementFile {
  readonly statement: Statement;
  readonly partner: Partner;
  readonly lines: readonly StatementLine[];
  /** The entry of its issue in the audit log. */
  readonly issue: AuditEntry;
}

/** NOT_FOUND for what the actor may not see, ILLEGAL_TRANSITION while it is open. */
export async function readStatementFile(database: Database, id: string, actor: Actor): Promise<StatementFile> {
  const { manager } = database.dataSource;
  const statement = await manager.findOneBy(Statement, { id });
  if (!statement || !maySeePartner(actor, statement.partnerId)) throw new DomainError('NOT_FOUND');
  if (statement.state === 'open') throw new DomainError('ILLEGAL_TRANSITION', { from: 'open', allowed: [] }, 'A statement has files once it is issued.');
  return {
    statement,
    partner: await manager.findOneByOrFail(Partner, { id: statement.partnerId }),
    lines: await manager.find(StatementLine, { where: { statementId: id }, order: { number: 'ASC' } }),
    issue: await manager.createQueryBuilder(AuditEntry, 'entry').addSelect(['entry.prevHash', 'entry.hash'])
      .where({ noun: 'Statement', nounId: id, action: 'statementIssue' }).getOneOrFail(),
  };
}
