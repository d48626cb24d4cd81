import { z } from 'zod';
import { Evidence } from '../../schema/evidence.js';
import type { Audit } from '../audit/audit.js';
import { actorAccountId, type Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import type { Assessments } from './assessments.js';
import { criterionOf, currentSet } from './criteria.js';
import { holdPartner } from './partner-rows.js';

const DAY_MS = 86_400_000;
/** A clock that is a little ahead is no lie. */
const CLOCK_SKEW_MS = 60_000;

export interface NewEvidence {
  partnerId: string;
  criterion: string;
  /** In the unit of the criterion, or a share 0–1. */
  value: number;
  observations: number;
  source: string;
  /** Whether whoever records it has seen the proof. */
  verified: boolean;
  observedAt: Date;
  /** Absent: as long as evidence on this criterion usually counts. */
  expiresAt?: Date | null;
}

const shape = z.object({
  value: z.number().min(-1e15).max(1e15),
  observations: z.int().min(1).max(1_000_000_000),
  source: z.string().trim().min(1).max(300),
});

/** Evidence is added, never changed; the partner is assessed again in the same transaction. */
export class EvidenceBook {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly assessments: Assessments,
    private readonly clock: Clock,
    private readonly newId: NewId,
  ) {}

  /** Throws BAD_INPUT, NOT_FOUND, FORBIDDEN; nothing is written then. */
  add(input: NewEvidence, actor: Actor): Promise<Evidence> {
    return this.database.transaction(async (tx) => {
      const partner = await holdPartner(tx, input.partnerId, actor);
      const criterion = criterionOf(await currentSet(tx, partner.kind), input.criterion);
      const { value, observations, source } = checked(input);
      if (criterion.measure === 'share' && !(value >= 0 && value <= 1)) throw new DomainError('BAD_INPUT', { path: ['value'] }, 'A share lies between 0 and 1.');
      const now = this.clock();
      if (input.observedAt.getTime() > now.getTime() + CLOCK_SKEW_MS) throw new DomainError('BAD_INPUT', { path: ['observedAt'] }, 'Evidence was observed in the past.');
      const observedAt = input.observedAt < now ? input.observedAt : now;
      const expiresAt = input.expiresAt ?? new Date(observedAt.getTime() + criterion.validDays * DAY_MS);
      if (expiresAt <= observedAt) throw new DomainError('BAD_INPUT', { path: ['expiresAt'] }, 'Evidence expires after it was observed.');
      const recordedBy = actorAccountId(actor);
      const evidence = tx.create(Evidence, { id: this.newId(), partnerId: partner.id, criterion: criterion.key, value, observations, source, verifiedBy: input.verified ? recordedBy : null, recordedBy, observedAt, expiresAt });
      await tx.insert(Evidence, evidence);
      const { tier } = await this.assessments.assess(tx, partner);
      await this.audit.append(tx, { actor, action: 'evidenceAdd', noun: 'Partner', nounId: partner.id, detail: { criterion: criterion.key, value, observations, source, verified: input.verified, tier } });
      return evidence;
    });
  }
}

function checked(input: NewEvidence) {
  const parsed = shape.safeParse(input);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw new DomainError('BAD_INPUT', { path: path.map(String) }, `${path.join('.')}: ${message}`);
}
