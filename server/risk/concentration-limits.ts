import type { EntityManager } from 'typeorm';
import { Partner } from '../../schema/partner.js';
import type { Audit } from '../audit/audit.js';
import { checkedReason } from '../partner/reasons.js';
import { actorAccountId, type Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import { DomainError } from '../platform/errors.js';
import { newId } from '../platform/ids.js';
import type { Dimension } from './concentration.js';

const LONGEST_DAYS = 366;
/** Limits stand in the audit log under one name. */
const policyId = '00000000-0000-8000-8000-000000000001';

/** How much may lie with one partner, and who lets one be above it until when. */
export class ConcentrationLimits {
  constructor(private readonly audit: Audit, private readonly clock: Clock) {}

  async set(tx: EntityManager, { dimension, limitPpm }: { dimension: Dimension; limitPpm: number }, actor: Actor): Promise<void> {
    if (!Number.isInteger(limitPpm) || limitPpm < 1 || limitPpm > 1_000_000) throw new DomainError('BAD_INPUT', { path: ['limitPpm'] }, 'A limit lies between 1 and 1000000 millionths.');
    await tx.query(
      `INSERT INTO concentration_limits (dimension, limit_ppm, set_by, updated_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (dimension) DO UPDATE SET limit_ppm = excluded.limit_ppm, set_by = excluded.set_by, updated_at = excluded.updated_at`, [dimension, limitPpm, person(actor), this.clock()]);
    await this.audit.append(tx, { actor, action: 'concentrationLimitSet', noun: 'ConcentrationLimit', nounId: policyId, detail: { dimension, limitPpm } });
  }

  async waive(tx: EntityManager, { dimension, partnerId, reason, until }: { dimension: Dimension; partnerId: string; reason: string; until: Date }, actor: Actor): Promise<string> {
    if (!await tx.existsBy(Partner, { id: partnerId })) throw new DomainError('NOT_FOUND', { path: ['partnerId'] });
    const days = (until.getTime() - this.clock().getTime()) / 86_400_000;
    if (!(days > 0 && days <= LONGEST_DAYS)) throw new DomainError('BAD_INPUT', { path: ['until'] }, 'A waiver ends within a year.');
    const [limit] = await tx.query<unknown[]>('SELECT 1 FROM concentration_limits WHERE dimension = $1', [dimension]);
    if (!limit) throw new DomainError('BAD_INPUT', { path: ['dimension'] }, 'There is no limit to waive.');
    const id = newId();
    await tx.query('INSERT INTO concentration_waivers (id, dimension, partner_id, owner_id, reason, until, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)', [id, dimension, partnerId, person(actor), checkedReason(reason), until, this.clock()]);
    await this.audit.append(tx, { actor, action: 'concentrationWaive', noun: 'Partner', nounId: partnerId, detail: { dimension, until: until.toISOString() } });
    return id;
  }
}

function person(actor: Actor): string {
  const accountId = actorAccountId(actor);
  if (accountId === null) throw new DomainError('FORBIDDEN');
  return accountId;
}
