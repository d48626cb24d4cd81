import { Box, ButtonBase, Collapse, Pagination, Stack, Typography } from '@mui/material';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocale, useTranslate } from 'react-admin';
import { ActionBar } from '../actions/action-bar.js';
import { formatAmount } from '../fields/amounts.js';
import { useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import { StatementLinesDocument, type LinePartsFragment, type StatementDetailFragment } from '../graphql/documents.js';
import { request } from '../providers/request.js';
import { LineComputation } from './line-computation.js';
import { lineActions } from './statement-actions.js';

const linesOnPage = 20;

/** The lines in order; each opens to its computation. */
export function StatementLines({ statement }: { statement: StatementDetailFragment }) {
  const translate = useTranslate();
  const [page, setPage] = useState(1);
  const { data, error } = useQuery({
    queryKey: ['statement-lines', statement.id, statement.version, page], placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => (await request(StatementLinesDocument, { id: statement.id, page }, signal)).statement,
  });
  const { items, total } = data && 'lines' in data ? data.lines : { items: [], total: 0 };
  return (
    <Section title="settlement.lines">
      {error && <Typography color="error">{translate(error.message, { _: error.message })}</Typography>}
      {data && total === 0 && <Typography color="text.secondary">{translate(statement.state === 'OPEN' ? 'settlement.still_open' : 'settlement.no_lines')}</Typography>}
      <Stack component="ol" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {items.map((line) => <Line key={line.number} line={line} statement={statement} />)}
      </Stack>
      {total > linesOnPage && <Pagination sx={{ mt: 1 }} count={Math.ceil(total / linesOnPage)} page={page} onChange={(_event, next) => setPage(next)} size="small" />}
    </Section>
  );
}

function Line({ line, statement }: { line: LinePartsFragment; statement: StatementDetailFragment }) {
  const translate = useTranslate();
  const locale = useLocale();
  const dates = useDates(statement.timeZone);
  const [isOpen, setOpen] = useState(false);
  const isDisputed = statement.disputes.some(({ lineNumber, state }) => lineNumber === line.number && state === 'OPEN');
  const disputable = { id: statement.id, version: statement.version, lineNumber: line.number, availableActions: isDisputed ? [] : statement.availableActions };
  return (
    <Box component="li" sx={{ borderBottom: 1, borderColor: 'divider' }}>
      <ButtonBase onClick={() => setOpen(!isOpen)} aria-expanded={isOpen} sx={{ width: '100%', py: 1, gap: 2, justifyContent: 'space-between', textAlign: 'left' }}>
        <Typography variant="body2" sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
          {line.number}. {translate(`enums.StatementLineKind.${line.kind}`)} <Typography component="span" variant="caption" color="text.secondary">{dates.moment(line.occurredAt)}</Typography>
          {isDisputed && <Typography component="span" variant="caption" color="error"> {translate('enums.StatementState.DISPUTED')}</Typography>}
        </Typography>
        <Typography variant="body2" sx={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>{formatAmount(line.amount, locale)}</Typography>
      </ButtonBase>
      <Collapse in={isOpen} unmountOnExit>
        <LineComputation line={line} timeZone={statement.timeZone} />
        <Box sx={{ pb: 1 }}><ActionBar record={disputable} resource="statements" table={lineActions} /></Box>
      </Collapse>
    </Box>
  );
}
