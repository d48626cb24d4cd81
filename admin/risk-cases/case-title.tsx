import { useLocale, useRecordContext, useTranslate } from 'react-admin';
import { formatShare } from '../fields/amounts.js';
import type { RiskCaseRowFragment } from '../graphql/documents.js';

/** A case in words: people's own, or the signals that opened it. */
export function useCaseTitle(): (one: Pick<RiskCaseRowFragment, 'score' | 'signals' | 'title'>) => string {
  const translate = useTranslate();
  const locale = useLocale();
  return ({ score, signals, title }) => {
    if (score == null) return title;
    const words = signals.map((kind) => translate(`risk.kinds.${kind}`, { _: kind }));
    return `${words.join(translate('missing.and'))} · ${translate('risk.score', { score: formatShare(score, locale) })}`;
  };
}

export function CaseTitleField(_props: { source: string; label?: string; sortable?: boolean }) {
  const titleOf = useCaseTitle();
  const one = useRecordContext<RiskCaseRowFragment>();
  return one ? <span>{titleOf(one)}</span> : null;
}
