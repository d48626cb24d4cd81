import { Statement } from '../../schema/statement.js';
import { systemActor } from '../../server/platform/actor.js';
import type { Database } from '../../server/platform/database.js';
import type { Settlement } from '../../server/settlement/open-settlement.js';
import type { PersonActor } from './people.js';

/**
 * The month of sales as the jobs settle it: statements of the windows that are over. The partner whose account people sign in
 * with finds its statement waiting; the one of `agreed` agrees already, and its payout waits for a second person.
 */
export async function settleDemo(database: Database, settlement: Settlement, agreed: PersonActor, proposer: PersonActor): Promise<void> {
  while (await settlement.accruals.accrue() > 0) { /* until nothing is left */ }
  await settlement.statements.openOwed();
  while (await settlement.statements.issueNext(systemActor('issue-statements'))) { /* until nothing is due */ }
  const statement = await database.dataSource.getRepository(Statement).findOne({ where: { partnerId: agreed.partnerId!, state: 'issued' }, order: { number: 'DESC' } });
  if (!statement) return;
  const { id, version } = await settlement.disputes.acknowledge({ id: statement.id, expectedVersion: statement.version }, agreed);
  if (statement.closingMinor! > 0n) await database.transaction((tx) => settlement.payouts.propose(tx, { statementId: id, expectedVersion: version }, proposer));
}
