import type { PartnerKind, PartnerState } from '../../schema/partner.js';
import type { DemoEvidence } from './screening.js';

export interface DemoPartner {
  name: string;
  kind: PartnerKind;
  industry: string;
  contact: string;
  note: string;
  /** The way it went, from prospect on. */
  path: readonly PartnerState[];
  reason?: string;
  evidence: DemoEvidence;
}

const toActive = ['applied', 'screening', 'due_diligence', 'approved', 'onboarding', 'active'] as const;

export const demoPartners: readonly DemoPartner[] = [
  { name: '启明知识出版社', kind: 'content_producer', industry: '出版', contact: '罗晨', note: '年度专栏共创，季度对账。', path: toActive,
    evidence: { catalogue_size: [3200, 1], rights_clear: [0.97, 400], monthly_output: [90, 12], format_fit: [0.96, 220], metadata_complete: [0.93, 400], security_level: [4, 1], legal_standing: [1, 1], on_time: [0.97, 60], reader_rating: [4.7, 180] } },
  { name: '星桥在线大学', kind: 'education', industry: '高等教育', contact: '孟繁星', note: '课程与学分互认试点。', path: toActive,
    evidence: { courses: [420, 1], qualified_teachers: [0.98, 310], completion: [0.52, 900], platform_fit: [4, 2], format_fit: [0.9, 80], security_level: [4, 1], legal_standing: [1, 1], learner_rating: [4.5, 260], refunds: [0.03, 900] } },
  { name: '云澜健康', kind: 'advertiser', industry: '医疗健康', contact: '丁一', note: '健康频道的联合推广。', path: toActive,
    evidence: { annual_budget: [1_800_000, 1], audience_overlap: [0.34, 2000], monthly_creatives: [14, 6], tracking_ready: [4, 1], landing_seconds: [2.1, 40], security_level: [3, 1], legal_standing: [1, 1], paid_on_time: [0.95, 40], ad_violations: [0.01, 300] } },
  { name: '深潜数据科技', kind: 'technology_supplier', industry: '软件', contact: '齐放', note: '提供语音转写与内容标注。', path: toActive,
    evidence: { engineers: [140, 1], reference_customers: [22, 1], runway_months: [20, 1], accuracy: [0.975, 800], availability: [0.9985, 3000], security_level: [4, 1], legal_standing: [1, 1], on_time: [0.93, 45], incidents: [1, 1] } },
  { name: '晨读电台', kind: 'channel', industry: '广播', contact: '叶知秋', note: '早间时段音频分发。', path: toActive,
    evidence: { monthly_readers: [860_000, 3], audience_fit: [0.41, 1500], conversion: [0.021, 8000], events_returned: [0.94, 500], integration_days: [12, 2], security_level: [3, 1], legal_standing: [1, 1], on_time: [0.92, 30], invalid_traffic: [0.03, 5000] } },
  { name: '万象财经', kind: 'advertiser', industry: '金融', contact: '钱多', note: '理财课程推广。', path: toActive,
    evidence: { annual_budget: [3_600_000, 1], audience_overlap: [0.28, 1800], monthly_creatives: [22, 6], tracking_ready: [3, 1], landing_seconds: [3.4, 40], security_level: [3, 1], legal_standing: [1, 1], paid_on_time: [0.9, 30], ad_violations: [0.03, 400] } },
  { name: '青藤少儿', kind: 'education', industry: '基础教育', contact: '甘霖', note: '资质补充材料待复核。', path: ['applied', 'screening', 'due_diligence'],
    evidence: { courses: [260, 1], qualified_teachers: [0.97, 340], completion: [0.6, 700], platform_fit: [4, 1], format_fit: [0.95, 120], security_level: [4, 1], legal_standing: [1, 1], learner_rating: [4.8, 320], refunds: [0.02, 700] } },
  { name: '山海旅行', kind: 'channel', industry: '旅游', contact: '江川', note: '旅途场景的音频分发。', path: ['applied', 'screening'],
    evidence: { monthly_readers: [240_000, 3], audience_fit: [0.3, 600], conversion: [0.012, 2500], integration_days: [30, 1], security_level: [2, 1], on_time: [0.8, 10] } },
  { name: '墨白书店', kind: 'content_producer', industry: '零售', contact: '白砚', note: '线下门店联名活动。', path: ['applied', 'screening', 'due_diligence', 'approved', 'onboarding'],
    evidence: { catalogue_size: [420, 1], rights_clear: [0.98, 260], monthly_output: [18, 6], format_fit: [0.82, 40], security_level: [3, 1], legal_standing: [1, 1], on_time: [0.9, 25], reader_rating: [4.4, 60] } },
  { name: '极光智能硬件', kind: 'technology_supplier', industry: '硬件', contact: '申奥', note: '阅读器预装合作，因交付延期暂停。', path: [...toActive, 'suspended'], reason: '连续两次交付延期',
    evidence: { engineers: [85, 1], reference_customers: [9, 1], runway_months: [14, 1], accuracy: [0.93, 200], availability: [0.992, 1200], security_level: [3, 1], legal_standing: [1, 1], on_time: [0.71, 28], incidents: [4, 1] } },
  { name: '快闻资讯', kind: 'channel', industry: '媒体', contact: '郝闻', note: '内容合规审查未通过。', path: ['applied', 'screening', 'due_diligence', 'rejected'], reason: '内容合规审查未通过',
    evidence: { monthly_readers: [1_900_000, 3], audience_fit: [0.22, 900], conversion: [0.006, 4000], events_returned: [0.7, 300], integration_days: [20, 1], security_level: [2, 1], legal_standing: [1, 1], on_time: [0.78, 30], invalid_traffic: [0.09, 3000] } },
  { name: 'Northwind Learning', kind: 'content_producer', industry: 'Education', contact: 'Ada Byron', note: 'English-language courses; first talks.', path: [],
    evidence: {} },
  { name: '听见城市', kind: 'channel', industry: '出行', contact: '陆远', note: '车载音频入口。', path: ['applied', 'screening'],
    evidence: { monthly_readers: [420_000, 2], audience_fit: [0.45, 40], conversion: [0.03, 300], events_returned: [0.97, 90], integration_days: [15, 1], security_level: [4, 1], legal_standing: [1, 1], on_time: [0.95, 8], invalid_traffic: [0.02, 4000] } },
  { name: '知行读书会', kind: 'channel', industry: '社群', contact: '安宁', note: '社群渠道，量小但匹配。', path: ['applied'],
    evidence: { monthly_readers: [18_000, 2], audience_fit: [0.56, 500], conversion: [0.034, 900], security_level: [2, 1] } },
  { name: '松鼠实验室', kind: 'content_producer', industry: '科普', contact: '何木', note: '科普短视频。', path: ['applied', 'screening'],
    evidence: { catalogue_size: [160, 1], rights_clear: [1, 12], monthly_output: [24, 3], format_fit: [0.9, 10], metadata_complete: [0.7, 20], security_level: [3, 1], legal_standing: [1, 1], reader_rating: [4.9, 6] } },
  { name: '明德职业学院', kind: 'education', industry: '职业教育', contact: '韩江', note: '职业资格课程。', path: ['applied', 'screening'],
    evidence: { courses: [90, 1], qualified_teachers: [0.93, 120], completion: [0.38, 260], platform_fit: [3, 1], security_level: [3, 1], legal_standing: [1, 1], learner_rating: [4.1, 90] } },
  { name: '灵犀语音', kind: 'technology_supplier', industry: '软件', contact: '傅声', note: '语音合成，参考客户少。', path: ['applied'],
    evidence: { engineers: [28, 1], reference_customers: [3, 1], accuracy: [0.96, 60], availability: [0.997, 400], security_level: [3, 1], legal_standing: [1, 1] } },
];
