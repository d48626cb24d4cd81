import type { enums as enEnums, resources as enResources } from './words-en.js';
import type { Words } from './words.js';

export const enums = {
  PartnerKind: { CONTENT_PRODUCER: '内容生产方', TECHNOLOGY_SUPPLIER: '技术供应方', ADVERTISER: '广告主', CHANNEL: '渠道', EDUCATION: '教育机构' },
  PartnerTier: { LISTED: '已登记', STANDARD: '标准', PREFERRED: '优选', STRATEGIC: '战略' },
  GateState: { PASSED: '达到底线', FAILED: '未达底线', UNKNOWN: '底线未证实' },
  CriterionGroup: { RESOURCES: '资源', TECHNOLOGY: '技术', REPUTATION: '信誉' },
  ReviewVerdict: { ENDORSE: '赞成', OBJECT: '反对' },
  ObstacleCode: {
    NO_EVIDENCE: '一无所知：请先登记证据', EVIDENCE_EXPIRED: '证据已过期或指标已更新：请登记新证据或重新评估', GATE_UNKNOWN: '底线指标没有核实过的证据', GATE_FAILED: '底线指标未达标',
    REVIEW_MISSING: '赞成最新评估的复核人不足', OBJECTION: '有复核人反对', TOO_EARLY: '曾被拒绝，还未到可再次申请的时间', NO_AGREEMENT: '没有生效中的合作协议', NO_RISK_CASE: '没有裁定为暂停或终止的风险案件', PAYABLES: '双方款项尚未结清', AGREEMENT_IN_FORCE: '仍有生效中的合作协议',
  },
  PartnerState: {
    PROSPECT: '潜在', APPLIED: '已申请', SCREENING: '筛选中', DUE_DILIGENCE: '尽职调查', APPROVED: '已批准', REJECTED: '已拒绝', ONBOARDING: '接入中',
    ACTIVE: '合作中', SUSPENDED: '已暂停', OFFBOARDING: '退出中', FORMER: '已结束', BLOCKED: '已封禁',
  },
  ContractState: {
    DRAFT: '草稿', OFFERED: '已发出', COUNTERED: '已还价', AGREED: '已议定', SIGNING: '签署中', SIGNED: '已签署', SCHEDULED: '待生效', ACTIVE: '生效中', SUSPENDED: '已中止',
    IN_NOTICE: '解约通知期', TERMINATED: '已解除', EXPIRED: '已到期', SUPERSEDED: '已被取代', WITHDRAWN: '已撤回', REJECTED: '已拒绝', LAPSED: '已失效',
  },
  ContentKind: { ARTICLE: '文章', AUDIO: '音频', VIDEO: '视频', COURSE: '课程', COLUMN: '专栏' },
  ContentState: {
    DRAFT: '草稿', IN_REVIEW: '审核中', CHANGES_REQUESTED: '需修改', APPROVED: '已通过', SCHEDULED: '定时发布', PUBLISHED: '已发布', UNLISTED: '不公开列出',
    ARCHIVED: '已归档', TAKEDOWN: '已下架', RESTORED: '已恢复',
  },
  CampaignState: { DRAFT: '草稿', REVIEW: '审核中', APPROVED: '已通过', SCHEDULED: '待开始', RUNNING: '投放中', PAUSED: '已暂停', COMPLETING: '收尾中', COMPLETED: '已结束', CANCELLED: '已取消' },
  OfferKind: { ONE_OFF: '单次购买', SUBSCRIPTION: '订阅', FREE: '免费' },
  OfferState: { ACTIVE: '在售', RETIRED: '已停售' },
  OrderState: { CREATED: '已创建', AWAITING_PAYMENT: '待支付', PAID: '已支付', FULFILLING: '交付中', FULFILLED: '已完成', CANCELLED: '已取消', EXPIRED: '已过期', REFUNDED: '已退款' },
  ModelRunState: {
    QUEUED: '排队中', EXTRACTING: '抽取数据', FITTING: '训练中', EVALUATING: '评估中', REJECTED: '未通过', CANDIDATE: '候选', SHADOW: '影子', CHAMPION: '线上', RETIRED: '已下线', FAILED: '失败',
  },
  JobState: { WAITING: '等待中', ACTIVE: '运行中', DELAYED: '已延后', COMPLETED: '已完成', FAILED: '失败' },
  Role: { READER: '读者', AUTHOR: '作者', PARTNER: '合作方', PARTNER_MANAGER: '合作经理', MARKETER: '营销', ANALYST: '分析师', OPERATOR: '运营', SERVICE: '服务' },
  AccountState: { ACTIVE: '正常', SUSPENDED: '已停用' },
  ReasonKind: { BECAUSE_OF: '因为看过', POPULAR: '热门', SPONSORED: '推广', NEWEST: '新内容', EXPLORE: '探索', RANKED_BY_PARTNER: '合作方推荐' },
  Language: { ZH: '中文', EN: '英文' },
  ContractParty: { PARTNER: '合作方', PLATFORM: '平台' },
  SharingLevel: { NONE: '不提供', COUNTS: '加噪人数', PSEUDONYMOUS: '假名记录', RECORD: '原始记录' },
  LegalBasis: { CONSENT: '个人同意', CONTRACT: '与个人的合同', LAW: '法律规定' },
  SlaDirection: { AT_LEAST: '不低于', AT_MOST: '不高于' },
  SlaRemedy: { CREDIT: '返还', MAKEGOOD: '补足' },
  RenewalMode: { NONE: '期满终止', AUTO: '自动续期', BY_OFFER: '另行要约' },
  DisputeMethod: { MEDIATION: '调解', ARBITRATION: '仲裁', COURT: '诉讼' },
  StatementState: { OPEN: '未出具', ISSUED: '已出具', ACKNOWLEDGED: '已确认', DISPUTED: '有争议' },
  StatementLineKind: { SHARE: '分成', REVERSAL: '退款冲回', CHARGE: '活动扣费', CREDIT: '服务抵扣', ADJUSTMENT: '争议调整', PAYOUT: '已打款', FORFEIT: '不予支付', FLOOR: '补足下限', CAP: '封顶扣减', GUARANTEE: '保底垫付', RECOUPMENT: '垫付抵扣' },
  RiskBand: { LOW: '低', WATCH: '关注', HIGH: '高', CRITICAL: '严重' },
  RiskCaseOrigin: { BAND: '评分触发', PERSON: '人工发起' },
  RiskCaseState: { OPEN: '待受理', IN_REVIEW: '审查中', DECIDED: '已决定', CLOSED: '已结案' },
  RiskDecision: { NO_ACTION: '无需处理', MONITOR: '加强关注', MITIGATE: '采取措施', SUSPEND: '暂停合作', END: '终止合作' },
  PayoutState: { PROPOSED: '待批准', CANCELLED: '已取消', APPROVED: '已批准', SUBMITTED: '银行处理中', SETTLED: '已到账', FAILED: '银行拒绝', RETURNED: '已退回' },
  DisputeState: { OPEN: '待裁定', UPHELD: '维持', ADJUSTED: '已更正' },
  LedgerAccountKind: { CASH: '现金', PAYER_WALLET: '合作方欠款', PARTNER_PAYABLE: '应付', PLATFORM_REVENUE: '平台收入', PARTNER_COST: '费用', RESERVE: '预算', HOLD: '冻结', CLEARING: '已计提未出单', TAX: '税', FX_LIQUIDITY: '换汇' },
  ShareMode: { SLAB: '逐档累进', WHOLE: '全额按最高档' },
  RevenueBase: { GROSS: '读者支付的全部', NET: '扣除税费后的收入', NET_OF_REFUNDS: '扣除税费与退款后的收入' },
  BudgetPeriod: { TOTAL: '整个协议期', MONTH: '每月', QUARTER: '每季度', YEAR: '每年' },
  InteractionKind: { VIEW: '浏览', CLICK: '点击', READ: '阅读', COMPLETE: '学完', LIKE: '喜欢', ENROL: '报名', PURCHASE: '购买', LESS: '希望少看', RATE: '评分' },
  RecommenderStage: { OFF: '关闭', SHADOW: '影子', INTERLEAVED: '交错', LIVE: '上线' },
  ConnectorKind: { CONTENT_FEED: '内容供给', RECOMMENDER: '推荐', AD_DELIVERY: '广告投放', WEBHOOK: '消息推送' },
  ConnectorState: { REGISTERED: '已登记', CONFIGURED: '已配置', TESTING: '测试中', ACCEPTED: '已验收', LIVE: '已上线', DEGRADED: '已降级', TRIPPED: '已熔断', RETIRED: '已停用' },
  ConnectorEnvironment: { SANDBOX: '沙箱', PRODUCTION: '生产' },
  ConformanceVerdict: { PASSED: '通过', WARNING: '警告', REVIEW: '待人工查看', FAILED: '失败', SKIPPED: '跳过', NOT_APPLICABLE: '不适用', UNFINISHED: '未完成' },
  ConformanceRunState: { QUEUED: '运行中', FINISHED: '已完成' },
  WebhookDeliveryState: { PENDING: '等待中', DELIVERED: '已送达', DEAD: '已放弃' },
  DriftSubject: { EVENT: '读者行为', FEATURE: '展示内容', SCORE: '模型分数' },
  RunTrigger: { SCHEDULE: '定时', API_KEY: 'API 密钥', CLI: '命令行', CONSOLE: '控制台', DRIFT: '数据漂移', VOLUME: '新行为', FEEDBACK: '反馈' },
} satisfies Words<typeof enEnums>;

const shared = { id: '标识', code: '编号', state: '状态', createdAt: '创建时间', updatedAt: '修改时间', version: '版本', q: '搜索', partner: '合作方', content: '内容', startsAt: '开始', endsAt: '结束' };

export const resources = {
  partners: { name: '合作方', fields: { ...shared, name: '名称', kind: '类型', industry: '行业', contactName: '联系人', contactEmail: '邮箱', website: '网站', note: '备注', manager: '负责人' } },
  contracts: { name: '合作协议', fields: { ...shared, title: '标题', number: '版本', clauses: '条款', signatures: '签名', contentHash: '内容哈希', noticeEndsAt: '通知期至', renewedUntil: '已续期至', reason: '原因' } },
  connectors: { name: '连接', fields: { ...shared, name: '名称', kind: '类型', environment: '环境', baseUrl: '地址', profileVersion: '接口版本', capabilities: '能力', buildDigest: '构建（SHA-256）', secretRotatedAt: '密钥更换时间' } },
  contents: {
    name: '内容',
    fields: {
      ...shared, no: '序号', title: '标题', summary: '摘要', body: '正文', kind: '类型', language: '语言', tags: '标签', author: '作者', publishedAt: '发布时间', publishAt: '定时发布于',
      previewChars: '免费试读字数', offers: '售卖方案', versions: '版本', externalId: '外部标识',
    },
  },
  campaigns: {
    name: '活动',
    fields: {
      ...shared, name: '名称', adType: '广告类型', audience: '人群', budget: '预算', spent: '已花费', bid: '每次点击价格', clicks: '点击', impressions: '曝光',
      kinds: '看过这些类型之一', locales: '语言', activeWithinDays: '最近活跃（天）', estimate: '覆盖读者',
    },
  },
  offers: { name: '售卖方案', fields: { ...shared, title: '标题', kind: '类型', price: '价格', periodDays: '周期（天）' } },
  orders: { name: '订单', fields: { ...shared, payable: '应付', offer: '售卖方案', account: '账户', expiresAt: '过期时间' } },
  statements: { name: '结算单', fields: { ...shared, lineCount: '行数', opening: '期初余额', closing: '期末余额', timeZone: '时区', issuedAt: '出具时间' } },
  payouts: { name: '打款', fields: { ...shared, amount: '金额', statement: '结算单', proposer: '提请人', approver: '批准人', paid: '实付', rate: '汇率', spread: '换汇费用', bankReference: '银行流水号', failure: '拒绝原因' } },
  balances: { name: '余额', fields: { ...shared, kind: '账户', balance: '余额', reserved: '已冻结' } },
  'risk-cases': { name: '风险案件', fields: { ...shared, title: '事由', severity: '严重程度', origin: '发起方式', proposals: '建议', owner: '负责人', dueAt: '决定期限', decision: '决定', rationale: '理由', decider: '决定人' } },
  'exchange-rates': { name: '汇率', fields: { ...shared, source: '原币种', target: '目标币种', rate: '汇率', spreadPpm: '平台留存（%）', setter: '设定人', validFrom: '生效时间' } },
  readers: { name: '读者', fields: { ...shared, no: '序号', externalId: '外部标识', personalised: '个性化', locale: '语言' } },
  'model-runs': {
    name: '训练任务',
    fields: {
      ...shared, scenario: '场景', model: '模型', alias: '别名', stepProgress: '进度', trigger: '触发方式', requestedBy: '发起人', startedAt: '开始时间', finishedAt: '结束时间', scoredAt: '打分时间',
      seed: '随机种子', adModel: '广告模型', shadowAt: '进入影子运行', triggerReason: '触发原因', reason: '原因', failure: '失败原因', params: '参数', snapshotAt: '快照时间', interactionCount: '行为数', readerCount: '读者数', contentCount: '内容数',
    },
  },
  jobs: { name: '作业', fields: { ...shared, name: '作业', queue: '队列', progress: '进度', attempts: '尝试次数', failure: '失败原因', startedAt: '开始时间', finishedAt: '结束时间', payload: '参数', log: '日志' } },
  accounts: { name: '账户', fields: { ...shared, email: '邮箱', displayName: '姓名', role: '角色', locale: '语言', password: '密码' } },
  'api-keys': { name: 'API 密钥', fields: { ...shared, name: '名称', prefix: '前缀', scopes: '权限范围', expiresAt: '过期时间', revokedAt: '吊销时间', account: '账户' } },
  audit: { name: '审计记录', fields: { ...shared, seq: '序号', at: '时间', actor: '操作者', action: '操作', noun: '对象类型', nounId: '对象', detail: '详情' } },
} satisfies Words<typeof enResources>;
