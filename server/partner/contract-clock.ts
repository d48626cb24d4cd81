import type { Audit } from '../audit/audit.js';
import type { Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { ANSWER_DAYS } from './contract-states.js';
import { advanceContract, type ClockMove } from './contract-rows.js';

/** A superset of dueContractMoves' conditions would only cost time; a subset would leave versions behind. */
const dueSql = `
  SELECT k.id FROM contracts k
  WHERE EXISTS (
    SELECT FROM contract_versions v WHERE v.contract_id = k.id AND (
      (v.state IN ('offered', 'countered') AND v.offered_at <= $1::timestamptz - make_interval(hours => $2))
      OR v.state = 'signed'
      OR (v.state = 'scheduled' AND v.starts_at <= $1)
      OR (v.state IN ('active', 'suspended') AND LEAST(v.ends_at, v.superseded_at) <= $1)
      OR (v.state = 'in_notice' AND v.notice_ends_at <= $1)))
  ORDER BY k.id LIMIT $3
  FOR UPDATE OF k SKIP LOCKED`;

/** Time as it acts on contracts: starts, ends, notices, lapses. The job move-contracts calls it. */
export class ContractClock {
  constructor(private readonly database: Database, private readonly audit: Audit, private readonly clock: Clock) {}

  /**
   * Moves what is due in at most `limit` contracts, in one transaction; returns the number of contracts that it took (0: none
   * is due or free). Any number of callers: each contract is taken by one, and a version moves once.
   */
  moveDue(actor: Actor, limit = 50): Promise<number> {
    return this.database.transaction(async (tx) => {
      const now = this.clock();
      const due = await tx.query<{ id: string }[]>(dueSql, [now, ANSWER_DAYS * 24, limit]);
      const moved: ClockMove[] = [];
      for (const { id } of due) moved.push(...await advanceContract(tx, id, now));
      for (const { version, from } of moved) {
        await this.audit.append(tx, {
          actor, action: 'contractMove', noun: 'Contract', nounId: version.contractId, detail: { versionId: version.id, number: version.number, from, to: version.state },
        });
      }
      return due.length;
    });
  }
}
