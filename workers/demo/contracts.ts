import type { EntityManager } from 'typeorm';
import { Money } from '../../schema/money.js';
import { ContractVersion } from '../../schema/contract-version.js';
import { Contract } from '../../schema/contract.js';
import type { ClauseDraft } from '../../server/partner/clauses.js';
import type { ContractTerms } from '../../server/partner/contract-drafts.js';
import type { VersionChange } from '../../server/partner/contract-life.js';
import type { Contracts } from '../../server/partner/contracts.js';
import type { Database } from '../../server/platform/database.js';
import type { PersonActor } from './people.js';

const DAY_MS = 86_400_000;
const yuan = (amount: number) => Money.of(BigInt(amount) * 100n, 'CNY');

const revenueShare: ClauseDraft = { key: 'share', kind: 'revenue_share', sharePpm: 350_000, base: 'net_of_refunds', floor: yuan(20), cap: null };
const costBudget: ClauseDraft = { key: 'promotion', kind: 'cost_budget', budget: yuan(80_000), period: 'quarter', purpose: '联合推广与信息流赞助位' };
const dataScope: ClauseDraft = { key: 'reading_data', kind: 'data_scope', dataset: 'interactions', purpose: '改进推荐与选题', fields: ['content', 'kind', 'occurredOn'], retentionDays: 180, level: 'counts', basis: 'contract', epsilon: 2 };
const sla: ClauseDraft = { key: 'availability', kind: 'sla', metric: '接口可用率', target: 99.5, unit: '%', windowDays: 30, creditPpm: 50_000 };
const words = (heading: string, body: string): ClauseDraft => ({ key: 'terms', kind: 'text', heading, body });

type Step = 'offer' | 'counter' | 'agree' | 'sign_partner' | 'sign_platform' | 'suspend' | 'giveNotice' | 'withdraw';
const toActive = ['offer', 'agree', 'sign_partner', 'sign_platform'] as const;

export interface DemoContract {
  title: string;
  /** Place in demoPartners. */
  partner: number;
  clauses: readonly ClauseDraft[];
  days: readonly [from: number, to: number];
  steps: readonly Step[];
}

export const demoContracts: readonly DemoContract[] = [
  { title: '年度专栏共创协议', partner: 0, clauses: [revenueShare, costBudget, dataScope], days: [-30, 335], steps: toActive },
  { title: '课程分发与学分互认协议', partner: 1, clauses: [{ ...revenueShare, sharePpm: 450_000 }, costBudget, sla], days: [-40, 325], steps: toActive },
  { title: '健康频道推广框架协议', partner: 2, clauses: [{ ...costBudget, budget: yuan(120_000) }, dataScope], days: [-15, 165], steps: toActive },
  { title: '语音转写服务协议', partner: 3, clauses: [sla, dataScope, words('验收', '每月按抽样准确率验收，低于 98% 的批次免费重做。')], days: [-60, 120], steps: [...toActive, 'giveNotice'] },
  { title: '早间时段分发协议', partner: 4, clauses: [{ ...revenueShare, sharePpm: 200_000 }], days: [10, 375], steps: ['offer', 'counter'] },
  { title: '理财课程推广协议', partner: 5, clauses: [{ ...costBudget, budget: yuan(200_000), period: 'month' }, dataScope], days: [-10, 170], steps: toActive },
  { title: '冬季音频联名活动', partner: 4, clauses: [costBudget, words('物料', '双方各自承担设计费用。')], days: [20, 80], steps: ['offer', 'agree', 'sign_partner'] },
  { title: '门店联名活动协议', partner: 8, clauses: [revenueShare, words('陈列', '每店不少于两个展位。')], days: [15, 200], steps: ['offer'] },
  { title: '阅读器预装协议', partner: 9, clauses: [revenueShare, sla], days: [-90, 275], steps: [...toActive, 'suspend'] },
  { title: '节目试播协议', partner: 4, clauses: [{ ...revenueShare, sharePpm: 150_000 }], days: [-25, 95], steps: toActive },
  { title: '阅读器联名机型协议', partner: 9, clauses: [{ ...revenueShare, sharePpm: 250_000 }, sla], days: [-40, 320], steps: toActive },
  { title: '暑期课程包（草案）', partner: 1, clauses: [revenueShare], days: [60, 150], steps: [] },
  { title: '数据标注试点', partner: 3, clauses: [dataScope, sla], days: [5, 95], steps: ['offer', 'withdraw'] },
];

/** Each contract's whole story in one transaction: there or not there, never half told. */
export class DemoContracts {
  constructor(private readonly database: Database, private readonly contracts: Contracts, private readonly nowMs: number) {}

  async load(contract: DemoContract, partnerId: string, sides: { platform: PersonActor; partner: PersonActor }): Promise<void> {
    if (await this.database.dataSource.manager.existsBy(Contract, { partnerId, title: contract.title })) return;
    const terms: ContractTerms = { startsAt: this.day(contract.days[0]), endsAt: this.day(contract.days[1]), clauses: contract.clauses };
    await this.database.transaction(async (tx) => {
      const versionId = await this.contracts.draft(tx, { ...terms, partnerId, title: contract.title }, sides.platform);
      for (const step of contract.steps) await this.take(tx, step, versionId, terms, sides);
    });
  }

  private async take(tx: EntityManager, step: Step, versionId: string, terms: ContractTerms, { platform, partner }: { platform: PersonActor; partner: PersonActor }): Promise<void> {
    const version = await tx.findOneByOrFail(ContractVersion, { id: versionId });
    const change: VersionChange = { versionId, expectedVersion: version.version };
    const { contentHash } = version;
    switch (step) {
      case 'offer': await this.contracts.offer(tx, change, platform); return;
      case 'counter': await this.contracts.counter(tx, { ...change, ...terms, clauses: [...terms.clauses, words('对账', '每月五日前完成上月对账。')], answersHash: contentHash }, partner); return;
      case 'agree': await this.contracts.agree(tx, { ...change, answersHash: contentHash }, partner); return;
      case 'sign_partner': await this.contracts.sign(tx, { ...change, contentHash }, partner); return;
      case 'sign_platform': await this.contracts.sign(tx, { ...change, contentHash }, platform); return;
      case 'suspend': await this.contracts.suspend(tx, { ...change, reason: '交付延期，双方同意暂停' }, platform); return;
      case 'giveNotice': await this.contracts.giveNotice(tx, { ...change, reason: '业务调整，按约提前通知' }, partner); return;
      case 'withdraw': await this.contracts.withdraw(tx, change, platform); return;
    }
  }

  private day(days: number): Date {
    return new Date(this.nowMs + days * DAY_MS);
  }
}
