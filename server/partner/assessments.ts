import { In, type EntityManager } from 'typeorm';
import { Assessment } from '../../schema/assessment.js';
import { CriterionSet } from '../../schema/criterion-set.js';
import { Evidence } from '../../schema/evidence.js';
import { Partner, PartnerKind } from '../../schema/partner.js';
import type { Audit } from '../audit/audit.js';
import type { Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import type { NewId } from '../platform/ids.js';
import { currentSet, rulesOf, type Rules } from './criteria.js';
import { closedStates } from './partner-states.js';
import { holdPartner } from './partner-rows.js';
import { judge } from './screening.js';

/** Partners that one transaction re-scores. */
const PAGE = 500;

export function newestAssessment(tx: EntityManager, partnerId: string): Promise<Assessment | null> {
  return tx.findOne(Assessment, { where: { partnerId }, order: { assessedAt: 'DESC', id: 'DESC' } });
}

/** Scores partners from their evidence. The row of a partner is locked meanwhile, so that the newest assessment has read all of its evidence. */
export class Assessments {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly newId: NewId,
  ) {}

  /** Assesses again; where nothing changed since the newest assessment, that one is the answer. Throws NOT_FOUND, FORBIDDEN. */
  run(partnerId: string, actor: Actor): Promise<Assessment> {
    return this.database.transaction(async (tx) => {
      const partner = await holdPartner(tx, partnerId, actor);
      const assessment = await this.assess(tx, partner);
      await this.audit.append(tx, { actor, action: 'assessmentRun', noun: 'Partner', nounId: partnerId, detail: summary(assessment) });
      return assessment;
    });
  }

  /** Inside the caller's transaction, which holds the partner's row. */
  async assess(tx: EntityManager, partner: Pick<Partner, 'id' | 'kind'>): Promise<Assessment> {
    const rules = rulesOf(await currentSet(tx, partner.kind));
    const known = await newestAssessment(tx, partner.id);
    const assessment = this.made(tx, rules, partner.id, await tx.findBy(Evidence, { partnerId: partner.id }));
    if (known?.inputsHashBytes.equals(assessment.inputsHashBytes)) return known;
    await tx.insert(Assessment, assessment);
    return assessment;
  }

  /**
   * Scores again whoever's evidence has expired or whose criteria have a newer version, page by page. Two runs at once share the work.
   * Returns how many were scored.
   */
  async assessDue(): Promise<number> {
    let scored = 0;
    for (const kind of Object.values(PartnerKind)) {
      const rules = rulesOf(await currentSet(this.database.dataSource.manager, kind));
      for (let taken = PAGE; taken === PAGE;) {
        taken = await this.database.transaction((tx) => this.assessPage(tx, kind, rules));
        scored += taken;
      }
    }
    return scored;
  }

  private async assessPage(tx: EntityManager, kind: PartnerKind, rules: Rules): Promise<number> {
    const due = await tx.query<{ id: string }[]>(
      `SELECT partner.id FROM partners AS partner
       LEFT JOIN LATERAL (SELECT criterion_set_id, valid_until FROM assessments WHERE partner_id = partner.id ORDER BY assessed_at DESC, id DESC LIMIT 1) AS newest ON true
       WHERE partner.kind = $1 AND partner.state <> ALL($2) AND EXISTS (SELECT FROM evidence WHERE partner_id = partner.id)
         AND (newest.criterion_set_id IS DISTINCT FROM $3 OR newest.valid_until <= $4)
       ORDER BY partner.id LIMIT $5 FOR UPDATE OF partner SKIP LOCKED`,
      [kind, closedStates, rules.setId, this.clock(), PAGE]);
    if (!due.length) return 0;
    const ids = due.map(({ id }) => id);
    const evidence = new Map<string, Evidence[]>(ids.map((id) => [id, []]));
    for (const one of await tx.findBy(Evidence, { partnerId: In(ids) })) evidence.get(one.partnerId)!.push(one);
    await tx.insert(Assessment, ids.map((id) => this.made(tx, rules, id, evidence.get(id)!)));
    return ids.length;
  }

  private made(tx: EntityManager, rules: Rules, partnerId: string, evidence: readonly Evidence[]): Assessment {
    const now = this.clock();
    return tx.create(Assessment, { ...judge(rules, evidence, now), id: this.newId(), partnerId, criterionSetId: rules.setId, assessedAt: now });
  }
}

/** Whether the assessment still says what is known: none of its evidence has expired, and the criteria are the newest. */
export async function isCurrent(tx: EntityManager, assessment: Assessment, kind: PartnerKind, now: Date): Promise<boolean> {
  if (assessment.validUntil !== null && assessment.validUntil <= now) return false;
  const [{ id }] = await tx.find(CriterionSet, { select: { id: true }, where: { kind }, order: { version: 'DESC' }, take: 1 });
  return id === assessment.criterionSetId;
}

function summary({ id, score, tier, inputsHash }: Assessment): Record<string, unknown> {
  return { assessmentId: id, score, tier, inputsHash };
}
