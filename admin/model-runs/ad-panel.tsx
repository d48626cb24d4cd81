import { Alert, Box, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import { useLocale, useTranslate } from 'react-admin';
import { Fact, Facts, useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import type { ModelRunDetailFragment } from '../graphql/documents.js';
import type { AdMetrics } from './metrics.js';

const columns = { auc: 'AUC', logLoss: 'log-loss', normalisedEntropy: 'NE', calibrationError: 'ECE' } as const;

/** What orders the ads, on the newest fifth of the impressions, with M0 beside it. */
export function AdPanel({ ads, learner }: { ads: AdMetrics; learner: ModelRunDetailFragment['adLearner'] | null }) {
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
      {learner && <Learner learner={learner} />}
      {ads.servesBaseline && <Alert severity="info" sx={{ mt: 1 }}>{translate('runs.ads_replaced', { model: ads.model })}</Alert>}
    </Section>
  );
}

/** What it learnt online since the run. */
function Learner({ learner }: { learner: NonNullable<ModelRunDetailFragment['adLearner']> }) {
  const translate = useTranslate();
  const dates = useDates();
  const number = new Intl.NumberFormat(useLocale(), { maximumFractionDigits: 4 });
  return (
    <Box sx={{ mt: 2 }}>
      <Facts>
        <Fact label={translate('runs.learnt_to')}>{dates.moment(learner.learntTo)}</Fact>
        <Fact label={translate('runs.learnt_events')}>{`${number.format(BigInt(learner.events))} / ${number.format(BigInt(learner.publishedEvents))}`}</Fact>
        <Fact label={translate('runs.running_loss')}>{learner.runningLoss == null ? null : number.format(learner.runningLoss)}</Fact>
        <Fact label={translate('runs.published_at')}>{learner.publishedAt && dates.moment(learner.publishedAt)}</Fact>
      </Facts>
      <Alert severity={learner.frozen ? 'warning' : 'info'} sx={{ mt: 1 }}>{learner.note}</Alert>
    </Box>
  );
}
