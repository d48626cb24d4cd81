import { MenuItem, TextField } from '@mui/material';
import { useLocale, useRecordContext, useTranslate } from 'react-admin';
import { ActionBar } from '../actions/action-bar.js';
import { action, type ActionTable, type QuestionProps } from '../actions/action.js';
import { Timeline } from '../audit/timeline.js';
import { formatAmount } from '../fields/amounts.js';
import { Fact, Facts, RecordLink, useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import { StateChip } from '../fields/state-chip.js';
import { OrderCancelDocument, SandboxPayDocument, type OrderRowFragment, type SandboxPayInput } from '../graphql/documents.js';
import { Columns, RecordHead, RecordPage } from '../layout/record-page.js';

const outcomes = ['SUCCEED', 'FAIL', 'WRONG_AMOUNT'] as const;

function OutcomeQuestion({ answers, answer }: QuestionProps) {
  const translate = useTranslate();
  return (
    <TextField select margin="dense" label={translate('billing.outcome')} value={(answers.outcome as string | undefined) ?? 'SUCCEED'} onChange={(event) => answer({ outcome: event.target.value })}>
      {outcomes.map((outcome) => <MenuItem key={outcome} value={outcome}>{translate(`billing.${outcome}`)}</MenuItem>)}
    </TextField>
  );
}

const orderActions: ActionTable<OrderRowFragment> = {
  sandboxPay: action(SandboxPayDocument, (order: OrderRowFragment, { key, outcome }) => ({ orderId: order.id, outcome: (outcome ?? 'SUCCEED') as SandboxPayInput['outcome'], idempotencyKey: key }), { ask: OutcomeQuestion, main: true }),
  orderCancel: action(OrderCancelDocument, (order: OrderRowFragment, { key }) => ({ id: order.id, expectedVersion: order.version, idempotencyKey: key }), { ask: 'confirm', danger: true }),
};

export function OrderShow() {
  return <RecordPage><Order /></RecordPage>;
}

function Order() {
  const order = useRecordContext<OrderRowFragment>();
  const locale = useLocale();
  const dates = useDates();
  if (!order) return null;
  const field = (name: string) => `resources.orders.fields.${name}`;
  return (
    <>
      <RecordHead title={order.code} chips={<StateChip of="OrderState" value={order.state} size="medium" />} actions={<ActionBar record={order} resource="orders" table={orderActions} />} />
      <Columns
        main={(
          <Section title="ra.message.about">
            <Facts>
              <Fact label={field('payable')}>{formatAmount(order.payable, locale)}</Fact>
              <Fact label={field('offer')}>{order.offer.title}</Fact>
              <Fact label={field('content')}>{order.offer.content && <RecordLink resource="contents" id={order.offer.content.id}>{order.offer.content.title}</RecordLink>}</Fact>
              <Fact label={field('account')}>{order.account?.displayName}</Fact>
              <Fact label={field('createdAt')}>{dates.moment(order.createdAt)}</Fact>
              <Fact label={field('expiresAt')}>{order.expiresAt && dates.moment(order.expiresAt)}</Fact>
            </Facts>
          </Section>
        )}
        aside={<Timeline noun="Order" id={order.id} />}
      />
    </>
  );
}
