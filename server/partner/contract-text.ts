import type { BudgetPeriod, Clause, RevenueBase, RevenueShareClause } from '../../schema/clause.js';
import type { Money } from '../../schema/money.js';
import type { ContractContent } from './contract-content.js';

export type TextLocale = 'zh' | 'en';

/** One vocabulary per language; the sentences are built from the same data in the same order, so neither says more. */
interface Wording {
  head(content: ContractContent, from: string, to: string): string[];
  period: Record<BudgetPeriod, string>;
  base: Record<RevenueBase, string>;
  clause(clause: Clause, words: Wording): { heading: string; body: string };
}

const amount = ({ amountMinor, currency }: Money) => {
  // ISO 4217 gives the digits; Intl knows them without a table of ours.
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const text = String(amountMinor).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${whole}${digits ? `.${text.slice(-digits)}` : ''} ${currency}`;
};
/** Millionths as per cent, without a float on the way. */
const percent = (ppm: number) => `${Math.trunc(ppm / 10_000)}${ppm % 10_000 ? `.${String(ppm % 10_000).padStart(4, '0').replace(/0+$/, '')}` : ''}%`;
const instant = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const shareOf = ({ sharePpm, bands }: RevenueShareClause) => [percent(sharePpm), ...bands.map((band) => percent(band.sharePpm))];

const zh: Wording = {
  head: ({ code, number, title, parties }, from, to) => [
    `《${title}》`,
    `协议编号：${code}（第 ${number} 版）`,
    `甲方：${parties.platform.name}`,
    `乙方：${parties.partner.name}（${parties.partner.code}）`,
    `有效期：自 ${from} 起，至 ${to} 止。`,
  ],
  period: { total: '整个协议期内', month: '每月', quarter: '每季度', year: '每年' },
  base: { gross: '读者支付的全部金额', net: '扣除税费与支付手续费后的金额', net_of_refunds: '扣除税费、支付手续费与退款后的金额' },
  clause: (clause, words) => {
    switch (clause.kind) {
      case 'revenue_share': {
        const [first, ...higher] = shareOf(clause);
        const shares = [`乙方分得${words.base[clause.base]}的 ${first}`, ...higher.map((share, place) => `每次结算${clause.mode === 'slab' ? '超过' : '达到'} ${amount(clause.bands[place].from)} ${clause.mode === 'slab' ? '的部分' : '时全部'}为 ${share}`)];
        const limits = [clause.floor && `每次结算不低于 ${amount(clause.floor)}`, clause.cap && `每次结算不高于 ${amount(clause.cap)}`, clause.guarantee && `每次结算保底 ${amount(clause.guarantee)}，垫付部分从以后超出保底的分成中抵扣`].filter(Boolean);
        return { heading: '收益分成', body: [...shares, ...limits].join('，') + '。' };
      }
      case 'cost_budget': return { heading: '费用预算', body: `${words.period[clause.period]}用于“${clause.purpose}”的费用不超过 ${amount(clause.budget)}。` };
      case 'data_scope': return { heading: '数据范围', body: `数据集“${clause.dataset}”中仅可使用以下字段：${clause.fields.join('、')}；仅用于“${clause.purpose}”；${clause.retentionDays} 天后删除。` };
      case 'sla': return { heading: '服务水平', body: `${clause.metric}在每 ${clause.windowDays} 天内达到 ${clause.target} ${clause.unit}；未达到时，抵扣该期费用的 ${percent(clause.creditPpm)}。` };
      case 'text': return { heading: clause.heading, body: clause.body };
    }
  },
};

const en: Wording = {
  head: ({ code, number, title, parties }, from, to) => [
    title,
    `Contract ${code}, version ${number}`,
    `Platform: ${parties.platform.name}`,
    `Partner: ${parties.partner.name} (${parties.partner.code})`,
    `In force from ${from} until ${to}.`,
  ],
  period: { total: 'during the whole contract', month: 'each month', quarter: 'each quarter', year: 'each year' },
  base: { gross: 'all that readers paid', net: 'what readers paid after taxes and payment fees', net_of_refunds: 'what readers paid after taxes, payment fees and refunds' },
  clause: (clause, words) => {
    switch (clause.kind) {
      case 'revenue_share': {
        const [first, ...higher] = shareOf(clause);
        const shares = [`The partner receives ${first} of ${words.base[clause.base]}`, ...higher.map((share, place) => (clause.mode === 'slab'
          ? `${share} of the part above ${amount(clause.bands[place].from)} per settlement` : `${share} of all of it once it reaches ${amount(clause.bands[place].from)} per settlement`))];
        const limits = [clause.floor && `at least ${amount(clause.floor)} per settlement`, clause.cap && `at most ${amount(clause.cap)} per settlement`, clause.guarantee && `with ${amount(clause.guarantee)} guaranteed per settlement, advances being recouped from later shares above it`].filter(Boolean);
        return { heading: 'Revenue share', body: [...shares, ...limits].join(', ') + '.' };
      }
      case 'cost_budget': return { heading: 'Cost budget', body: `At most ${amount(clause.budget)} may be spent ${words.period[clause.period]} on “${clause.purpose}”.` };
      case 'data_scope': return { heading: 'Data scope', body: `Of the data set “${clause.dataset}” only these fields may be used: ${clause.fields.join(', ')}; only for “${clause.purpose}”; to be deleted after ${clause.retentionDays} days.` };
      case 'sla': return { heading: 'Service level', body: `${clause.metric} reaches ${clause.target} ${clause.unit} in each window of ${clause.windowDays} days; when it does not, ${percent(clause.creditPpm)} of the fee of that window is credited.` };
      case 'text': return { heading: clause.heading, body: clause.body };
    }
  },
};

/** The version in words, for people. What counts is the data that it is made from: that is what was hashed and signed. */
export function contractText(content: ContractContent, locale: TextLocale): string {
  const words = locale === 'zh' ? zh : en;
  const numbered = content.clauses.map((clause, place) => {
    const { heading, body } = words.clause(clause, words);
    return `${place + 1}. ${heading}\n${body}`;
  });
  return [words.head(content, instant(content.startsAt), instant(content.endsAt)).join('\n'), ...numbered].join('\n\n');
}
