import type { Audit } from '../audit/audit.js';
import type { Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import type { Postings } from './postings.js';

interface DueFee { contract_id: string; partner_id: string; notice_by: 'platform' | 'partner'; amount: string; currency: string }

/**
 * The fee of the termination clause, owed by whoever gave notice once that has ended the contract before its time. What came to its own
 * end, was replaced, or was ended for a breach costs nothing.
 */
const dueSql = `
  SELECT v.id, v.contract_id, k.partner_id, v.notice_by, fee->>'amountMinor' AS amount, fee->>'currency' AS currency
  FROM contract_versions v JOIN contracts k ON k.id = v.contract_id CROSS JOIN LATERAL jsonb_path_query_first(v.clauses, '$[*] ? (@.kind == "termination").fee') AS fee
  WHERE v.state = 'terminated' AND v.notice_by IS NOT NULL AND v.fee_settled_at IS NULL AND v.superseded_at IS NULL AND v.notice_ends_at < coalesce(v.renewed_until, v.ends_at)
    AND jsonb_typeof(fee) = 'object' AND (fee->>'amountMinor')::bigint > 0`;

/** Posts each fee once, into the partner's open statement, however often and by however many it is asked. */
export class TerminationFees {
  constructor(private readonly database: Database, private readonly postings: Postings, private readonly audit: Audit, private readonly clock: Clock) {}

  /** Answers how many were posted. */
  async settle(actor: Actor): Promise<number> {
    const due = await this.database.query<{ id: string }>(`${dueSql} ORDER BY v.id LIMIT 500`);
    let posted = 0;
    for (const { id } of due) posted += await this.post(id, actor);
    return posted;
  }

  private post(versionId: string, actor: Actor): Promise<number> {
    return this.database.transaction(async (tx) => {
      const [fee] = await tx.query<DueFee[]>(`${dueSql} AND v.id = $1 FOR UPDATE OF v`, [versionId]);
      if (!fee) return 0;
      const amountMinor = fee.notice_by === 'platform' ? BigInt(fee.amount) : -BigInt(fee.amount);
      await this.postings.post(tx, { partnerId: fee.partner_id, currency: fee.currency, amountMinor, source: 'adjustment', key: `termination fee ${versionId}` });
      await tx.query('UPDATE contract_versions SET fee_settled_at = $2, version = version + 1, updated_at = $2 WHERE id = $1', [versionId, this.clock()]);
      await this.audit.append(tx, { actor, action: 'terminationFee', noun: 'Contract', nounId: fee.contract_id, detail: { versionId, owedBy: fee.notice_by, amountMinor, currency: fee.currency } });
      return 1;
    });
  }
}
