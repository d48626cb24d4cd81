import type { EntityManager } from 'typeorm';
import type { Audit } from '../audit/audit.js';
import { nextCode } from '../platform/codes.js';
import type { Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import type { NewId } from '../platform/ids.js';
import { bands, contributions, nextBand, riskScore, type Band, type Severities, type SignalKind } from './risk-rules.js';
import { measuredSeverities } from './risk-signals.js';

const DAY_MS = 86_400_000;
/** Any constant that nothing else locks on: one watch at a time. */
const watchLock = 7_214_037;
/** A score that moves less than this without another band is not worth a row. */
const WORTH_A_ROW = 0.01;
/** So many are named in a case; the score has them all. */
const MAIN_SIGNALS = 3;

/** Until when somebody has decided, and what is proposed to this person. Nothing of it happens by itself but holding payouts. */
const ofBand: Readonly<Record<Exclude<Band, 'low'>, { days: number; proposals: readonly string[] }>> = {
  watch: { days: 14, proposals: ['review'] },
  high: { days: 5, proposals: ['reserve', 'review'] },
  critical: { days: 1, proposals: ['suspend', 'failover', 'keep_holding_payouts'] },
};

interface Last { id: string; score: number; band: Band; bandSince: Date; signals: unknown }
interface OpenedCase { partnerId: string; severity: Exclude<Band, 'low'>; title: string; score: number; signals: SignalKind[] }
interface Hold { partnerId: string; key: string; reason: string; caseId: string; scoreId: string }

/** Holds what a partner is owed; answers whether the key was new. Settlement's, handed in. */
export type HoldPayouts = (hold: { partnerId: string; key: string; reason: string }, actor: Actor) => Promise<boolean>;

/** What job watch-risk does: signals become a score, a score a band, a band a case. The same signals twice change nothing. */
export class RiskWatch {
  constructor(private readonly database: Database, private readonly audit: Audit, private readonly clock: Clock, private readonly newId: NewId, private readonly hold: HoldPayouts) {}

  /** Answers how many scores were written. */
  async watch(actor: Actor): Promise<number> {
    const { written, holds } = await this.database.transaction(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1)', [watchLock]);
      const now = this.clock();
      const severities = await measuredSeverities(tx, now);
      const last = await this.lastScores(tx);
      let count = 0;
      const wanted: Hold[] = [];
      for (const partnerId of new Set([...severities.keys(), ...last.keys()])) {
        const made = await this.judge(tx, partnerId, severities.get(partnerId) ?? {}, last.get(partnerId) ?? null, actor);
        count += Number(made !== null);
        if (made?.hold) wanted.push(made.hold);
      }
      return { written: count, holds: wanted };
    });
    for (const { caseId, scoreId, ...hold } of [...holds, ...await this.forgottenHolds()]) {
      await this.hold(hold, actor);
      await this.database.query(
        `INSERT INTO risk_actions (id, partner_id, case_id, action, reason, score_id, at) VALUES ($1, $2, $3, 'hold_payouts', $4, $5, $6) ON CONFLICT (case_id, action) DO NOTHING`, [this.newId(), hold.partnerId, caseId, hold.reason, scoreId, this.clock()]);
    }
    return written;
  }

  private async judge(tx: EntityManager, partnerId: string, severities: Severities, last: Last | null, actor: Actor): Promise<{ hold: Hold | null } | null> {
    const now = this.clock();
    const score = riskScore(severities);
    const band = nextBand(last && { band: last.band, since: last.bandSince }, score, now);
    const signals = contributions(severities);
    const isSame = last !== null && last.band === band && Math.abs(last.score - score) < WORTH_A_ROW;
    if (isSame || (last === null && band === 'low' && score < WORTH_A_ROW)) return null;
    const scoreId = this.newId();
    await tx.query('INSERT INTO risk_scores (id, partner_id, score, band, band_since, signals, at) VALUES ($1, $2, $3, $4, $5, $6, $7)', [scoreId, partnerId, score, band, last?.band === band ? last.bandSince : now, JSON.stringify(signals), now]);
    const isHigher = bands.indexOf(band) > bands.indexOf(last?.band ?? 'low');
    if (!isHigher || band === 'low') return { hold: null };
    const main = signals.slice(0, MAIN_SIGNALS).map(({ kind }) => kind);
    const reason = `risk ${score.toFixed(2)} (${band}): ${main.join(', ')}`;
    const caseId = await this.openCase(tx, { partnerId, severity: band, title: reason, score, signals: main }, actor);
    return { hold: band === 'critical' ? { partnerId, key: `risk case ${caseId}`, reason, caseId, scoreId } : null };
  }

  /** One case of the band at a time: a higher band makes the open one more severe. */
  private async openCase(tx: EntityManager, { partnerId, severity, title, score, signals }: OpenedCase, actor: Actor): Promise<string> {
    const now = this.clock();
    const { days, proposals } = ofBand[severity];
    const dueAt = new Date(now.getTime() + days * DAY_MS);
    const [open] = await tx.query<{ id: string; state: string }[]>(`SELECT id, state FROM risk_cases WHERE partner_id = $1 AND origin = 'band' AND state <> 'closed' FOR UPDATE`, [partnerId]);
    const id = open?.id ?? this.newId();
    if (open) {
      // What was decided, was decided of something less severe.
      await tx.query(
        `UPDATE risk_cases SET severity = $2, title = $3, proposals = $4, score = $7, signals = $8, due_at = least(due_at, $5), state = CASE WHEN state = 'decided' THEN 'in_review' ELSE state END,
           decision = NULL, rationale = NULL, decided_by = NULL, version = version + 1, updated_at = $6 WHERE id = $1`, [id, severity, title, proposals, dueAt, now, score, signals]);
    } else {
      await tx.query(
        `INSERT INTO risk_cases (id, code, partner_id, origin, severity, title, proposals, due_at, created_at, updated_at, score, signals) VALUES ($1, $2, $3, 'band', $4, $5, $6, $7, $8, $8, $9, $10)`,
        [id, await nextCode(tx, 'R', now), partnerId, severity, title, proposals, dueAt, now, score, signals]);
    }
    await this.audit.append(tx, { actor, action: open ? 'riskCase.escalate' : 'riskCaseOpen', noun: 'RiskCase', nounId: id, detail: { partnerId, severity, title } });
    return id;
  }

  /** A worker that died between the case and the hold left the hold to the next one. */
  private forgottenHolds(): Promise<Hold[]> {
    return this.database.query<Hold & Record<string, string>>(
      `SELECT c.partner_id AS "partnerId", 'risk case ' || c.id AS key, c.title AS reason, c.id AS "caseId", s.id AS "scoreId"
       FROM risk_cases c JOIN LATERAL (SELECT id, band FROM risk_scores WHERE partner_id = c.partner_id ORDER BY id DESC LIMIT 1) s ON s.band = 'critical'
       WHERE c.origin = 'band' AND c.severity = 'critical' AND c.state IN ('open','in_review') AND NOT EXISTS (SELECT FROM risk_actions a WHERE a.case_id = c.id AND a.action = 'hold_payouts')`);
  }

  private async lastScores(tx: EntityManager): Promise<Map<string, Last>> {
    const rows = await tx.query<(Last & { partnerId: string })[]>(
      `SELECT DISTINCT ON (partner_id) partner_id AS "partnerId", id, score, band, band_since AS "bandSince", signals FROM risk_scores ORDER BY partner_id, id DESC`);
    return new Map(rows.map((row) => [row.partnerId, row]));
  }
}

