import { Alert, Box, Typography } from '@mui/material';
import { lazy, Suspense } from 'react';
import { useLocale, useTranslate } from 'react-admin';
import { formatShare } from '../fields/amounts.js';
import { Fact, Facts, useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import type { ConnectorDetailFragment } from '../graphql/documents.js';

const HealthChart = lazy(async () => ({ default: (await import('./health-chart.js')).HealthChart }));

/** How well the other end answers: error budget, what is held back, and the last day hour by hour. */
export function HealthPanel({ connector: { health, state } }: { connector: ConnectorDetailFragment }) {
  const translate = useTranslate();
  const dates = useDates();
  const locale = useLocale();
  const rate = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const carries = state === 'LIVE' || state === 'DEGRADED';
  return (
    <Section title="connectors.health">
      {state === 'TRIPPED' && <Alert severity="error" sx={{ mb: 2 }}>{translate('connectors.tripped', { good: health.probesGood })}{health.probeAt && ` ${translate('connectors.probe_at', { at: dates.moment(health.probeAt) })}`}</Alert>}
      {carries && health.heldBack > 0 && <Alert severity="warning" sx={{ mb: 2 }}>{translate('connectors.held_back', { share: formatShare(health.heldBack, locale) })}</Alert>}
      <Facts>
        <Fact label="connectors.traffic">{formatShare(1 - health.heldBack, locale)}</Fact>
        {health.burnRates.map(({ minutes, rate: burn }) => (
          <Fact key={minutes} label={translate('connectors.burn', { minutes })}>
            <Typography component="span" variant="body2" color={burn > 1 ? 'error' : undefined}>{rate.format(burn)}×</Typography>
          </Fact>
        ))}
      </Facts>
      <Typography variant="caption" color="text.secondary">{translate('connectors.burn_help')}</Typography>
      {health.hours.length > 0
        ? <Suspense fallback={<Box sx={{ height: 220 }} />}><HealthChart hours={health.hours} /></Suspense>
        : <Typography color="text.secondary" sx={{ mt: 1 }}>{translate('connectors.no_calls')}</Typography>}
    </Section>
  );
}
