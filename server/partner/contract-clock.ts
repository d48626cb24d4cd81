import type { EntityManager } from 'typeorm';
import { ContractVersion } from '../../schema/contract-version.js';
import { Contract } from '../../schema/contract.js';
import { Partner } from '../../schema/partner.js';
import type { Audit } from '../audit/audit.js';
import type { Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import type { NewId } from '../platform/ids.js';
import { insertVersion } from './contract-drafts.js';
import { advanceContract, type ClockMove } from './contract-rows.js';
import { nextTerm, renewalOfferAt } from './contract-terms.js';

/** renewalOfferAt has come and no later version was drafted since. */
const offerDueSql = `(v.state = 'active' AND v.superseded_at IS NULL AND v.clauses @> '[{"kind": "renewal", "atEnd": "by_offer"}]'
  AND v.ends_at > $1 AND v.ends_at <= $1::timestamptz + make_interval(hours => 24 * GREATEST(30, COALESCE(jsonb_path_query_first(v.clauses, '$[*] ? (@.kind == "termination").noticeDays')::int, 30)))
  AND NOT EXISTS (SELECT FROM contract_versions later WHERE later.contract_id = v.contract_id AND later.number > v.number))`;

/** The conditions of advanceContract: a subset would leave versions behind, a superset would be asked for without end. */
const dueSql = `
  SELECT k.id FROM contracts k
  WHERE EXISTS (
    SELECT FROM contract_versions v WHERE v.contract_id = k.id AND (
      (v.state IN ('offered', 'countered') AND v.offer_expires_at <= $1)
      OR v.state = 'signed'
      OR (v.state = 'scheduled' AND v.starts_at <= $1)
      OR (v.state IN ('active', 'suspended') AND LEAST(COALESCE(v.renewed_until, v.ends_at), v.superseded_at) <= $1)
      OR (v.state = 'active' AND v.superseded_at IS NULL AND v.clauses @> '[{"kind": "renewal", "atEnd": "auto"}]' AND COALESCE(v.renewed_until, v.ends_at) <= $1::timestamptz
        + make_interval(hours => 24 * GREATEST(1, COALESCE(jsonb_path_query_first(v.clauses, '$[*] ? (@.kind == "termination").noticeDays')::int, 30))))
      OR (v.state IN ('suspended', 'in_notice') AND v.notice_ends_at <= $1)
      OR ${offerDueSql}))
  ORDER BY k.id LIMIT $2
  FOR UPDATE OF k SKIP LOCKED`;

/** Time as it acts on contracts: starts, ends, notices, lapses. The job move-contracts calls it. */
export class ContractClock {
  constructor(private readonly database: Database, private readonly audit: Audit, private readonly clock: Clock, private readonly newId: NewId) {}

  /**
   * Moves what is due in at most `limit` contracts, in one transaction; returns the number of contracts that it took (0: none
   * is due or free). Any number of callers: each contract is taken by one, and a version moves once.
   */
  moveDue(actor: Actor, limit = 50): Promise<number> {
    return this.database.transaction(async (tx) => {
      const now = this.clock();
      const due = await tx.query<{ id: string }[]>(dueSql, [now, limit]);
      const moved: ClockMove[] = [];
      for (const { id } of due) {
        moved.push(...await advanceContract(tx, id, now));
        await this.draftRenewal(tx, id, now, actor);
      }
      for (const { version, action, detail } of moved) {
        await this.audit.append(tx, {
          actor, action, noun: 'Contract', nounId: version.contractId, detail: { versionId: version.id, number: version.number, ...detail },
        });
      }
      return due.length;
    });
  }

  /** The platform's draft of the next term, where that was promised: people offer it, or change it first. */
  private async draftRenewal(tx: EntityManager, contractId: string, now: Date, actor: Actor): Promise<void> {
    const [newest] = await tx.find(ContractVersion, { where: { contractId }, order: { number: 'DESC' }, take: 1 });
    const dueAt = renewalOfferAt(newest);
    if (newest.state !== 'active' || dueAt === null || dueAt > now || newest.endsAt <= now) return;
    const contract = await tx.findOneByOrFail(Contract, { id: contractId });
    const partner = await tx.findOneByOrFail(Partner, { id: contract.partnerId });
    const terms = { ...nextTerm(newest), clauses: newest.clauses };
    await insertVersion(tx, { audit: this.audit, clock: this.clock, newId: this.newId }, { contract, partner, number: newest.number + 1, side: 'platform', terms, actor, action: 'contractAmend' });
  }
}
