import { BooleanField, DataTable, SearchInput } from 'react-admin';
import { MomentField } from '../fields/plain-fields.js';
import type { ReaderRowFragment } from '../graphql/documents.js';
import { RecordList } from '../layout/record-list.js';

export function ReaderList() {
  return (
    <RecordList
      sort={{ field: 'no', order: 'ASC' }} filters={[<SearchInput key="q" source="q" alwaysOn />]}
      card={{ primaryText: (reader: ReaderRowFragment) => reader.externalId ?? `#${reader.no}`, secondaryText: (reader: ReaderRowFragment) => `#${reader.no}` }}
    >
      <DataTable.Col source="no" />
      <DataTable.Col source="externalId" />
      <DataTable.Col source="personalised" disableSort><BooleanField source="personalised" /></DataTable.Col>
      <DataTable.Col source="locale" disableSort />
      <DataTable.Col source="createdAt"><MomentField source="createdAt" /></DataTable.Col>
    </RecordList>
  );
}
