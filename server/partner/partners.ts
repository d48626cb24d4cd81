import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Partner, PartnerKind, type PartnerState } from '../../schema/partner.js';
import type { Audit } from '../audit/audit.js';
import type { Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import { nextCode } from '../platform/codes.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import { partnerMoves, statesWithReason } from './partner-states.js';
import { checkedReason } from './reasons.js';
import { maySeePartner, sideOf } from './sides.js';

export interface PartnerDescription {
  name: string;
  kind: PartnerKind;
  industry: string;
  website?: string | null;
  contactName?: string | null;
  contactEmail?: string | null;
  note?: string;
  /** Account of the partner manager or operator who looks after it. */
  managerId?: string | null;
}

export interface PartnerChange {
  id: string;
  expectedVersion: number;
}

const shape = z.object({
  name: z.string().trim().min(1).max(200),
  kind: z.enum(Object.values(PartnerKind) as [PartnerKind, ...PartnerKind[]]),
  industry: z.string().trim().min(1).max(100),
  website: z.httpUrl().max(500).nullable().default(null),
  contactName: z.string().trim().min(1).max(200).nullable().default(null),
  contactEmail: z.email().max(200).nullable().default(null),
  note: z.string().max(10_000).default(''),
  managerId: z.uuid().nullable().default(null),
});

/**
 * Partners are the platform's own records of the organisations that it deals with: partner managers and operators write them,
 * a partner sees its own. Refusals (NOT_FOUND, FORBIDDEN, CONFLICT, ILLEGAL_TRANSITION, BAD_INPUT) change nothing.
 */
export class Partners {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly newId: NewId,
  ) {}

  create(input: PartnerDescription, actor: Actor): Promise<Partner> {
    const id = this.newId();
    if (sideOf(actor, id) !== 'platform') throw new DomainError('FORBIDDEN');
    const description = checked(input);
    return this.database.transaction(async (tx) => {
      await requireManager(tx, description.managerId);
      const now = this.clock();
      const partner = tx.create(Partner, { ...description, id, code: await nextCode(tx, 'P', now), state: 'prospect', version: 1, createdAt: now, updatedAt: now });
      await tx.insert(Partner, partner);
      await this.audit.append(tx, { actor, action: 'partnerCreate', noun: 'Partner', nounId: id, detail: { code: partner.code, kind: partner.kind } });
      return partner;
    });
  }

  edit(input: PartnerChange & PartnerDescription, actor: Actor): Promise<Partner> {
    return this.change(input, actor, async (tx, partner) => {
      const description = checked(input);
      await requireManager(tx, description.managerId);
      const changed = Object.entries(description).filter(([field, value]) => partner[field as keyof Partner] !== value).map(([field]) => field);
      return { values: description, action: 'partnerEdit', detail: { changed } };
    });
  }

  /** One step of partner-states.ts; steps against the partner need a reason. */
  transition({ to, reason, ...change }: PartnerChange & { to: PartnerState; reason?: string | null }, actor: Actor): Promise<Partner> {
    return this.change(change, actor, async (_tx, { state: from }) => {
      const allowed = partnerMoves[from];
      if (!allowed.includes(to)) throw new DomainError('ILLEGAL_TRANSITION', { from, allowed });
      const why = reason?.trim() || statesWithReason.includes(to) ? checkedReason(reason) : null;
      return { values: { state: to }, action: 'partnerTransition', detail: { from, to, reason: why } };
    });
  }

  private change(
    { id, expectedVersion }: PartnerChange, actor: Actor,
    decide: (tx: EntityManager, partner: Partner) => Promise<{ values: Partial<Partner>; action: string; detail: Record<string, unknown> }>,
  ): Promise<Partner> {
    return this.database.transaction(async (tx) => {
      const partner = await tx.findOne(Partner, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!partner || !maySeePartner(actor, id)) throw new DomainError('NOT_FOUND');
      if (sideOf(actor, id) !== 'platform') throw new DomainError('FORBIDDEN');
      if (partner.version !== expectedVersion) throw new DomainError('CONFLICT', { currentVersion: partner.version });
      const { values, action, detail } = await decide(tx, partner);
      const written = { ...values, version: partner.version + 1, updatedAt: this.clock() };
      await tx.update(Partner, { id }, written);
      await this.audit.append(tx, { actor, action, noun: 'Partner', nounId: id, detail });
      return Object.assign(partner, written);
    });
  }
}

function checked(input: PartnerDescription) {
  const parsed = shape.safeParse(input);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw new DomainError('BAD_INPUT', { path: path.map(String) }, `${path.join('.')}: ${message}`);
}

async function requireManager(tx: EntityManager, managerId: string | null): Promise<void> {
  if (managerId === null) return;
  const [manager] = await tx.query<object[]>(`SELECT FROM accounts WHERE id = $1 AND role IN ('partner_manager', 'operator')`, [managerId]);
  if (!manager) throw new DomainError('BAD_INPUT', { path: ['managerId'] }, 'Only a partner manager or an operator looks after a partner.');
}
