import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useLocale, useTranslate } from 'react-admin';
import { formatAmount, formatPpm } from '../fields/amounts.js';
import { Fact, Facts } from '../fields/plain-fields.js';
import type { ClauseForm } from './contract-form-values.js';

const word = (name: string) => `contracts.clause.${name}`;

/** One clause as people read it: numbers with their units, never the raw millionths. */
export function ClauseCard({ clause }: { clause: ClauseForm }) {
  const translate = useTranslate();
  return (
    <Box component="li" sx={{ border: 1, borderColor: 'divider', borderRadius: 1, p: 1.5, minWidth: 0 }}>
      <Typography variant="h3" sx={{ mb: 1 }}>
        {translate(word(clause.__typename))} <Typography component="span" variant="caption" color="text.secondary">{clause.key}</Typography>
      </Typography>
      <Facts><ClauseFacts clause={clause} /></Facts>
    </Box>
  );
}

function ClauseFacts({ clause }: { clause: ClauseForm }): ReactNode {
  const translate = useTranslate();
  const locale = useLocale();
  switch (clause.__typename) {
    case 'RevenueShareClause': return (
      <>
        <Fact label={word('sharePpm')}>{formatPpm(clause.sharePpm, locale)}</Fact>
        {clause.bands.map(({ from, sharePpm }) => (
          <Fact key={from.amountMinor} label={word(clause.mode === 'SLAB' ? 'bandSlab' : 'bandWhole')}>{`${formatAmount(from, locale)} → ${formatPpm(sharePpm, locale)}`}</Fact>
        ))}
        <Fact label={word('base')}>{translate(`enums.RevenueBase.${clause.base}`)}</Fact>
        <Fact label={word('floor')}>{clause.floor && formatAmount(clause.floor, locale)}</Fact>
        <Fact label={word('cap')}>{clause.cap && formatAmount(clause.cap, locale)}</Fact>
        <Fact label={word('guarantee')}>{clause.guarantee && formatAmount(clause.guarantee, locale)}</Fact>
      </>
    );
    case 'CostBudgetClause': return (
      <>
        <Fact label={word('budget')}>{formatAmount(clause.budget, locale)}</Fact>
        <Fact label={word('period')}>{translate(`enums.BudgetPeriod.${clause.period}`)}</Fact>
        <Fact label={word('purpose')}>{clause.purpose}</Fact>
      </>
    );
    case 'DataScopeClause': return (
      <>
        <Fact label={word('dataset')}>{clause.dataset}</Fact>
        <Fact label={word('purpose')}>{clause.purpose}</Fact>
        <Fact label={word('fields')}>{clause.fields.join(', ')}</Fact>
        <Fact label={word('retentionDays')}>{clause.retentionDays}</Fact>
      </>
    );
    case 'SlaClause': return (
      <>
        <Fact label={word('metric')}>{clause.metric}</Fact>
        <Fact label={word('target')}>{`${new Intl.NumberFormat(locale, { maximumFractionDigits: 4 }).format(clause.target)} ${clause.unit}`}</Fact>
        <Fact label={word('windowDays')}>{clause.windowDays}</Fact>
        <Fact label={word('creditPpm')}>{formatPpm(clause.creditPpm, locale)}</Fact>
      </>
    );
    case 'TextClause': return (
      <Box sx={{ gridColumn: '1 / -1' }}>
        <Typography variant="body2" sx={{ fontWeight: 600 }}>{clause.heading}</Typography>
        <Typography variant="body2" sx={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>{clause.body}</Typography>
      </Box>
    );
  }
}
