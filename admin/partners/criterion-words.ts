import { useLocale } from 'react-admin';
import type { CriterionWordsFragment } from '../graphql/documents.js';

/** Names and values of criteria as the person reads them. */
export function useCriterionWords(criteria: readonly CriterionWordsFragment[]) {
  const locale = useLocale();
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 });
  const number = new Intl.NumberFormat(locale, { maximumSignificantDigits: 4 });
  const find = (key: string) => criteria.find((criterion) => criterion.key === key);
  const valueOf = (key: string, value: number) => {
    const criterion = find(key);
    if (criterion?.measure === 'SHARE') return percent.format(value);
    const unit = criterion?.unit ?? '';
    const [zh, en] = unit.split(' ');
    return /[0-9]/.test(unit) ? number.format(value) : `${number.format(value)} ${locale === 'en' ? en ?? zh : zh}`;
  };
  return {
    name: (key: string) => find(key)?.[locale === 'en' ? 'nameEn' : 'nameZh'] ?? key,
    /** A unit is written in both languages, "件 items"; a scale such as "1–5" in neither. */
    value: valueOf,
    /** The bound that must be met, "≥ 90%"; empty where there is none. */
    bound: (key: string) => {
      const criterion = find(key);
      if (criterion?.gate == null) return '';
      const ends = criterion.knots.toSorted(([a], [b]) => a - b);
      return `${ends[0][1] < ends.at(-1)![1] ? '≥' : '≤'} ${valueOf(key, criterion.gate)}`;
    },
  };
}
