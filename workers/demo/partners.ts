import { Partner, type PartnerKind, type PartnerState } from '../../schema/partner.js';
import type { Partners } from '../../server/partner/partners.js';
import type { Database } from '../../server/platform/database.js';
import type { PersonActor } from './people.js';

export interface DemoPartner {
  name: string;
  kind: PartnerKind;
  industry: string;
  contact: string;
  note: string;
  /** The way it went, from prospect on. */
  path: readonly PartnerState[];
  reason?: string;
}

const toActive = ['applied', 'screening', 'due_diligence', 'approved', 'onboarding', 'active'] as const;

export const demoPartners: readonly DemoPartner[] = [
  { name: '启明知识出版社', kind: 'content_producer', industry: '出版', contact: '罗晨', note: '年度专栏共创，季度对账。', path: toActive },
  { name: '星桥在线大学', kind: 'education', industry: '高等教育', contact: '孟繁星', note: '课程与学分互认试点。', path: toActive },
  { name: '云澜健康', kind: 'advertiser', industry: '医疗健康', contact: '丁一', note: '健康频道的联合推广。', path: toActive },
  { name: '深潜数据科技', kind: 'technology_supplier', industry: '软件', contact: '齐放', note: '提供语音转写与内容标注。', path: toActive },
  { name: '晨读电台', kind: 'channel', industry: '广播', contact: '叶知秋', note: '早间时段音频分发。', path: toActive },
  { name: '万象财经', kind: 'advertiser', industry: '金融', contact: '钱多', note: '理财课程推广。', path: toActive },
  { name: '青藤少儿', kind: 'education', industry: '基础教育', contact: '甘霖', note: '资质补充材料待复核。', path: ['applied', 'screening', 'due_diligence'] },
  { name: '山海旅行', kind: 'channel', industry: '旅游', contact: '江川', note: '旅途场景的音频分发。', path: ['applied', 'screening'] },
  { name: '墨白书店', kind: 'content_producer', industry: '零售', contact: '白砚', note: '线下门店联名活动。', path: ['applied', 'screening', 'due_diligence', 'approved', 'onboarding'] },
  { name: '极光智能硬件', kind: 'technology_supplier', industry: '硬件', contact: '申奥', note: '阅读器预装合作，因交付延期暂停。', path: [...toActive, 'suspended'], reason: '连续两次交付延期' },
  { name: '快闻资讯', kind: 'channel', industry: '媒体', contact: '郝闻', note: '内容合规审查未通过。', path: ['applied', 'screening', 'due_diligence', 'rejected'], reason: '内容合规审查未通过' },
  { name: 'Northwind Learning', kind: 'content_producer', industry: 'Education', contact: 'Ada Byron', note: 'English-language courses; first talks.', path: [] },
];

/** Partners in every stage, each brought there by the steps that a person would take. Goes on where it was interrupted. */
export async function loadPartners(database: Database, partners: Partners, manager: PersonActor): Promise<string[]> {
  const ids: string[] = [];
  for (const [place, { name, kind, industry, contact, note, path, reason }] of demoPartners.entries()) {
    let partner = await database.dataSource.manager.findOneBy(Partner, { name })
      ?? await partners.create({ name, kind, industry, contactName: contact, contactEmail: `contact${place + 1}@partners.demo.tandem`, note, managerId: manager.accountId }, manager);
    for (const to of path.slice(path.indexOf(partner.state) + 1)) {
      partner = await partners.transition({ id: partner.id, expectedVersion: partner.version, to, reason: reason ?? null }, manager);
    }
    ids.push(partner.id);
  }
  return ids;
}
