import { useLocale, useRecordContext, useTranslate } from 'react-admin';
import { formatShare } from '../fields/amounts.js';
import type { RiskCaseRowFragment } from '../graphql/documents.js';

/** What the watch writes of a case that a band opened: score, band, signals by weight. */
const ofBand = /^risk ([\d.]+) \(\w+\): (.+)$/;

/** A case in words: people's own, or the signals that opened it. */
export function useCaseTitle(): (one: Pick<RiskCaseRowFragment, 'origin' | 'title'>) => string {
  const translate = useTranslate();
  const locale = useLocale();
  return ({ origin, title }) => {
    const [, score, signals] = (origin === 'BAND' && ofBand.exec(title)) || [];
    if (!signals) return title;
    const words = signals.split(', ').map((kind) => translate(`risk.kinds.${kind}`, { _: kind }));
    return `${words.join(translate('missing.and'))} · ${translate('risk.score', { score: formatShare(Number(score), locale) })}`;
  };
}

export function CaseTitleField(_props: { source: string; label?: string; sortable?: boolean }) {
  const titleOf = useCaseTitle();
  const one = useRecordContext<RiskCaseRowFragment>();
  return one ? <span>{titleOf(one)}</span> : null;
}
