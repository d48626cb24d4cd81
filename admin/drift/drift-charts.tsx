import { Box, Link, Table, TableBody, TableCell, TableHead, TableRow, Typography, useTheme } from '@mui/material';
import { BarChart } from '@mui/x-charts/BarChart';
import { LineChart } from '@mui/x-charts/LineChart';
import { ScatterChart } from '@mui/x-charts/ScatterChart';
import { useState } from 'react';
import { useLocale, useTranslate } from 'react-admin';
import { formatShare } from '../fields/amounts.js';
import { useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import type { DriftQuery } from '../graphql/documents.js';

type Report = DriftQuery['latest'][number];
type Shift = Report['shifts'][number];

const chartHeight = 240;
const margin = { left: 0, right: 12, top: 12, bottom: 0 };
/** What moved furthest is drawn over time; more lines would not be told apart. */
const mostLines = 4;

/** In a chunk of its own: the charts weigh as much as half the console. */
export function DriftCharts({ report, history }: { report: Report; history: DriftQuery['history'] }) {
  const [chosen, choose] = useState<string | null>(null);
  const shift = report.shifts.find(({ name }) => name === chosen) ?? report.shifts.at(0);
  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'repeat(2, minmax(0, 1fr))' } }}>
      <ShiftTable shifts={report.shifts} chosen={shift?.name ?? null} choose={choose} />
      {shift && <Distribution shift={shift} />}
      <OverTime report={report} history={history} />
      <Calibration calibration={report.calibration} />
    </Box>
  );
}

function ShiftTable({ shifts, chosen, choose }: { shifts: Shift[]; chosen: string | null; choose(name: string): void }) {
  const translate = useTranslate();
  const number = new Intl.NumberFormat(useLocale(), { maximumFractionDigits: 3 });
  return (
    <Section title="drift.shifts">
      {shifts.length === 0 ? <Typography color="text.secondary">{translate('drift.quiet')}</Typography> : (
        <Box sx={{ overflowX: 'auto' }} tabIndex={0} role="group" aria-label={translate('drift.shifts')}>
          <Table size="small">
            <TableHead>
              <TableRow>
                <TableCell>{translate('drift.quantity')}</TableCell><TableCell align="right">PSI</TableCell>
                <TableCell align="right">{translate('drift.reference')}</TableCell><TableCell align="right">{translate('drift.recent')}</TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {shifts.map(({ name, subject, psi, expectedCount, actualCount }) => (
                <TableRow key={name} selected={name === chosen}>
                  <TableCell><Link component="button" onClick={() => choose(name)}>{name}</Link><Typography variant="caption" component="div" color="text.secondary">{translate(`enums.DriftSubject.${subject}`)}</Typography></TableCell>
                  <TableCell align="right" sx={{ fontVariantNumeric: 'tabular-nums', fontWeight: psi > 0.25 ? 700 : undefined }}>{number.format(psi)}</TableCell>
                  <TableCell align="right" sx={{ fontVariantNumeric: 'tabular-nums' }}>{number.format(expectedCount)}</TableCell>
                  <TableCell align="right" sx={{ fontVariantNumeric: 'tabular-nums' }}>{number.format(actualCount)}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </Box>
      )}
      <Typography variant="caption" color="text.secondary">{translate('drift.explain_psi')}</Typography>
    </Section>
  );
}

/** Both distributions of one quantity, bin by bin. */
function Distribution({ shift: { name, bins, psi } }: { shift: Shift }) {
  const translate = useTranslate();
  const { palette } = useTheme();
  const locale = useLocale();
  const share = (value: number | null) => (value === null ? '—' : formatShare(value, locale));
  return (
    <Section title={name}>
      <Box role="img" aria-label={`${name}: PSI ${psi.toFixed(3)}`}>
        <BarChart
          height={chartHeight} margin={margin} grid={{ horizontal: true }} xAxis={[{ data: bins.map(({ label }) => label), scaleType: 'band' }]} yAxis={[{ width: 56, valueFormatter: share }]}
          series={[
            { data: bins.map(({ expected }) => expected), label: translate('drift.reference'), color: palette.grey[500], valueFormatter: share },
            { data: bins.map(({ actual }) => actual), label: translate('drift.recent'), color: palette.primary.main, valueFormatter: share },
          ]}
        />
      </Box>
    </Section>
  );
}

function OverTime({ report, history }: { report: Report; history: DriftQuery['history'] }) {
  const translate = useTranslate();
  const { palette } = useTheme();
  const dates = useDates();
  const reports = [...history].reverse();
  const names = report.shifts.slice(0, mostLines).map(({ name }) => name);
  const colours = [palette.primary.main, palette.warning.main, palette.info.main, palette.success.main];
  const psiOf = (one: DriftQuery['history'][number], name: string) => one.shifts.find((shift) => shift.name === name)?.psi ?? null;
  if (reports.length < 2 || names.length === 0) return null;
  return (
    <Section title="drift.over_time">
      <Box role="img" aria-label={`${translate('drift.over_time')}: ${names.join(', ')}`}>
        <LineChart
          height={chartHeight} margin={margin} grid={{ horizontal: true }} xAxis={[{ data: reports.map(({ windowTo }) => dates.moment(windowTo)), scaleType: 'point' }]} yAxis={[{ width: 48, min: 0 }]}
          series={names.map((name, place) => ({ data: reports.map((one) => psiOf(one, name)), label: name, color: colours[place], showMark: false }))}
        />
      </Box>
    </Section>
  );
}

/** Predicted against observed: on the diagonal where probabilities come true. */
function Calibration({ calibration }: { calibration: Report['calibration'] }) {
  const translate = useTranslate();
  const { palette } = useTheme();
  const locale = useLocale();
  const all = calibration.find(({ group }) => group === 'all');
  const share = (value: number | null) => (value === null ? '—' : formatShare(value, locale));
  const end = all ? Math.max(...all.bins.flatMap(({ predicted, observed }) => [predicted, observed]), 0.01) : 1;
  return (
    <Section title="drift.calibration">
      {!all ? <Typography color="text.secondary">{translate('drift.no_predictions')}</Typography> : (
        <>
          <Box role="img" aria-label={`${translate('drift.calibration')}: ${share(all.predicted)} / ${share(all.observed)}`}>
            <ScatterChart
              height={chartHeight} margin={margin} grid={{ horizontal: true, vertical: true }}
              xAxis={[{ min: 0, max: end, label: translate('drift.predicted'), valueFormatter: share }]} yAxis={[{ width: 64, min: 0, max: end, label: translate('drift.observed'), valueFormatter: share }]}
              series={[
                { data: all.bins.map(({ predicted, observed }, id) => ({ id, x: predicted, y: observed })), label: translate('drift.calibration'), color: palette.primary.main, markerSize: 6 },
                { data: Array.from({ length: 21 }, (_, id) => ({ id, x: (end * id) / 20, y: (end * id) / 20 })), label: translate('drift.ideal'), color: palette.grey[500], markerSize: 1.5 },
              ]}
            />
          </Box>
          <Table size="small">
            <TableHead><TableRow><TableCell>{translate('drift.group')}</TableCell><TableCell align="right">{translate('drift.impressions')}</TableCell><TableCell align="right">{translate('drift.predicted')}</TableCell><TableCell align="right">{translate('drift.observed')}</TableCell><TableCell align="right">ECE</TableCell></TableRow></TableHead>
            <TableBody>
              {calibration.map(({ group, count, predicted, observed, error }) => (
                <TableRow key={group}><TableCell>{group}</TableCell><TableCell align="right">{count}</TableCell><TableCell align="right">{share(predicted)}</TableCell><TableCell align="right">{share(observed)}</TableCell><TableCell align="right">{share(error)}</TableCell></TableRow>
              ))}
            </TableBody>
          </Table>
        </>
      )}
    </Section>
  );
}
