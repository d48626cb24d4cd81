import BoardIcon from '@mui/icons-material/ViewKanbanOutlined';
import { Stack } from '@mui/material';
import { AutocompleteInput, Button, CreateButton, DataTable, FunctionField, ReferenceInput, SearchInput, SelectArrayInput, useCanAccess } from 'react-admin';
import { Link } from 'react-router-dom';
import { RelatedField, useDates } from '../fields/plain-fields.js';
import { StateChip, useChoices } from '../fields/state-chip.js';
import type { ContractRowFragment } from '../graphql/documents.js';
import { RecordList } from '../layout/record-list.js';
import { en } from '../messages/en.js';

type Row = ContractRowFragment;

export function ContractList() {
  const states = useChoices('ContractState', Object.keys(en.enums.ContractState));
  const dates = useDates();
  return (
    <RecordList
      action={<ListActions />}
      filters={[
        <SearchInput key="q" source="q" alwaysOn />, <SelectArrayInput key="state" source="state" choices={states} />,
        <ReferenceInput key="partner" source="partner" reference="partners"><AutocompleteInput label="resources.contracts.fields.partner" /></ReferenceInput>,
      ]}
      card={{
        primaryText: (contract: Row) => contract.title, secondaryText: (contract: Row) => `${contract.code} · ${contract.partner.name}`,
        tertiaryText: (contract: Row) => <StateChip of="ContractState" value={contract.current.state} />,
      }}
    >
      <DataTable.Col source="code" />
      <DataTable.Col source="title" />
      <DataTable.Col source="partner" disableSort><RelatedField source="partner" to="partners" /></DataTable.Col>
      <DataTable.Col source="state" disableSort><FunctionField<Row> render={({ current }) => <StateChip of="ContractState" value={current.state} />} /></DataTable.Col>
      <DataTable.Col source="number" disableSort><FunctionField<Row> render={({ current }) => current.number} /></DataTable.Col>
      <DataTable.Col source="startsAt" disableSort><FunctionField<Row> render={({ current }) => dates.day(current.startsAt)} /></DataTable.Col>
      <DataTable.Col source="endsAt" disableSort><FunctionField<Row> render={({ current }) => dates.day(current.endsAt)} /></DataTable.Col>
    </RecordList>
  );
}

function ListActions() {
  const { canAccess } = useCanAccess({ resource: 'contracts', action: 'create' });
  return (
    <Stack direction="row" sx={{ alignItems: 'center' }}>
      <Button component={Link} to="/contract-board" label="contracts.board" startIcon={<BoardIcon />} />
      {canAccess && <CreateButton />}
    </Stack>
  );
}
