import { amount, percent, type ContractWords } from './contract-words.js';

export const zh: ContractWords = {
  head: ({ code, number, title, parties }, from, to) => [
    `《${title}》`,
    `协议编号：${code}（第 ${number} 版）`,
    `甲方：${parties.platform.name}`,
    `乙方：${parties.partner.name}（${parties.partner.code}）`,
    `有效期：自 ${from} 起，至 ${to} 止。`,
  ],
  party: { platform: '甲方', partner: '乙方' },
  period: { total: '整个协议期内', month: '每月', quarter: '每季度', year: '每年' },
  base: { gross: '读者支付的全部金额', net: '扣除税费与支付手续费后的金额', net_of_refunds: '扣除税费、支付手续费与退款后的金额' },
  method: { mediation: '提交调解', arbitration: '提交仲裁', court: '向人民法院起诉' },
  heading: {
    responsibility: '责任', right: '权利', revenue_share: '收益分成', cost_budget: '费用预算', sla: '服务水平', data_scope: '数据范围', exclusivity: '排他',
    audit_right: '审计权', termination: '解除', renewal: '续期', signing: '签署', dispute: '争议解决',
  },
  body: {
    responsibility: ({ party, duty, withinDays }) => `${zh.party[party]}应：${duty}${withinDays === null ? '' : `；自生效起 ${withinDays} 天内完成`}。`,
    right: ({ party, permission }) => `${zh.party[party]}有权：${permission}。`,
    revenue_share: ({ sharePpm, bands, mode, base, floor, cap, guarantee }) => {
      const higher = bands.map((band) => (mode === 'slab' ? `每次结算超过 ${amount(band.from)} 的部分为 ${percent(band.sharePpm)}` : `每次结算达到 ${amount(band.from)} 时全部为 ${percent(band.sharePpm)}`));
      const limits = [floor && `每次结算不低于 ${amount(floor)}`, cap && `每次结算不高于 ${amount(cap)}`, guarantee && `每次结算保底 ${amount(guarantee)}，垫付部分从以后超出保底的分成中抵扣`].filter(Boolean);
      return [`乙方分得${zh.base[base]}的 ${percent(sharePpm)}`, ...higher, ...limits].join('，') + '。';
    },
    cost_budget: ({ period, purpose, budget }) => `${zh.period[period]}用于“${purpose}”的费用不超过 ${amount(budget)}。`,
    sla: ({ metric, windowDays, target, unit, direction, measuredBy, maxVariancePpm, remedy, creditPpm, cureDays }) => [
      `${metric}在每 ${windowDays} 天内${direction === 'at_least' ? '达到' : '不超过'} ${target} ${unit}`,
      ...(measuredBy === null ? [] : [`以${measuredBy}的计量为准`]),
      ...(maxVariancePpm ? [`双方计数相差不超过 ${percent(maxVariancePpm)} 时不逐条核对`] : []),
      `未达到时${cureDays ? `且 ${cureDays} 天内未补救的` : ''}，${remedy === 'credit' ? `抵扣该期费用的 ${percent(creditPpm)}` : '补足所缺部分'}`,
    ].join('；') + '。',
    data_scope: ({ dataset, fields, purpose, retentionDays, level, basis, region, kMin, epsilon, epsilonPeriod }) => [
      `数据集“${dataset}”中仅可使用以下字段：${fields.join('、')}`,
      `仅用于“${purpose}”`,
      `${retentionDays} 天后删除`,
      { none: '数据不出平台', counts: `仅提供人数，少于 ${kMin} 人的不提供`, pseudonymous: '以仅供乙方使用的假名提供记录', record: '提供原始记录' }[level],
      ...(epsilon ? [`${zh.period[epsilonPeriod]}隐私预算 ε 不超过 ${epsilon}`] : []),
      { consent: '依据：个人同意', contract: '依据：与个人的合同所必需', law: '依据：法律规定' }[basis],
      ...(region === null ? [] : [`仅在 ${region} 境内处理`]),
    ].join('；') + '。',
    exclusivity: ({ party, scope, territory }) => `在${territory}，${zh.party[party]}不得就“${scope}”与第三方合作。`,
    audit_right: ({ party, noticeDays, timesPerYear }) => `${zh.party[party]}可查阅结算所依据的记录，每年不超过 ${timesPerYear} 次，提前 ${noticeDays} 天告知。`,
    termination: ({ noticeDays, cureDays, fee }) => `任何一方可提前 ${noticeDays} 天通知解除${fee ? `，通知方支付 ${amount(fee)}` : ''}；违约经通知后 ${cureDays} 天内未补救的，另一方可立即解除。`,
    renewal: ({ atEnd, months }) => ({
      none: '期满终止。', auto: `期满自动续期，每次 ${months} 个月，除非已通知解除。`, by_offer: `期满前由甲方提出续期 ${months} 个月的要约；未重新签署则期满终止。`,
    }[atEnd]),
    signing: ({ ordered, signatories }) => `由下列人员${ordered ? '依次' : ''}签署：${signatories.map(({ party, title }, place) => `${place + 1}. ${zh.party[party]}${title}`).join('；')}。`,
    dispute: ({ talkDays, method, seat, law }) => `争议先协商 ${talkDays} 天；协商不成的，在${seat}${zh.method[method]}，适用${law}。`,
    text: ({ body }) => body,
  },
};
