import { DateTime } from 'luxon';
import type { StatementLineKind } from '../../schema/statement-line.js';
import { minorDigits } from './minor-digits.js';

export type FileLocale = 'zh' | 'en';

interface FileWords {
  kinds: Record<StatementLineKind, string>;
  columns: Record<'number' | 'occurredAt' | 'kind' | 'clause' | 'gross' | 'tax' | 'fee' | 'base' | 'amount', string>;
  title: string; partner: string; window: string; opening: string; closing: string; sums: string; lines: string; hash: string; root: string; audit: string;
  more(shown: number, all: number): string;
}

/** The words of a statement's files; the console has its own. */
export const fileWords: Record<FileLocale, FileWords> = {
  zh: {
    kinds: {
      share: '分成', reversal: '退款冲回', charge: '活动扣费', credit: '服务抵扣', adjustment: '争议调整', payout: '已打款', forfeit: '不予支付', floor: '补足下限', cap: '封顶扣减', guarantee: '保底垫付', recoupment: '垫付抵扣',
    },
    columns: { number: '序号', occurredAt: '时间', kind: '类别', clause: '条款', gross: '实收', tax: '税', fee: '手续费', base: '基数', amount: '金额' },
    title: '结算单', partner: '合作方', window: '结算期', opening: '期初余额', closing: '期末余额', sums: '按类别合计', lines: '明细', hash: '结算单哈希', root: '明细默克尔根', audit: '审计日志序号',
    more: (shown, all) => `此处列出前 ${shown} 条，全部 ${all} 条见 CSV 文件。`,
  },
  en: {
    kinds: {
      share: 'Share', reversal: 'Reversal', charge: 'Campaign charge', credit: 'Service credit', adjustment: 'Adjustment', payout: 'Payout', forfeit: 'Forfeited', floor: 'Floor', cap: 'Cap', guarantee: 'Guarantee', recoupment: 'Recoupment',
    },
    columns: { number: 'No.', occurredAt: 'Time', kind: 'Kind', clause: 'Clause', gross: 'Paid', tax: 'Tax', fee: 'Fee', base: 'Base', amount: 'Amount' },
    title: 'Statement', partner: 'Partner', window: 'Window', opening: 'Opening balance', closing: 'Closing balance', sums: 'Sums by kind', lines: 'Lines', hash: 'Hash of the statement', root: 'Merkle root of the lines', audit: 'Number in the audit log',
    more: (shown, all) => `These are the first ${shown} of ${all} lines; the CSV file has all of them.`,
  },
};

/** Whole minor units as a decimal of the currency's digits, without a float on the way; `grouped`: with thousands. */
export function decimal(minor: bigint, currency: string, grouped = false): string {
  const digits = minorDigits(currency);
  const text = String(minor < 0n ? -minor : minor).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  return `${minor < 0n ? '-' : ''}${grouped ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole}${digits ? `.${text.slice(-digits)}` : ''}`;
}

export function localTime(at: Date, zone: string): string {
  return DateTime.fromJSDate(at, { zone }).toFormat('yyyy-MM-dd HH:mm');
}
