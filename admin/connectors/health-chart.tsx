import { Box, useTheme } from '@mui/material';
import { BarChart } from '@mui/x-charts/BarChart';
import { useLocale, useTranslate } from 'react-admin';
import type { ConnectorDetailFragment } from '../graphql/documents.js';

type Hour = ConnectorDetailFragment['health']['hours'][number];

/** In a chunk of its own, as all charts. The sums are said to those who cannot see it. */
export function HealthChart({ hours }: { hours: readonly Hour[] }) {
  const translate = useTranslate();
  const { palette } = useTheme();
  const locale = useLocale();
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
  const number = new Intl.NumberFormat(locale);
  const outcomes = [
    { name: 'answered', color: palette.success.main }, { name: 'late', color: palette.warning.main }, { name: 'refused', color: palette.info.main },
    { name: 'invalid', color: palette.secondary.main }, { name: 'unreachable', color: palette.error.main },
  ] as const;
  const word = (name: string) => translate(`connectors.outcome.${name}`);
  const summary = outcomes.map(({ name }) => `${word(name)} ${number.format(hours.reduce((sum, hour) => sum + hour[name], 0))}`).join(', ');
  return (
    <Box role="img" aria-label={`${translate('connectors.health')}: ${summary}`} sx={{ mt: 2 }}>
      <BarChart
        height={220} margin={{ left: 0, right: 12, top: 12, bottom: 0 }} grid={{ horizontal: true }} xAxis={[{ data: hours.map(({ at }) => clock.format(new Date(at))), scaleType: 'band' }]} yAxis={[{ width: 48 }]}
        series={outcomes.map(({ name, color }) => ({ data: hours.map((hour) => hour[name]), label: word(name), stack: 'all', color }))}
      />
    </Box>
  );
}
