import { AutocompleteInput, DataTable, ReferenceInput, SearchInput, SelectArrayInput, useTranslate } from 'react-admin';
import { MomentField, RelatedField } from '../fields/plain-fields.js';
import { EnumField, StateChip, StateField, useChoices } from '../fields/state-chip.js';
import type { ConnectorRowFragment } from '../graphql/documents.js';
import { RecordList } from '../layout/record-list.js';
import { en } from '../messages/en.js';

export function ConnectorList() {
  const translate = useTranslate();
  const states = useChoices('ConnectorState', Object.keys(en.enums.ConnectorState));
  const kinds = useChoices('ConnectorKind', Object.keys(en.enums.ConnectorKind));
  return (
    <RecordList
      filters={[
        <SearchInput key="q" source="q" alwaysOn />, <SelectArrayInput key="state" source="state" choices={states} alwaysOn />, <SelectArrayInput key="kind" source="kind" choices={kinds} alwaysOn />,
        <ReferenceInput key="partner" source="partner" reference="partners"><AutocompleteInput label="resources.connectors.fields.partner" /></ReferenceInput>,
      ]}
      card={{
        primaryText: (one: ConnectorRowFragment) => `${one.name} · ${one.code}`, secondaryText: (one: ConnectorRowFragment) => `${one.partner.name} · ${translate(`enums.ConnectorKind.${one.kind}`)}`,
        tertiaryText: (one: ConnectorRowFragment) => <StateChip of="ConnectorState" value={one.state} />,
      }}
    >
      <DataTable.Col source="code" />
      <DataTable.Col source="name" />
      <DataTable.Col source="partner" disableSort><RelatedField source="partner" to="partners" /></DataTable.Col>
      <DataTable.Col source="kind"><EnumField of="ConnectorKind" source="kind" /></DataTable.Col>
      <DataTable.Col source="environment" disableSort><EnumField of="ConnectorEnvironment" source="environment" /></DataTable.Col>
      <DataTable.Col source="state"><StateField of="ConnectorState" /></DataTable.Col>
      <DataTable.Col source="updatedAt"><MomentField source="updatedAt" /></DataTable.Col>
    </RecordList>
  );
}
