import { alpha, Box, Typography, useTheme } from '@mui/material';
import { BarChart } from '@mui/x-charts/BarChart';
import { LineChart } from '@mui/x-charts/LineChart';
import type { ReactNode } from 'react';
import { useLocale, useTranslate } from 'react-admin';
import { formatAmount, formatShare, toMajor } from '../fields/amounts.js';
import { Section } from '../fields/section.js';
import type { DashboardQuery } from '../graphql/documents.js';

type Numbers = DashboardQuery['dashboard'];

const chartHeight = 240;
const margin = { left: 0, right: 12, top: 12, bottom: 0 };

/** In a chunk of its own: the charts weigh as much as half the console. */
export function Charts({ numbers }: { numbers: Numbers }) {
  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'repeat(2, minmax(0, 1fr))' } }}>
      <Box sx={{ gridColumn: '1 / -1' }}><Interactions days={numbers.interactionsByDay} /></Box>
      <Revenue days={numbers.interactionsByDay.map(({ day }) => day)} paid={numbers.revenueByDay} />
      <ClickRate days={numbers.feedClickRateByDay} />
    </Box>
  );
}

/** A chart with its name; one sentence where there is nothing to draw. The numbers are said to those who cannot see it. */
function Chart({ title, empty, summary, children }: { title: string; empty: boolean; summary: string; children: ReactNode }) {
  const translate = useTranslate();
  return (
    <Section title={title}>
      {empty ? <Typography color="text.secondary">{translate('dashboard.quiet')}</Typography> : <Box role="img" aria-label={`${translate(title)}: ${summary}`}>{children}</Box>}
    </Section>
  );
}

function useDayLabels() {
  const format = new Intl.DateTimeFormat(useLocale(), { month: 'numeric', day: 'numeric', timeZone: 'UTC' });
  return (day: string) => format.format(new Date(`${day.slice(0, 10)}T00:00:00Z`));
}

function Interactions({ days }: { days: Numbers['interactionsByDay'] }) {
  const translate = useTranslate();
  const { palette } = useTheme();
  const label = useDayLabels();
  const number = new Intl.NumberFormat(useLocale());
  const kinds = [{ name: 'views', color: alpha(palette.primary.main, 0.35) }, { name: 'clicks', color: palette.info.main }, { name: 'reads', color: palette.primary.main }, { name: 'enrols', color: palette.warning.main }] as const;
  const sums = kinds.map(({ name }) => ({ name, sum: days.reduce((sum, day) => sum + day[name], 0) }));
  return (
    <Chart title="dashboard.interactions" empty={sums.every(({ sum }) => sum === 0)} summary={sums.map(({ name, sum }) => `${translate(`dashboard.${name}`)} ${number.format(sum)}`).join(', ')}>
      <BarChart
        height={chartHeight} margin={margin} hideLegend={false} grid={{ horizontal: true }} xAxis={[{ data: days.map(({ day }) => label(day)), scaleType: 'band' }]} yAxis={[{ width: 48 }]}
        series={kinds.map(({ name, color }) => ({ data: days.map((day) => day[name]), label: translate(`dashboard.${name}`), stack: 'all', color }))}
      />
    </Chart>
  );
}

/** One bar per day and currency: amounts of different currencies are never added. */
function Revenue({ days, paid }: { days: string[]; paid: Numbers['revenueByDay'] }) {
  const { palette } = useTheme();
  const locale = useLocale();
  const label = useDayLabels();
  const colours = [palette.primary.main, palette.info.main, palette.warning.main, palette.success.main];
  const currencies = [...new Set(paid.map(({ amount }) => amount.currency))].map((currency) => ({ currency, rows: paid.filter(({ amount }) => amount.currency === currency) }));
  const total = (rows: typeof paid) => String(rows.reduce((sum, { amount }) => sum + BigInt(amount.amountMinor), 0n));
  // A chart draws pixels: here, and only here, an amount may become a float.
  const height = (rows: typeof paid, day: string, currency: string) => Number(toMajor(total(rows.filter((row) => row.day === day)), currency));
  return (
    <Chart title="dashboard.revenue" empty={paid.length === 0} summary={currencies.map(({ currency, rows }) => formatAmount({ amountMinor: total(rows), currency }, locale)).join(', ')}>
      <BarChart
        height={chartHeight} margin={margin} hideLegend={currencies.length < 2} grid={{ horizontal: true }} xAxis={[{ data: days.map(label), scaleType: 'band' }]} yAxis={[{ width: 60 }]}
        series={currencies.map(({ currency, rows }, place) => ({ data: days.map((day) => height(rows, day, currency)), label: currency, color: colours[place % colours.length] }))}
      />
    </Chart>
  );
}

function ClickRate({ days }: { days: Numbers['feedClickRateByDay'] }) {
  const translate = useTranslate();
  const { palette } = useTheme();
  const locale = useLocale();
  const label = useDayLabels();
  const [impressions, clicks] = [days.reduce((sum, day) => sum + day.impressions, 0), days.reduce((sum, day) => sum + day.clicks, 0)];
  return (
    <Chart title="dashboard.click_rate" empty={impressions === 0} summary={impressions === 0 ? '' : formatShare(clicks / impressions, locale)}>
      <LineChart
        height={chartHeight} margin={margin} hideLegend grid={{ horizontal: true }} xAxis={[{ data: days.map(({ day }) => label(day)), scaleType: 'point' }]} yAxis={[{ width: 56, min: 0, valueFormatter: (rate: number) => formatShare(rate, locale) }]}
        series={[{ data: days.map(({ rate, impressions: shown }) => (shown > 0 ? rate : null)), label: translate('dashboard.rate'), color: palette.primary.main, valueFormatter: (rate) => (rate === null ? '—' : formatShare(rate, locale)), showMark: false }]}
      />
    </Chart>
  );
}
