import { Box, Button, Stack, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { useDates } from '../fields/plain-fields.js';
import type { CriterionWordsFragment, PartnerDetailFragment } from '../graphql/documents.js';
import { useCriterionWords } from './criterion-words.js';

const shownAtFirst = 5;

/** The evidence behind the scorecard, newest first; what has expired is grey. */
export function EvidenceList({ evidence, criteria }: { evidence: PartnerDetailFragment['evidence']; criteria: readonly CriterionWordsFragment[] }) {
  const translate = useTranslate();
  const dates = useDates();
  const words = useCriterionWords(criteria);
  const [all, setAll] = useState(false);
  const now = new Date().toISOString();
  const heads = ['criterion', 'value', 'observations', 'source', 'observed_on', 'expires_on'] as const;
  return (
    <Stack sx={{ mt: 2, minWidth: 0 }}>
      <Typography variant="h3" sx={{ mb: 0.5 }}>{translate('screening.evidence')}</Typography>
      <Box sx={{ overflowX: 'auto' }} tabIndex={0} role="group" aria-label={translate('screening.evidence')}>
        <Table size="small">
          <TableHead><TableRow>{heads.map((head) => <TableCell key={head} sx={{ whiteSpace: 'nowrap' }}>{translate(`screening.${head}`)}</TableCell>)}</TableRow></TableHead>
          <TableBody>
            {evidence.slice(0, all ? undefined : shownAtFirst).map(({ id, criterion, value, observations, source, isVerified, observedAt, expiresAt }) => (
              <TableRow key={id} sx={{ '& td': { color: expiresAt <= now ? 'text.secondary' : undefined } }}>
                <TableCell>{words.name(criterion)}</TableCell>
                <TableCell sx={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}>{words.value(criterion, value)}</TableCell>
                <TableCell align="right">{observations}</TableCell>
                <TableCell>{source}{isVerified ? '' : ` · ${translate('screening.not_verified')}`}</TableCell>
                <TableCell sx={{ whiteSpace: 'nowrap' }}>{dates.short(observedAt)}</TableCell>
                <TableCell sx={{ whiteSpace: 'nowrap' }}>{dates.short(expiresAt)}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Box>
      {evidence.length > shownAtFirst && !all && <Box><Button size="small" onClick={() => setAll(true)} sx={{ mt: 0.5 }}>{translate('console.more')}</Button></Box>}
    </Stack>
  );
}
