import { Typography } from '@mui/material';
import { useLocale, useTranslate } from 'react-admin';
import { formatShare } from '../fields/amounts.js';
import { Fact, Facts, ProgressBar } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import type { ModelRunDetailFragment } from '../graphql/documents.js';

/** What a challenger would have shown, beside what was shown. */
export function ShadowPanel({ run }: { run: ModelRunDetailFragment }) {
  const translate = useTranslate();
  const locale = useLocale();
  const { shadow, shadowRequests } = run;
  if (run.state !== 'SHADOW' && !shadow) return null;
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
  const share = (value: number | null | undefined) => (value == null ? null : formatShare(value, locale));
  const figure = (value: number | null | undefined) => (value == null ? null : number.format(value));
  return (
    <Section title="runs.shadow">
      <Typography color="text.secondary" sx={{ mb: 2 }}>{translate('runs.shadow_help', { requests: shadowRequests, minutes: run.shadowMinutes })}</Typography>
      {run.state === 'SHADOW' && <ProgressBar share={(shadow?.requests ?? 0) / Math.max(1, shadowRequests)} label={translate('runs.shadow')} />}
      {shadow && (
        <Facts>
          <Fact label={translate('runs.shadow_feeds')}>{number.format(shadow.requests)}</Fact>
          <Fact label={translate('runs.shadow_errors')}>{number.format(shadow.errors)}</Fact>
          <Fact label={translate('runs.shadow_overlap')}>{share(shadow.overlap)}</Fact>
          <Fact label={translate('runs.shadow_rank')}>{figure(shadow.rankAgreement)}</Fact>
          <Fact label={translate('runs.shadow_scores')}>{figure(shadow.scoreShift)}</Fact>
          <Fact label={translate('runs.shadow_latency')}>{shadow.latencyP95 != null && `${figure(shadow.latencyP50)} / ${figure(shadow.latencyP95)} ms`}</Fact>
          <Fact label={translate('runs.shadow_fill')}>{share(shadow.fill)}</Fact>
          <Fact label={translate('runs.shadow_contents')}>{`${number.format(shadow.contents)} / ${number.format(shadow.servedContents)}`}</Fact>
          <Fact label={translate('runs.shadow_clicks')}>{shadow.clickRate != null && `${figure(shadow.wouldBeClickRate)} / ${figure(shadow.clickRate)}`}</Fact>
          <Fact label={translate('runs.shadow_reciprocal')}>{shadow.reciprocalRank != null && `${figure(shadow.reciprocalRank)} / ${figure(shadow.servedReciprocalRank)}`}</Fact>
        </Facts>
      )}
    </Section>
  );
}
