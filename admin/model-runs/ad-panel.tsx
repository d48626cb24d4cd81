import { Alert, Box, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import { useLocale, useTranslate } from 'react-admin';
import { Section } from '../fields/section.js';
import type { AdMetrics } from './metrics.js';

const columns = { auc: 'AUC', logLoss: 'log-loss', normalisedEntropy: 'NE', calibrationError: 'ECE' } as const;

/** What orders the ads, on the newest fifth of the impressions, with M0 beside it. */
export function AdPanel({ ads }: { ads: AdMetrics }) {
  const translate = useTranslate();
  const locale = useLocale();
  const number = new Intl.NumberFormat(locale, { minimumFractionDigits: 4, maximumFractionDigits: 4 });
  const rows = [ads, ...(ads.baseline ? [ads.baseline] : [])];
  return (
    <Section title="runs.ads">
      {ads.skipped ? <Typography color="text.secondary">{translate('runs.ads_skipped', { reason: ads.skipped })}</Typography> : (
        <Box sx={{ overflowX: 'auto' }} tabIndex={0} role="group" aria-label={translate('runs.ads')}>
          <Table size="small">
            <TableHead>
              <TableRow>
                <TableCell>{translate('runs.ads')}</TableCell>
                {Object.values(columns).map((name) => <TableCell key={name} align="right">{name}</TableCell>)}
              </TableRow>
            </TableHead>
            <TableBody>
              {rows.map((row) => (
                <TableRow key={row.model}>
                  <TableCell>{row.model}</TableCell>
                  {(Object.keys(columns) as (keyof typeof columns)[]).map((name) => <TableCell key={name} align="right" sx={{ fontVariantNumeric: 'tabular-nums' }}>{row[name] === undefined ? '—' : number.format(row[name])}</TableCell>)}
                </TableRow>
              ))}
            </TableBody>
          </Table>
          <Typography variant="caption" color="text.secondary">{`${translate('runs.ads_tested')}: ${new Intl.NumberFormat(locale).format(ads.tested ?? 0)}`}</Typography>
        </Box>
      )}
      {ads.servesBaseline && <Alert severity="info" sx={{ mt: 1 }}>{translate('runs.ads_replaced', { model: ads.model })}</Alert>}
    </Section>
  );
}
