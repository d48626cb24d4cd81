import type { EntityManager } from 'typeorm';
import { Partner, type PartnerState } from '../../schema/partner.js';
import type { Audit } from '../audit/audit.js';
import type { Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import { nextCode } from '../platform/codes.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import { checkedStatement, type Applications } from './applications.js';
import type { ContactEmails } from './contact-emails.js';
import { missingBefore, partnerChecks, type PartnerCheck } from './partner-checks.js';
import { checkedDescription, homeZone, type PartnerDescription } from './partner-description.js';
import { actionsWithReason, endedStates, movesFrom, type PartnerAction } from './partner-states.js';
import { checkedReason } from './reasons.js';
import { maySeePartner, sideOf } from './sides.js';

export interface PartnerChange {
  id: string;
  expectedVersion: number;
}

/** A partner that is turned down may come back after at most so long. */
const REAPPLY_DAYS_MAX = 3650;

export interface PartnerStep extends PartnerChange {
  action: Exclude<PartnerAction, 'applicationRecord'>;
  /** Why; needed by steps against the partner. */
  reason?: string | null;
  /** partnerReject: before this moment it may not apply again; absent: at any time. */
  reapplyAfter?: Date | null;
}

/** What a later noun ends with the cooperation, in the transaction that ends it: domain.ts hands them to Partners. */
export type PartnerEnding = (tx: EntityManager, partnerId: string) => Promise<void>;

/**
 * Partners are the platform's own records of the organisations that it deals with: partner managers and operators write them,
 * a partner sees its own. Refusals (NOT_FOUND, FORBIDDEN, CONFLICT, ILLEGAL_TRANSITION, NOT_READY, BAD_INPUT) change nothing.
 */
export class Partners {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly newId: NewId,
    private readonly emails: ContactEmails,
    private readonly checks: readonly PartnerCheck[] = partnerChecks,
    private readonly endings: readonly PartnerEnding[] = [],
  ) {}

  create(input: PartnerDescription, actor: Actor): Promise<Partner> {
    const id = this.newId();
    if (sideOf(actor, id) !== 'platform') throw new DomainError('FORBIDDEN');
    const { contactEmail, ...description } = checkedDescription(input);
    return this.database.transaction(async (tx) => {
      await requireManager(tx, description.managerId);
      const now = this.clock();
      const partner = tx.create(Partner, { ...description, timeZone: description.timeZone ?? homeZone, ...(await this.emails.sealed(id, contactEmail)), id, code: await nextCode(tx, 'P', now), state: 'prospect', version: 1, createdAt: now, updatedAt: now });
      await tx.insert(Partner, partner);
      await this.audit.append(tx, { actor, action: 'partnerCreate', noun: 'Partner', nounId: id, detail: { code: partner.code, kind: partner.kind } });
      return partner;
    });
  }

  edit(input: PartnerChange & PartnerDescription, actor: Actor): Promise<Partner> {
    return this.change(input, actor, async (tx, partner) => {
      const { contactEmail, ...description } = checkedDescription(input);
      await requireManager(tx, description.managerId);
      const changed = Object.entries(description).filter(([field, value]) => value !== undefined && partner[field as keyof Partner] !== value).map(([field]) => field);
      const isSameEmail = await this.emails.of(partner) === contactEmail;
      if (!isSameEmail) changed.push('contactEmail');
      const values = isSameEmail ? description : { ...description, ...(await this.emails.sealed(partner.id, contactEmail)) };
      return { values, action: 'partnerEdit', detail: { changed } };
    });
  }

  /** One step of partner-states.ts. NOT_READY says what is missing before it; steps against the partner need a reason. */
  move({ action, reason, reapplyAfter = null, ...change }: PartnerStep, actor: Actor): Promise<Partner> {
    return this.change(change, actor, async (tx, partner) => {
      const to = await this.reached(tx, partner, action);
      const why = reason?.trim() || actionsWithReason.includes(action) ? checkedReason(reason) : null;
      const detail = { from: partner.state, to, reason: why, ...(reapplyAfter && { reapplyAfter: reapplyAfter.toISOString() }) };
      this.requireSane(reapplyAfter);
      if (endedStates.includes(to)) for (const ending of this.endings) await ending(tx, partner.id);
      return { values: { state: to, reason: actionsWithReason.includes(action) ? why : null, reapplyAfter }, action, detail };
    });
  }

  /** A prospect, or a partner that was rejected long enough ago, has applied. By the staff, or by an account of the partner itself. */
  recordApplication({ statement, ...change }: PartnerChange & { statement: string }, applications: Applications, actor: Actor): Promise<Partner> {
    return this.change(change, actor, async (tx, partner) => {
      const words = checkedStatement(statement);
      const to = await this.reached(tx, partner, 'applicationRecord');
      const { id: applicationId } = await applications.record(tx, partner, words, actor);
      return { values: { state: to, reason: null, reapplyAfter: null }, action: 'applicationRecord', detail: { from: partner.state, to, applicationId } };
    }, 'either');
  }

  private requireSane(reapplyAfter: Date | null): void {
    const days = reapplyAfter === null ? 0 : (reapplyAfter.getTime() - this.clock().getTime()) / 86_400_000;
    if (days < 0 || days > REAPPLY_DAYS_MAX) throw new DomainError('BAD_INPUT', { path: ['reapplyAfter'] }, 'The moment lies in the next ten years.');
  }

  private async reached(tx: EntityManager, partner: Partner, action: PartnerAction): Promise<PartnerState> {
    const moves = movesFrom(partner.state);
    const move = moves.find((one) => one.action === action);
    if (!move) throw new DomainError('ILLEGAL_TRANSITION', { from: partner.state, allowed: moves.map(({ to }) => to) });
    const missing = await missingBefore(this.checks, action, tx, partner, this.clock());
    if (missing.length) {
      const words = missing.map(({ code, criterion }) => (criterion ? `${code} (${criterion})` : code));
      throw new DomainError('NOT_READY', { missing }, `Before this step: ${words.join(', ')}.`);
    }
    return move.to;
  }

  private change(
    { id, expectedVersion }: PartnerChange, actor: Actor,
    decide: (tx: EntityManager, partner: Partner) => Promise<{ values: Partial<Partner>; action: string; detail: Record<string, unknown> }>,
    by: 'platform' | 'either' = 'platform',
  ): Promise<Partner> {
    return this.database.transaction(async (tx) => {
      const partner = await tx.findOne(Partner, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!partner || !maySeePartner(actor, id)) throw new DomainError('NOT_FOUND');
      const side = sideOf(actor, id);
      if (side === null || (by === 'platform' && side !== by)) throw new DomainError('FORBIDDEN');
      if (partner.version !== expectedVersion) throw new DomainError('CONFLICT', { currentVersion: partner.version });
      const { values, action, detail } = await decide(tx, partner);
      const written = { ...values, version: partner.version + 1, updatedAt: this.clock() };
      await tx.update(Partner, { id }, written);
      await this.audit.append(tx, { actor, action, noun: 'Partner', nounId: id, detail });
      return Object.assign(partner, written);
    });
  }
}

async function requireManager(tx: EntityManager, managerId: string | null): Promise<void> {
  if (managerId === null) return;
  const [manager] = await tx.query<object[]>(`SELECT FROM accounts WHERE id = $1 AND role IN ('partner_manager', 'operator')`, [managerId]);
  if (!manager) throw new DomainError('BAD_INPUT', { path: ['managerId'] }, 'Only a partner manager or an operator looks after a partner.');
}
