import { DataTable, FunctionField, TextInput } from 'react-admin';
import { MomentField, RelatedField } from '../fields/plain-fields.js';
import type { ExchangeRateRowFragment } from '../graphql/documents.js';
import { RecordList } from '../layout/record-list.js';

type Rate = ExchangeRateRowFragment;
const percent = ({ spreadPpm }: Rate) => `${spreadPpm / 10_000} %`;
const worth = ({ source, target, rate }: Rate) => `1 ${source} = ${rate} ${target}`;

export function ExchangeRateList() {
  return (
    <RecordList
      sort={{ field: 'validFrom', order: 'DESC' }} opens={false}
      filters={[<TextInput key="source" source="source" alwaysOn />, <TextInput key="target" source="target" />]}
      card={{ primaryText: worth, secondaryText: percent, tertiaryText: () => <MomentField source="validFrom" /> }}
    >
      <DataTable.Col source="rate" disableSort><FunctionField<Rate> render={worth} /></DataTable.Col>
      <DataTable.Col source="spreadPpm" disableSort align="right"><FunctionField<Rate> render={percent} /></DataTable.Col>
      <DataTable.Col source="setter" disableSort><RelatedField source="setter" to="accounts" text="displayName" /></DataTable.Col>
      <DataTable.Col source="validFrom"><MomentField source="validFrom" /></DataTable.Col>
    </RecordList>
  );
}
