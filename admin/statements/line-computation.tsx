import { Box, Typography } from '@mui/material';
import { useLocale, useTranslate } from 'react-admin';
import { formatAmount, formatPpm } from '../fields/amounts.js';
import { Fact, Facts, RecordLink, useDates } from '../fields/plain-fields.js';
import type { LinePartsFragment } from '../graphql/documents.js';

const word = (name: string) => `settlement.${name}`;

/** How a line came to its amount, in the order in which it was computed. */
export function LineComputation({ line, timeZone }: { line: LinePartsFragment; timeZone: string }) {
  const locale = useLocale();
  const translate = useTranslate();
  const dates = useDates(timeZone);
  const { computation, contractVersion } = line;
  const amount = (money: Parameters<typeof formatAmount>[0]) => formatAmount(money, locale);
  return (
    <Box sx={{ py: 1.5 }}>
      <Facts>
        <Fact label={word('occurred')}>{dates.moment(line.occurredAt)}</Fact>
        {contractVersion && (
          <Fact label={word('terms')}>
            <RecordLink resource="contracts" id={contractVersion.contract.id}>{translate(word('version_of'), { code: contractVersion.contract.code, number: contractVersion.number })}</RecordLink>{` · ${line.clauseKey}`}
          </Fact>
        )}
        <Fact label={word('gross')}>{amount(computation.gross)}</Fact>
        <Fact label={word('tax')}>{amount(computation.tax)}</Fact>
        <Fact label={word('fee')}>{amount(computation.fee)}</Fact>
        <Fact label={word('base')}>{amount(computation.base)}</Fact>
        {line.kind === 'SHARE' && <Fact label={word('below')}>{amount(computation.below)}</Fact>}
        {line.kind === 'REVERSAL' && <Fact label={word('refunded_before')}>{amount(computation.below)}</Fact>}
        {computation.platform && <Fact label={word('platform_part')}>{amount(computation.platform)}</Fact>}
      </Facts>
      {computation.bands.length > 0 && (
        <Typography variant="body2" sx={{ mt: 1.5, fontVariantNumeric: 'tabular-nums', overflowWrap: 'anywhere' }}>
          {computation.bands.map(({ part, sharePpm }) => `${amount(part)} × ${formatPpm(sharePpm, locale)}`).join(' + ')} = {amount(line.amount)}
          {computation.shifted && computation.shifted.amountMinor !== '0' && ` (${translate(word('shifted'), { amount: amount(computation.shifted) })})`}
        </Typography>
      )}
    </Box>
  );
}
