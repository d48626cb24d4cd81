import type { EntityManager } from 'typeorm';
import { RiskCase, type RiskDecision } from '../../schema/risk-case.js';
import { Partner } from '../../schema/partner.js';
import type { Audit } from '../audit/audit.js';
import { sideOf } from '../partner/sides.js';
import { actorAccountId, type Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import { nextCode } from '../platform/codes.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import { riskCaseMoves, type RiskCaseAction } from './risk-case-states.js';
import type { SignalKind } from './risk-rules.js';

export interface CaseChange { readonly id: string; readonly expectedVersion: number }
export type ReportedKind = Extract<SignalKind, 'ownership_change' | 'finance_change' | 'key_person_change' | 'invalid_traffic'>;

const DAY_MS = 86_400_000;
const DUE_DAYS = 14;
const LONGEST_REPORT_DAYS = 366;

/** What people do about risks. NOT_FOUND, FORBIDDEN, CONFLICT, ILLEGAL_TRANSITION, BAD_INPUT; a refusal changes nothing. */
export class RiskCases {
  constructor(private readonly database: Database, private readonly audit: Audit, private readonly clock: Clock, private readonly newId: NewId) {}

  /** Something that no measure shows: who owns it, how it is financed, who left, traffic of machines. It counts until it expires. */
  async report(tx: EntityManager, input: { partnerId: string; kind: ReportedKind; severity: number; source: string; expiresAt: Date }, actor: Actor): Promise<string> {
    const reporter = await this.manager(tx, input.partnerId, actor);
    const [now, source] = [this.clock(), input.source.trim()];
    if (!(input.severity > 0 && input.severity <= 1)) throw new DomainError('BAD_INPUT', { path: ['severity'] }, 'A severity is above 0 and at most 1.');
    if (source.length < 1 || source.length > 1000) throw new DomainError('BAD_INPUT', { path: ['source'] }, 'A source has 1 to 1000 characters.');
    const days = (input.expiresAt.getTime() - now.getTime()) / DAY_MS;
    if (!(days > 0 && days <= LONGEST_REPORT_DAYS)) throw new DomainError('BAD_INPUT', { path: ['expiresAt'] }, 'A report expires within a year.');
    const id = this.newId();
    await tx.query('INSERT INTO risk_reports (id, partner_id, kind, severity, source, reported_by, observed_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)', [id, input.partnerId, input.kind, input.severity, source, reporter, now, input.expiresAt]);
    await this.audit.append(tx, { actor, action: 'riskReport', noun: 'Partner', nounId: input.partnerId, detail: { kind: input.kind, severity: input.severity } });
    return id;
  }

  async open(tx: EntityManager, input: { partnerId: string; severity: Exclude<RiskCase['severity'], 'low'>; title: string }, actor: Actor): Promise<string> {
    const owner = await this.manager(tx, input.partnerId, actor);
    const [id, now, title] = [this.newId(), this.clock(), input.title.trim()];
    if (title.length < 1 || title.length > 300) throw new DomainError('BAD_INPUT', { path: ['title'] }, 'A title has 1 to 300 characters.');
    await tx.insert(RiskCase, {
      id, code: await nextCode(tx, 'R', now), partnerId: input.partnerId, origin: 'person', severity: input.severity, title, score: null, signals: [], state: 'in_review', proposals: [], ownerId: owner,
      dueAt: new Date(now.getTime() + DUE_DAYS * DAY_MS), version: 1, createdAt: now, updatedAt: now,
    });
    await this.audit.append(tx, { actor, action: 'riskCaseOpen', noun: 'RiskCase', nounId: id, detail: { partnerId: input.partnerId, severity: input.severity, title } });
    return id;
  }

  /** Makes the actor the owner. */
  take(change: CaseChange, actor: Actor): Promise<RiskCase> {
    return this.change('riskCaseTake', change, actor, (_one, accountId) => ({ ownerId: accountId }));
  }

  decide({ decision, rationale, ...change }: CaseChange & { decision: RiskDecision; rationale: string }, actor: Actor): Promise<RiskCase> {
    return this.change('riskCaseDecide', change, actor, (_one, accountId) => {
      const words = rationale.trim();
      if (words.length < 1 || words.length > 4000) throw new DomainError('BAD_INPUT', { path: ['rationale'] }, 'A rationale has 1 to 4000 characters.');
      return { decision, rationale: words, decidedBy: accountId };
    });
  }

  /** Of a critical case: not by whoever decided it. */
  close(change: CaseChange, actor: Actor): Promise<RiskCase> {
    return this.change('riskCaseClose', change, actor, ({ severity, decidedBy }, accountId) => {
      if (severity === 'critical' && decidedBy === accountId) throw new DomainError('FORBIDDEN', {}, 'Whoever decided a critical case cannot close it: ask another person.');
      return { closedBy: accountId };
    });
  }

  reopen(change: CaseChange, actor: Actor): Promise<RiskCase> {
    return this.change('riskCaseReopen', change, actor, () => ({ decision: null, rationale: null, decidedBy: null }));
  }

  private change(action: RiskCaseAction, { id, expectedVersion }: CaseChange, actor: Actor, decide: (one: RiskCase, accountId: string) => Partial<RiskCase>): Promise<RiskCase> {
    return this.database.transaction(async (tx) => {
      const one = await tx.findOne(RiskCase, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!one) throw new DomainError('NOT_FOUND');
      const accountId = await this.manager(tx, one.partnerId, actor);
      if (one.version !== expectedVersion) throw new DomainError('CONFLICT', { currentVersion: one.version });
      const move = riskCaseMoves.find((each) => each.action === action && each.from === one.state);
      if (!move) throw new DomainError('ILLEGAL_TRANSITION', { from: one.state, allowed: riskCaseMoves.filter(({ from }) => from === one.state).map(({ to }) => to) });
      const values = { ...decide(one, accountId), state: move.to, version: one.version + 1, updatedAt: this.clock() };
      await tx.update(RiskCase, { id }, values);
      await this.audit.append(tx, { actor, action, noun: 'RiskCase', nounId: id, detail: { code: one.code, from: one.state, to: move.to, ...(values.decision && { decision: values.decision }) } });
      return Object.assign(one, values);
    });
  }

  private async manager(tx: EntityManager, partnerId: string, actor: Actor): Promise<string> {
    const accountId = actorAccountId(actor);
    if (!await tx.existsBy(Partner, { id: partnerId })) throw new DomainError('NOT_FOUND');
    if (accountId === null || sideOf(actor, partnerId) !== 'platform') throw new DomainError('FORBIDDEN');
    return accountId;
  }
}
