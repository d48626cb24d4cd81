import { DataTable, ReferenceInput, AutocompleteInput, SearchInput, SelectArrayInput, useLocale } from 'react-admin';
import { formatAmount } from '../fields/amounts.js';
import { MomentField, MoneyField, RelatedField, useDates } from '../fields/plain-fields.js';
import { StateChip, StateField, useChoices } from '../fields/state-chip.js';
import type { StatementRowFragment } from '../graphql/documents.js';
import { RecordList } from '../layout/record-list.js';
import { en } from '../messages/en.js';

export function StatementList() {
  const states = useChoices('StatementState', Object.keys(en.enums.StatementState));
  const locale = useLocale();
  const dates = useDates();
  return (
    <RecordList
      sort={{ field: 'endsAt', order: 'DESC' }}
      filters={[
        <SearchInput key="q" source="q" alwaysOn />, <SelectArrayInput key="state" source="state" choices={states} />,
        <ReferenceInput key="partner" source="partner" reference="partners"><AutocompleteInput filterToQuery={(q) => ({ q })} /></ReferenceInput>,
      ]}
      card={{
        primaryText: (statement: StatementRowFragment) => `${statement.partner.name} · ${statement.code}`,
        secondaryText: (statement: StatementRowFragment) => `${dates.day(statement.startsAt)} – ${dates.day(statement.endsAt)}${statement.closing ? ` · ${formatAmount(statement.closing, locale)}` : ''}`,
        tertiaryText: (statement: StatementRowFragment) => <StateChip of="StatementState" value={statement.state} />,
      }}
    >
      <DataTable.Col source="code" />
      <DataTable.Col source="partner" disableSort><RelatedField source="partner" to="partners" /></DataTable.Col>
      <DataTable.Col source="startsAt"><MomentField source="startsAt" day /></DataTable.Col>
      <DataTable.Col source="endsAt"><MomentField source="endsAt" day /></DataTable.Col>
      <DataTable.Col source="lineCount" align="right" disableSort />
      <DataTable.Col source="closing" align="right"><MoneyField source="closing" /></DataTable.Col>
      <DataTable.Col source="state"><StateField of="StatementState" /></DataTable.Col>
    </RecordList>
  );
}
