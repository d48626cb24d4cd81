import { Box, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import { useLocale, useTranslate } from 'react-admin';
import { figureNames, figures, type Figure, type Metrics, type MetricsRow } from './metrics.js';

/** The run beside the champion of its day and popularity, figure by figure, with 95 % intervals. */
export function MetricsTable({ metrics }: { metrics: Metrics }) {
  const translate = useTranslate();
  const locale = useLocale();
  const number = new Intl.NumberFormat(locale, { minimumFractionDigits: 4, maximumFractionDigits: 4 });
  const names: Record<MetricsRow['role'], string> = { challenger: translate('runs.this_run'), champion: translate('runs.champion'), popularity: translate('enums.ReasonKind.POPULAR') };
  const best = (figure: Figure) => Math.max(...metrics.rows.map((row) => row[figure]));
  return (
    <Box sx={{ overflowX: 'auto' }} tabIndex={0} role="group" aria-label={translate('runs.metrics')}>
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>{translate('resources.model-runs.fields.model')}</TableCell>
            {figures.map((figure) => <TableCell key={figure} align="right">{figureNames[figure]}</TableCell>)}
            <TableCell align="right">{translate('runs.seconds')}</TableCell>
            <TableCell align="right">{translate('runs.peak')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {metrics.rows.map((row) => (
            <TableRow key={row.role}>
              <TableCell><strong>{names[row.role]}</strong><Typography variant="caption" component="div" color="text.secondary">{row.model}</Typography></TableCell>
              {figures.map((figure) => (
                <TableCell key={figure} align="right" sx={{ fontVariantNumeric: 'tabular-nums', fontWeight: row[figure] === best(figure) ? 700 : undefined, verticalAlign: 'top' }}>
                  {number.format(row[figure])}
                  {row.intervals[figure] && <Typography variant="caption" component="div" color="text.secondary" noWrap>{row.intervals[figure].map((end) => number.format(end)).join('–')}</Typography>}
                </TableCell>
              ))}
              <TableCell align="right" sx={{ verticalAlign: 'top' }}>{new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(row.seconds)}</TableCell>
              <TableCell align="right" sx={{ verticalAlign: 'top', whiteSpace: 'nowrap' }}>{new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(row.peakBytes / 2 ** 20)} MiB</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <Typography variant="caption" color="text.secondary">{translate('runs.explain')}</Typography>
    </Box>
  );
}
