import { DataTable, FunctionField, SearchInput, SelectArrayInput, useLocale } from 'react-admin';
import { formatAmount } from '../fields/amounts.js';
import { MomentField, MoneyField } from '../fields/plain-fields.js';
import { StateChip, StateField, useChoices } from '../fields/state-chip.js';
import type { OrderRowFragment } from '../graphql/documents.js';
import { RecordList } from '../layout/record-list.js';
import { en } from '../messages/en.js';

export function OrderList() {
  const states = useChoices('OrderState', Object.keys(en.enums.OrderState));
  const locale = useLocale();
  return (
    <RecordList
      filters={[<SearchInput key="q" source="q" alwaysOn />, <SelectArrayInput key="state" source="state" choices={states} />]}
      card={{ primaryText: (order: OrderRowFragment) => `${order.code} · ${order.offer.title}`, secondaryText: (order: OrderRowFragment) => formatAmount(order.payable, locale), tertiaryText: (order: OrderRowFragment) => <StateChip of="OrderState" value={order.state} /> }}
    >
      <DataTable.Col source="code" disableSort />
      <DataTable.Col source="offer" disableSort><FunctionField<OrderRowFragment> render={({ offer }) => offer.title} /></DataTable.Col>
      <DataTable.Col source="account" disableSort><FunctionField<OrderRowFragment> render={({ account }) => account?.displayName} /></DataTable.Col>
      <DataTable.Col align="right" source="payable" disableSort><MoneyField source="payable" /></DataTable.Col>
      <DataTable.Col source="state" disableSort><StateField of="OrderState" /></DataTable.Col>
      <DataTable.Col source="createdAt"><MomentField source="createdAt" /></DataTable.Col>
    </RecordList>
  );
}
