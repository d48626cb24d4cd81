import { DataTable, FunctionField, ReferenceInput, AutocompleteInput, SearchInput, SelectArrayInput, useLocale } from 'react-admin';
import { formatAmount } from '../fields/amounts.js';
import { MoneyField, RelatedField, useDates } from '../fields/plain-fields.js';
import { StateChip, StateField, useChoices } from '../fields/state-chip.js';
import type { StatementRowFragment } from '../graphql/documents.js';
import { RecordList } from '../layout/record-list.js';
import { en } from '../messages/en.js';

/** The first and the last day, by the clock of the partner. */
function WindowDays({ statement }: { statement: StatementRowFragment }) {
  const dates = useDates(statement.timeZone);
  const last = new Date(Date.parse(statement.endsAt) - 1).toISOString();
  return <span style={{ whiteSpace: 'nowrap' }}>{dates.day(statement.startsAt)} – {dates.day(last)}</span>;
}

export function StatementList() {
  const states = useChoices('StatementState', Object.keys(en.enums.StatementState));
  const locale = useLocale();
  return (
    <RecordList
      sort={{ field: 'endsAt', order: 'DESC' }}
      filters={[
        <SearchInput key="q" source="q" alwaysOn />, <SelectArrayInput key="state" source="state" choices={states} />,
        <ReferenceInput key="partner" source="partner" reference="partners"><AutocompleteInput filterToQuery={(q) => ({ q })} /></ReferenceInput>,
      ]}
      card={{
        primaryText: (statement: StatementRowFragment) => `${statement.partner.name} · ${statement.code}`,
        secondaryText: (statement: StatementRowFragment) => <><WindowDays statement={statement} />{statement.closing && ` · ${formatAmount(statement.closing, locale)}`}</>,
        tertiaryText: (statement: StatementRowFragment) => <StateChip of="StatementState" value={statement.state} />,
      }}
    >
      <DataTable.Col source="code" />
      <DataTable.Col source="partner" disableSort><RelatedField source="partner" to="partners" /></DataTable.Col>
      <DataTable.Col source="endsAt" label="settlement.window"><FunctionField<StatementRowFragment> render={(statement) => <WindowDays statement={statement} />} /></DataTable.Col>
      <DataTable.Col source="lineCount" align="right" disableSort />
      <DataTable.Col source="closing" align="right"><MoneyField source="closing" /></DataTable.Col>
      <DataTable.Col source="state"><StateField of="StatementState" /></DataTable.Col>
    </RecordList>
  );
}
