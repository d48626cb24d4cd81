import type { EntityManager } from 'typeorm';
import { ContractVersion } from '../../schema/contract-version.js';

/**
 * The version whose terms count for what happened at `instant`; null: none was in force, or it rested. The view contract_periods
 * is the one place that says when: statements, budgets and data gates read the same. Nothing in it depends on when it is asked,
 * once a late renewal has been written down.
 */
export async function versionAt(tx: EntityManager, contractId: string, instant: Date): Promise<ContractVersion | null> {
  const [found] = await tx.query<{ id: string }[]>('SELECT id FROM contract_periods WHERE contract_id = $1 AND period @> $2::timestamptz', [contractId, instant]);
  return found ? tx.findOneByOrFail(ContractVersion, { id: found.id }) : null;
}
