import type { ConnectorKind } from '../../schema/connector.js';
import type { Connectors } from '../../server/connector/connectors.js';
import type { Database } from '../../server/platform/database.js';
import { systemActor } from '../../server/platform/actor.js';
import type { ConcentrationLimits } from '../../server/risk/concentration-limits.js';
import type { ReportedKind, RiskCases } from '../../server/risk/risk-cases.js';
import type { RiskWatch } from '../../server/risk/risk-watch.js';
import { demoPartners } from './partners.js';
import type { PersonActor } from './people.js';

const DAY_MS = 86_400_000;

/** Ends that partners have announced; each is configured and played through with the partner (README: the reference partner). */
const announced: readonly { partner: string; kind: ConnectorKind; name: string }[] = [
  { partner: '启明知识出版社', kind: 'content_feed', name: '图书与专栏供给' },
  { partner: '启明知识出版社', kind: 'webhook', name: '结算与内容通知' },
  { partner: '深潜数据科技', kind: 'recommender', name: '深潜排序' },
  { partner: '万象财经', kind: 'ad_delivery', name: '万象竞价' },
];

const reports: readonly { partner: string; kind: ReportedKind; severity: number; source: string; days: number }[] = [
  { partner: '极光智能硬件', kind: 'finance_change', severity: 0.8, source: '公开的融资失败公告', days: 120 },
  { partner: '极光智能硬件', kind: 'key_person_change', severity: 0.6, source: '交付负责人离职，对方来函告知', days: 90 },
  { partner: '晨读电台', kind: 'invalid_traffic', severity: 0.5, source: '抽样核对七日回传日志', days: 60 },
];

const COMMITMENT_LIMIT_PPM = 600_000;

interface Desk {
  readonly database: Database;
  readonly connectors: Connectors;
  readonly cases: RiskCases;
  readonly limits: ConcentrationLimits;
  readonly watch: RiskWatch;
  readonly nowMs: number;
}

/** Connectors that wait for their engineers, and what speaks against partners, judged once. Repeatable: what is there is left alone. */
export async function loadPartnership({ database, connectors, cases, limits, watch, nowMs }: Desk, partnerIds: readonly string[], manager: PersonActor): Promise<void> {
  const idOf = (name: string) => partnerIds[demoPartners.findIndex((one) => one.name === name)];
  for (const { partner, kind, name } of announced) {
    const known = await database.query<unknown[]>('SELECT FROM connectors WHERE partner_id = $1 AND name = $2', [idOf(partner), name]);
    if (known.length === 0) await connectors.register({ partnerId: idOf(partner), kind, name }, manager);
  }
  for (const { partner, days, ...report } of reports) {
    await database.transaction(async (tx) => {
      const known = await tx.query<unknown[]>('SELECT FROM risk_reports WHERE partner_id = $1 AND kind = $2', [idOf(partner), report.kind]);
      if (known.length === 0) await cases.report(tx, { ...report, partnerId: idOf(partner), expiresAt: new Date(nowMs + days * DAY_MS) }, manager);
    });
  }
  await database.transaction((tx) => limits.set(tx, { dimension: 'commitment', limitPpm: COMMITMENT_LIMIT_PPM }, manager));
  await watch.watch(systemActor('demo'));
}
