import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useLocale, useTranslate } from 'react-admin';
import { formatAmount, formatPpm, type Amount } from '../fields/amounts.js';
import { Fact, Facts } from '../fields/plain-fields.js';
import { clauseFields, valueOf, type ClauseField } from './clause-fields.js';
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
      {clause.__typename === 'TextClause' ? <Words clause={clause} /> : (
        <Facts>
          {clauseFields[clause.__typename].map((field) => <Fact key={field.name} label={word(field.name)}><FieldValue field={field} value={valueOf(clause, field)} /></Fact>)}
          <Lists clause={clause} />
        </Facts>
      )}
    </Box>
  );
}

function Words({ clause: { heading, body } }: { clause: Extract<ClauseForm, { __typename: 'TextClause' }> }) {
  return (
    <>
      <Typography variant="body2" sx={{ fontWeight: 600 }}>{heading}</Typography>
      <Typography variant="body2" sx={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>{body}</Typography>
    </>
  );
}

function FieldValue({ field: { as }, value }: { field: ClauseField; value: unknown }): ReactNode {
  const translate = useTranslate();
  const locale = useLocale();
  if (value == null) return translate('console.none');
  switch (as) {
    case 'line': case 'area': return value as string;
    case 'lines': return (value as string[]).join(', ');
    case 'days': case 'number': return new Intl.NumberFormat(locale, { maximumFractionDigits: 4 }).format(value as number);
    case 'ppm': return formatPpm(value as number, locale);
    case 'money': return formatAmount(value as Amount, locale);
    case 'flag': return translate(value ? 'ra.boolean.true' : 'ra.boolean.false');
    case 'party': return translate(`enums.ContractParty.${value as string}`);
    default: return translate(`enums.${as}.${value as string}`);
  }
}

function Lists({ clause }: { clause: ClauseForm }): ReactNode {
  const translate = useTranslate();
  const locale = useLocale();
  switch (clause.__typename) {
    case 'RevenueShareClause': return clause.bands.map(({ from, sharePpm }) => (
      <Fact key={from.amountMinor} label={word(clause.mode === 'SLAB' ? 'bandSlab' : 'bandWhole')}>{`${formatAmount(from, locale)} → ${formatPpm(sharePpm, locale)}`}</Fact>
    ));
    case 'SigningClause': return clause.signatories.map(({ party, title }, place) => (
      <Fact key={place} label={translate(`enums.ContractParty.${party}`)}>{`${place + 1}. ${title}`}</Fact>
    ));
    default: return null;
  }
}
