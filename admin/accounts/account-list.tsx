import { DataTable, SearchInput, SelectArrayInput } from 'react-admin';
import { MomentField, RelatedField } from '../fields/plain-fields.js';
import { EnumField, StateChip, StateField, useChoices } from '../fields/state-chip.js';
import type { AccountRowFragment } from '../graphql/documents.js';
import { RecordList } from '../layout/record-list.js';
import { en } from '../messages/en.js';

export function AccountList() {
  const roles = useChoices('Role', Object.keys(en.enums.Role));
  return (
    <RecordList
      filters={[<SearchInput key="q" source="q" alwaysOn />, <SelectArrayInput key="role" source="role" choices={roles} />]}
      card={{ primaryText: (account: AccountRowFragment) => account.displayName, secondaryText: (account: AccountRowFragment) => account.email, tertiaryText: (account: AccountRowFragment) => <StateChip of="AccountState" value={account.state} /> }}
    >
      <DataTable.Col source="displayName" />
      <DataTable.Col source="email" />
      <DataTable.Col source="role"><EnumField of="Role" source="role" /></DataTable.Col>
      <DataTable.Col source="partner" disableSort><RelatedField source="partner" to="partners" /></DataTable.Col>
      <DataTable.Col source="state" disableSort><StateField of="AccountState" /></DataTable.Col>
      <DataTable.Col source="createdAt"><MomentField source="createdAt" /></DataTable.Col>
    </RecordList>
  );
}
