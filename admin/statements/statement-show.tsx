import { Stack, Typography } from '@mui/material';
import { useLocale, useRecordContext, useTranslate } from 'react-admin';
import { ActionBar } from '../actions/action-bar.js';
import { Timeline } from '../audit/timeline.js';
import { formatAmount } from '../fields/amounts.js';
import { Fact, Facts, RecordLink, useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import { StateChip } from '../fields/state-chip.js';
import type { StatementDetailFragment } from '../graphql/documents.js';
import { Columns, RecordHead, RecordPage } from '../layout/record-page.js';
import { disputeActions, statementActions } from './statement-actions.js';
import { StatementFiles } from './statement-files.js';
import { StatementLines } from './statement-lines.js';

const field = (name: string) => `resources.statements.fields.${name}`;

export function StatementShow() {
  return <RecordPage><Page /></RecordPage>;
}

function Page() {
  const statement = useRecordContext<StatementDetailFragment>();
  if (!statement) return null;
  return (
    <>
      <RecordHead
        title={statement.code} chips={<StateChip of="StatementState" value={statement.state} size="medium" />}
        caption={<RecordLink resource="partners" id={statement.partner.id}>{statement.partner.name}</RecordLink>}
        actions={<ActionBar record={statement} resource="statements" table={statementActions} />}
      />
      <Columns
        main={<><Sums statement={statement} /><StatementLines statement={statement} /></>}
        aside={<>{statement.hash && <StatementFiles statement={statement} />}<Disputes statement={statement} /><PayoutLinks statement={statement} /><Timeline noun="Statement" id={statement.id} /></>}
      />
    </>
  );
}

function Sums({ statement }: { statement: StatementDetailFragment }) {
  const locale = useLocale();
  const dates = useDates(statement.timeZone);
  return (
    <Section title="ra.message.about">
      <Facts>
        <Fact label={field('opening')}>{statement.opening && formatAmount(statement.opening, locale)}</Fact>
        <Fact label={field('closing')}>{statement.closing && formatAmount(statement.closing, locale)}</Fact>
        <Fact label={field('startsAt')}>{dates.moment(statement.startsAt)}</Fact>
        <Fact label={field('endsAt')}>{dates.moment(statement.endsAt)}</Fact>
        <Fact label={field('timeZone')}>{statement.timeZone}</Fact>
        <Fact label={field('issuedAt')}>{statement.issuedAt && dates.moment(statement.issuedAt)}</Fact>
      </Facts>
    </Section>
  );
}

function Disputes({ statement }: { statement: StatementDetailFragment }) {
  const translate = useTranslate();
  if (statement.disputes.length === 0) return null;
  return (
    <Section title="settlement.disputes">
      <Stack component="ul" sx={{ listStyle: 'none', m: 0, p: 0, gap: 2 }}>
        {statement.disputes.map((dispute) => (
          <li key={dispute.id}>
            <Typography variant="body2">{translate('settlement.line', { number: dispute.lineNumber })} <StateChip of="DisputeState" value={dispute.state} /></Typography>
            <Typography variant="body2" sx={{ overflowWrap: 'anywhere' }}>{dispute.reason}</Typography>
            {dispute.decision && <Typography variant="body2" color="text.secondary" sx={{ overflowWrap: 'anywhere' }}>{dispute.decision}</Typography>}
            {dispute.state === 'OPEN' && <ActionBar record={{ ...dispute, currency: statement.currency, availableActions: statement.availableActions }} resource="statements" table={disputeActions} />}
          </li>
        ))}
      </Stack>
    </Section>
  );
}

function PayoutLinks({ statement: { payouts } }: { statement: StatementDetailFragment }) {
  const locale = useLocale();
  if (payouts.length === 0) return null;
  return (
    <Section title="settlement.payouts">
      {payouts.map(({ id, code, state, amount }) => (
        <Typography key={id} variant="body2"><RecordLink resource="payouts" id={id}>{code}</RecordLink> · {formatAmount(amount, locale)} <StateChip of="PayoutState" value={state} /></Typography>
      ))}
    </Section>
  );
}
