import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { Application } from '../../schema/application.js';
import { Partner } from '../../schema/partner.js';
import type { Audit } from '../audit/audit.js';
import { actorAccountId, type Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import { nextCode } from '../platform/codes.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import type { ContactEmails } from './contact-emails.js';
import { checkedDescription, homeZone, type PartnerDescription } from './partner-description.js';
import { partnerScope } from './sides.js';

const WINDOW_HOURS = 24;
/** Of what comes without an account, in 24 hours: from one address, for one e-mail address, and in all. */
export const publicLimits = { address: 5, email: 3, total: 500 } as const;
/** Any constant that nothing else locks on: public applications are counted one after the other. */
const COUNTING_LOCK = 7_214_051;
const STATEMENT_MAX = 5000;

export type NewApplication = Omit<PartnerDescription, 'note' | 'managerId' | 'timeZone'> & { statement: string };

export function checkedStatement(statement: string): string {
  const words = statement.trim();
  if (words.length < 1 || words.length > STATEMENT_MAX) throw new DomainError('BAD_INPUT', { path: ['statement'] }, `A statement has 1 to ${STATEMENT_MAX} characters.`);
  return words;
}

/** Requests to cooperate, from anybody; what the applicant wrote is kept word for word. */
export class Applications {
  constructor(
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly newId: NewId,
    private readonly emails: ContactEmails,
  ) {}

  /**
   * A new partner in the state applied, inside the caller's transaction. `address` is the caller's, for the limits of those who have no account.
   * Whether somebody like it is known already is not told: the check before screening sees that. Throws BAD_INPUT, RATE_LIMITED,
   * FORBIDDEN to accounts that belong to a partner.
   */
  async apply(tx: EntityManager, input: NewApplication, actor: Actor, address: string): Promise<Application> {
    if ('role' in actor && actor.role === 'partner') throw new DomainError('FORBIDDEN', {}, 'This account has a partner: record the application there.');
    const { contactEmail, ...description } = checkedDescription(input);
    const statement = checkedStatement(input.statement);
    if (contactEmail === null) throw new DomainError('BAD_INPUT', { path: ['contactEmail'] }, 'Say how we reach you.');
    const isPublic = !isStaff(actor);
    const addressHash = isPublic && actorAccountId(actor) === null ? createHash('sha256').update(address).digest() : null;
    const now = this.clock();
    const id = this.newId();
    const email = await this.emails.sealed(id, contactEmail);
    if (isPublic) await this.count(tx, addressHash, actorAccountId(actor), email.emailLookup!, now);
    const partner = tx.create(Partner, { ...description, timeZone: homeZone, ...email, id, code: await nextCode(tx, 'P', now), state: 'applied', version: 1, createdAt: now, updatedAt: now });
    await tx.insert(Partner, partner);
    const application = await this.record(tx, partner, statement, actor, addressHash);
    await this.audit.append(tx, { actor, action: 'partnerApply', noun: 'Partner', nounId: id, detail: { code: partner.code, kind: partner.kind, applicationId: application.id } });
    return application;
  }

  /** One more application of a partner that is there; its state and the audit entry are the caller's business. */
  async record(tx: EntityManager, partner: Partner, statement: string, actor: Actor, addressHash: Buffer | null = null): Promise<Application> {
    const application = tx.create(Application, {
      id: this.newId(), partnerId: partner.id, code: partner.code, statement, submittedBy: actorAccountId(actor), addressHash, emailLookup: partner.emailLookup, submittedAt: this.clock(),
    });
    await tx.insert(Application, application);
    return application;
  }

  /** Under a lock, so that applications at the same moment cannot pass a limit together. */
  private async count(tx: EntityManager, addressHash: Buffer | null, accountId: string | null, emailLookup: Buffer, now: Date): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [COUNTING_LOCK]);
    const since = new Date(now.getTime() - WINDOW_HOURS * 3_600_000);
    const [row] = await tx.query<{ address: number; email: number; total: number }[]>(
      `SELECT count(*) FILTER (WHERE address_hash = $2 OR submitted_by = $3)::int AS address, count(*) FILTER (WHERE email_lookup = $4)::int AS email, count(*)::int AS total
       FROM applications WHERE submitted_at > $1`, [since, addressHash, accountId, emailLookup]);
    if (row.address >= publicLimits.address || row.email >= publicLimits.email || row.total >= publicLimits.total) {
      throw new DomainError('RATE_LIMITED', { retryAfterSeconds: WINDOW_HOURS * 3600 }, 'Too many applications in a day: try again tomorrow, or write to us.');
    }
  }
}

function isStaff(actor: Actor): boolean {
  try {
    return partnerScope(actor) === null;
  } catch {
    return false;
  }
}
