import { Money } from '../../schema/money.js';
import type { Context } from '../graphql/context.js';
import type { Database } from '../platform/database.js';
import { smallestRelief, type Band, type Contribution } from './risk-rules.js';
import { PartnerRisk, ServiceLevelWindow } from './risk.types.js';

interface ScoreRow { partner_id: string; score: number; band: Band; band_since: Date; signals: Contribution[] }

/** The newest score of each partner; one statement for a page. */
export function riskOf(database: Database, partnerId: string, { loaders }: Context): Promise<PartnerRisk> {
  return loaders.batch<string, PartnerRisk>('partner.risk', async (ids) => {
    const rows = await database.query<ScoreRow>('SELECT DISTINCT ON (partner_id) partner_id, score, band, band_since, signals FROM risk_scores WHERE partner_id = ANY($1) ORDER BY partner_id, id DESC', [ids]);
    return ids.map((id) => {
      const row = rows.find((one) => one.partner_id === id);
      const severities = Object.fromEntries((row?.signals ?? []).map(({ kind, severity }) => [kind, severity]));
      return Object.assign(new PartnerRisk(), { partnerId: id, score: row?.score ?? 0, band: row?.band ?? 'low', bandSince: row?.band_since ?? null, signals: row?.signals ?? [], relief: !row || row.band === 'low' ? null : smallestRelief(severities) });
    });
  }).load(partnerId);
}

interface WindowRow { id: string; partner_id: string; clause_key: string; starts_at: Date; ends_at: Date; measured: number; is_missed: boolean; cure_until: Date | null; excuse: string | null; currency: string | null; credit_minor: string | null; credited_at: Date | null }

/** The newest 50 windows of each partner; one statement for a page. */
export function windowsOfPartner(database: Database, partnerId: string, { loaders }: Context): Promise<ServiceLevelWindow[]> {
  return loaders.batch<string, ServiceLevelWindow[]>('partner.serviceLevels', async (ids) => {
    const rows = await database.query<WindowRow>(
      `SELECT w.* FROM unnest($1::uuid[]) AS given (id), LATERAL (
         SELECT id, partner_id, clause_key, starts_at, ends_at, measured, is_missed, cure_until, excuse, currency, credit_minor, credited_at FROM service_level_windows WHERE partner_id = given.id ORDER BY id DESC LIMIT 50) w`, [ids]);
    return ids.map((id) => rows.filter((row) => row.partner_id === id).map((row) => Object.assign(new ServiceLevelWindow(), {
      id: row.id, clauseKey: row.clause_key, startsAt: row.starts_at, endsAt: row.ends_at, measured: row.measured, isMissed: row.is_missed, cureUntil: row.cure_until, excuse: row.excuse,
      credit: row.credit_minor === null || row.currency === null ? null : Money.of(BigInt(row.credit_minor), row.currency), creditedAt: row.credited_at,
    })));
  }).load(partnerId);
}
