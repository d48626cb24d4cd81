import type { EntityManager } from 'typeorm';
import type { Obstacle, ObstacleCode } from '../../schema/obstacle.js';
import type { Partner } from '../../schema/partner.js';
import { isCurrent, newestAssessment } from './assessments.js';
import { lastWords, reviewersNeeded } from './due-diligence.js';
import { movesFrom, type PartnerAction } from './partner-states.js';

export type Missing = Pick<Obstacle, 'code' | 'criterion'>;

/** What is missing before a step. A later noun adds its own (a live connector before partnerActivate): domain.ts hands them to Partners. */
export interface PartnerCheck {
  readonly before: readonly PartnerAction[];
  missing(tx: EntityManager, partner: Partner, now: Date): Promise<Missing[]>;
}

const plain = (code: ObstacleCode): Missing => ({ code, criterion: null });

/** Evidence that counts, and every gate passed; not known is not passed. */
const gates: PartnerCheck = {
  before: ['partnerExamine', 'partnerApprove'],
  async missing(tx, partner, now) {
    const newest = await newestAssessment(tx, partner.id);
    if (!newest || (newest.score === null && newest.validUntil === null)) return [plain('no_evidence')];
    if (!(await isCurrent(tx, newest, partner.kind, now))) return [plain('evidence_expired')];
    return newest.leaves.flatMap(({ criterion, gate }): Missing[] => (
      gate === 'unknown' ? [{ code: 'gate_unknown', criterion }] : gate === 'failed' ? [{ code: 'gate_failed', criterion }] : []));
  },
};

const reviews: PartnerCheck = {
  before: ['partnerApprove'],
  async missing(tx, partner) {
    const newest = await newestAssessment(tx, partner.id);
    if (!newest) return [];
    const words = await lastWords(tx, newest.id);
    const endorsing = words.filter(({ verdict }) => verdict === 'endorse').length;
    return [
      ...(words.some(({ verdict }) => verdict === 'object') ? [plain('objection')] : []),
      ...(endorsing < reviewersNeeded(newest) ? [plain('review_missing')] : []),
    ];
  },
};

/** Whoever was rejected comes back neither under its own record nor as a stranger with the same address before its time. */
const patience: PartnerCheck = {
  before: ['applicationRecord', 'partnerScreen'],
  async missing(tx, partner, now) {
    const [{ early }] = await tx.query<{ early: boolean }[]>(
      `SELECT EXISTS (SELECT FROM partners WHERE state = 'rejected' AND reapply_after > $1 AND (id = $2 OR contact_email_lookup = $3)) AS early`,
      [now, partner.id, partner.emailLookup]);
    return early ? [plain('too_early')] : [];
  },
};

/** Versions of its contracts in one of the states. */
async function hasVersion(tx: EntityManager, partnerId: string, states: readonly string[]): Promise<boolean> {
  const [{ found }] = await tx.query<{ found: boolean }[]>(
    'SELECT EXISTS (SELECT FROM contract_versions AS version JOIN contracts ON contracts.id = version.contract_id WHERE contracts.partner_id = $1 AND version.state = ANY($2)) AS found', [partnerId, states]);
  return found;
}

const agreement: PartnerCheck = {
  before: ['partnerActivate', 'partnerResume'],
  missing: async (tx, { id }) => (await hasVersion(tx, id, ['active', 'in_notice']) ? [] : [plain('no_agreement')]),
};

const windUp: PartnerCheck = {
  before: ['partnerClose'],
  missing: async (tx, { id }) => (await hasVersion(tx, id, ['scheduled', 'active', 'suspended', 'in_notice']) ? [plain('agreement_in_force')] : []),
};

export const partnerChecks: readonly PartnerCheck[] = [patience, gates, reviews, agreement, windUp];

/** Everything that is missing before one step; empty: it may be taken. */
export async function missingBefore(checks: readonly PartnerCheck[], action: PartnerAction, tx: EntityManager, partner: Partner, now: Date): Promise<Missing[]> {
  const all: Missing[] = [];
  for (const check of checks.filter(({ before }) => before.includes(action))) all.push(...await check.missing(tx, partner, now));
  return all;
}

/** What stands before the steps that its state has. */
export async function obstacles(checks: readonly PartnerCheck[], tx: EntityManager, partner: Partner, now: Date): Promise<Obstacle[]> {
  const all: Obstacle[] = [];
  for (const { action } of movesFrom(partner.state)) all.push(...(await missingBefore(checks, action, tx, partner, now)).map((missing) => ({ action, ...missing })));
  return all;
}
