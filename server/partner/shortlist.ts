import { DRAWS, topShares } from '../../models/serving.js';
import type { Assessment } from '../../schema/assessment.js';
import { Partner, type PartnerKind, type PartnerState } from '../../schema/partner.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import { rowReader } from '../platform/rows.js';
import { currentSet } from './criteria.js';
import { candidateStates } from './partner-states.js';

/** More are ranked, and counted, but not given one by one. */
export const shortlistLength = 100;

export interface ShortlistQuestion {
  kind: PartnerKind;
  /** How many are sought. */
  k: number;
  /** Empty: every state in which a partner can still be chosen. */
  states: readonly PartnerState[];
}

export interface ShortlistPlace {
  partner: Partner;
  assessmentId: string;
  score: number;
  /** 1 for the highest score; equal scores share a rank. */
  rank: number;
  /** P(rank ≤ k), counted over the draws of all candidates. */
  topShare: number;
}

export interface Ranking {
  places: ShortlistPlace[];
  /** Candidates that were ranked. */
  candidates: number;
  /** Candidates of whom nothing is known, or no longer. */
  unknown: number;
}

/**
 * The candidates of one kind by the score of their newest assessment, as long as it is valid, and the probability of each to be
 * among the best k: from the draws that the assessments keep, so that any k and any set of candidates agree with the scores.
 */
export class Shortlists {
  constructor(private readonly database: Database, private readonly clock: Clock) {}

  /** Throws BAD_INPUT for k below 1. */
  async rank({ kind, k, states }: ShortlistQuestion): Promise<Ranking> {
    if (k < 1 || k > 1000) throw new DomainError('BAD_INPUT', { path: ['k'] }, 'k lies between 1 and 1,000.');
    const set = await currentSet(this.database.dataSource.manager, kind);
    const rows = await this.database.query<Pick<Assessment, 'score' | 'draws'> & { partnerId: string; assessmentId: string }>(
      `SELECT partner.id AS "partnerId", newest.id AS "assessmentId", newest.score, newest.draws FROM partners AS partner
       LEFT JOIN LATERAL (
         SELECT id, score, draws, valid_until, criterion_set_id FROM assessments WHERE partner_id = partner.id ORDER BY assessed_at DESC, id DESC LIMIT 1
       ) AS newest ON newest.score IS NOT NULL AND newest.valid_until > $3 AND newest.criterion_set_id = $4
       WHERE partner.kind = $1 AND partner.state = ANY($2) ORDER BY newest.score DESC NULLS LAST, partner.id`,
      [kind, states.length ? states : candidateStates, this.clock(), set.id]);
    const known = rows.filter(({ score }) => score !== null);
    const shares = topShares(known.map(({ draws }) => floats(draws!)), k);
    const shown = known.slice(0, shortlistLength);
    const partners = await this.partnersOf(shown.map(({ partnerId }) => partnerId));
    return {
      candidates: known.length, unknown: rows.length - known.length,
      places: shown.map(({ partnerId, assessmentId, score }, at) => ({
        partner: partners.get(partnerId)!, assessmentId, score: score!, rank: 1 + known.findIndex((other) => other.score === score), topShare: shares[at],
      })),
    };
  }

  private async partnersOf(ids: readonly string[]): Promise<Map<string, Partner>> {
    const { table, columns, instances } = rowReader(this.database.dataSource, Partner);
    const rows = await this.database.prepared('shortlist.partners', `SELECT ${columns} FROM ${table} WHERE id = ANY($1)`, [ids]);
    return new Map(instances(rows).map((partner) => [partner.id, partner]));
  }
}

/** A copy: the bytes of a row need not lie where floats may. */
function floats(bytes: Buffer): Float32Array {
  const draws = new Float32Array(DRAWS);
  new Uint8Array(draws.buffer).set(bytes);
  return draws;
}
