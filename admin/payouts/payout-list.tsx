import { DataTable, SearchInput, SelectArrayInput, useLocale } from 'react-admin';
import { formatAmount } from '../fields/amounts.js';
import { MomentField, MoneyField, RelatedField } from '../fields/plain-fields.js';
import { StateChip, StateField, useChoices } from '../fields/state-chip.js';
import type { PayoutRowFragment } from '../graphql/documents.js';
import { RecordList } from '../layout/record-list.js';
import { en } from '../messages/en.js';

export function PayoutList() {
  const states = useChoices('PayoutState', Object.keys(en.enums.PayoutState));
  const locale = useLocale();
  return (
    <RecordList
      filters={[<SearchInput key="q" source="q" alwaysOn />, <SelectArrayInput key="state" source="state" choices={states} />]}
      card={{
        primaryText: (payout: PayoutRowFragment) => `${payout.partner.name} · ${payout.code}`, secondaryText: (payout: PayoutRowFragment) => formatAmount(payout.amount, locale),
        tertiaryText: (payout: PayoutRowFragment) => <StateChip of="PayoutState" value={payout.state} />,
      }}
    >
      <DataTable.Col source="code" />
      <DataTable.Col source="partner" disableSort><RelatedField source="partner" to="partners" /></DataTable.Col>
      <DataTable.Col source="statement" disableSort><RelatedField source="statement" to="statements" text="code" /></DataTable.Col>
      <DataTable.Col source="amount" align="right"><MoneyField source="amount" /></DataTable.Col>
      <DataTable.Col source="state"><StateField of="PayoutState" /></DataTable.Col>
      <DataTable.Col source="createdAt"><MomentField source="createdAt" /></DataTable.Col>
    </RecordList>
  );
}
