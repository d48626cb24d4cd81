import { AutocompleteInput, DataTable, ReferenceInput, SearchInput, SelectArrayInput } from 'react-admin';
import { MomentField, RelatedField } from '../fields/plain-fields.js';
import { StateChip, StateField, useChoices } from '../fields/state-chip.js';
import type { RiskCaseRowFragment } from '../graphql/documents.js';
import { RecordList } from '../layout/record-list.js';
import { en } from '../messages/en.js';
import { CaseTitleField, useCaseTitle } from './case-title.js';

export function RiskCaseList() {
  const titleOf = useCaseTitle();
  const states = useChoices('RiskCaseState', Object.keys(en.enums.RiskCaseState));
  const severities = useChoices('RiskBand', ['WATCH', 'HIGH', 'CRITICAL']);
  return (
    <RecordList
      sort={{ field: 'dueAt', order: 'ASC' }}
      filters={[
        <SearchInput key="q" source="q" alwaysOn />, <SelectArrayInput key="state" source="state" choices={states} alwaysOn />, <SelectArrayInput key="severity" source="severity" choices={severities} />,
        <ReferenceInput key="partner" source="partner" reference="partners"><AutocompleteInput label="resources.risk-cases.fields.partner" /></ReferenceInput>,
      ]}
      card={{
        primaryText: (one: RiskCaseRowFragment) => `${one.code} · ${one.partner.name}`, secondaryText: (one: RiskCaseRowFragment) => titleOf(one),
        tertiaryText: (one: RiskCaseRowFragment) => <StateChip of="RiskCaseState" value={one.state} />,
      }}
    >
      <DataTable.Col source="code" />
      <DataTable.Col source="title" disableSort><CaseTitleField source="title" /></DataTable.Col>
      <DataTable.Col source="partner" disableSort><RelatedField source="partner" to="partners" /></DataTable.Col>
      <DataTable.Col source="severity"><StateField of="RiskBand" source="severity" /></DataTable.Col>
      <DataTable.Col source="state"><StateField of="RiskCaseState" /></DataTable.Col>
      <DataTable.Col source="owner" disableSort><RelatedField source="owner" to="accounts" text="displayName" /></DataTable.Col>
      <DataTable.Col source="dueAt"><MomentField source="dueAt" /></DataTable.Col>
    </RecordList>
  );
}
