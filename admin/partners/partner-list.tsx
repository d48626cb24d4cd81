import { DataTable, SearchInput, SelectArrayInput } from 'react-admin';
import { StateChip, StateField, EnumField, useChoices } from '../fields/state-chip.js';
import { MomentField } from '../fields/plain-fields.js';
import type { PartnerRowFragment } from '../graphql/documents.js';
import { RecordList } from '../layout/record-list.js';
import { en } from '../messages/en.js';

export function PartnerList() {
  const states = useChoices('PartnerState', Object.keys(en.enums.PartnerState));
  const kinds = useChoices('PartnerKind', Object.keys(en.enums.PartnerKind));
  return (
    <RecordList
      filters={[<SearchInput key="q" source="q" alwaysOn />, <SelectArrayInput key="state" source="state" choices={states} />, <SelectArrayInput key="kind" source="kind" choices={kinds} />]}
      card={{
        primaryText: (partner: PartnerRowFragment) => partner.name, secondaryText: (partner: PartnerRowFragment) => `${partner.code} · ${partner.industry}`,
        tertiaryText: (partner: PartnerRowFragment) => <StateChip of="PartnerState" value={partner.state} />,
      }}
    >
      <DataTable.Col source="code" />
      <DataTable.Col source="name" />
      <DataTable.Col source="kind"><EnumField of="PartnerKind" source="kind" /></DataTable.Col>
      <DataTable.Col source="industry" disableSort />
      <DataTable.Col source="state"><StateField of="PartnerState" /></DataTable.Col>
      <DataTable.Col source="updatedAt"><MomentField source="updatedAt" /></DataTable.Col>
    </RecordList>
  );
}
