import { useLocale, useRecordContext } from 'react-admin';
import { ActionBar } from '../actions/action-bar.js';
import { action, type ActionTable } from '../actions/action.js';
import { Timeline } from '../audit/timeline.js';
import { formatAmount } from '../fields/amounts.js';
import { Fact, Facts, RecordLink, useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import { StateChip } from '../fields/state-chip.js';
import { PayoutApproveDocument, PayoutCancelDocument, PayoutReturnDocument, type PayoutRowFragment } from '../graphql/documents.js';
import { Columns, RecordHead, RecordPage } from '../layout/record-page.js';

const seen = ({ id, version }: PayoutRowFragment) => ({ id, expectedVersion: version });

const payoutActions: ActionTable<PayoutRowFragment> = {
  payoutApprove: action(PayoutApproveDocument, seen, { ask: 'confirm', main: true }),
  payoutReturn: action(PayoutReturnDocument, seen, { ask: 'confirm', main: true }),
  payoutCancel: action(PayoutCancelDocument, seen, { ask: 'confirm', danger: true }),
};
const field = (name: string) => `resources.payouts.fields.${name}`;

export function PayoutShow() {
  return <RecordPage><Page /></RecordPage>;
}

function Page() {
  const payout = useRecordContext<PayoutRowFragment>();
  const locale = useLocale();
  const dates = useDates();
  if (!payout) return null;
  return (
    <>
      <RecordHead title={payout.code} chips={<StateChip of="PayoutState" value={payout.state} size="medium" />} actions={<ActionBar record={payout} resource="payouts" table={payoutActions} />} />
      <Columns
        main={(
          <Section title="ra.message.about">
            <Facts>
              <Fact label={field('amount')}>{formatAmount(payout.amount, locale)}</Fact>
              {payout.exchangeRate && (
                <>
                  <Fact label={field('paid')}>{formatAmount(payout.paid, locale)}</Fact>
                  <Fact label={field('rate')}>{`1 ${payout.exchangeRate.source} = ${payout.exchangeRate.rate} ${payout.exchangeRate.target}`}</Fact>
                  <Fact label={field('spread')}>{formatAmount(payout.spread!, locale)}</Fact>
                </>
              )}
              <Fact label={field('partner')}><RecordLink resource="partners" id={payout.partner.id}>{payout.partner.name}</RecordLink></Fact>
              <Fact label={field('statement')}><RecordLink resource="statements" id={payout.statement.id}>{payout.statement.code}</RecordLink></Fact>
              <Fact label={field('proposer')}>{payout.proposer?.displayName}</Fact>
              <Fact label={field('approver')}>{payout.approver?.displayName}</Fact>
              <Fact label={field('bankReference')}>{payout.bankReference}</Fact>
              {payout.failure && <Fact label={field('failure')}>{payout.failure}</Fact>}
              <Fact label={field('createdAt')}>{dates.moment(payout.createdAt)}</Fact>
              <Fact label={field('updatedAt')}>{dates.moment(payout.updatedAt)}</Fact>
            </Facts>
          </Section>
        )}
        aside={<Timeline noun="Payout" id={payout.id} />}
      />
    </>
  );
}
