import { AutocompleteInput, DataTable, ReferenceInput, SearchInput, SelectArrayInput } from 'react-admin';
import { MomentField, RelatedField } from '../fields/plain-fields.js';
import { EnumField, StateChip, StateField, useChoices } from '../fields/state-chip.js';
import type { ContentRowFragment } from '../graphql/documents.js';
import { RecordList } from '../layout/record-list.js';
import { en } from '../messages/en.js';

type Row = ContentRowFragment;

export function ContentList() {
  const states = useChoices('ContentState', Object.keys(en.enums.ContentState));
  const kinds = useChoices('ContentKind', Object.keys(en.enums.ContentKind));
  return (
    <RecordList
      filters={[
        <SearchInput key="q" source="q" alwaysOn />, <SelectArrayInput key="state" source="state" choices={states} />, <SelectArrayInput key="kind" source="kind" choices={kinds} />,
        <ReferenceInput key="partner" source="partner" reference="partners"><AutocompleteInput label="resources.contents.fields.partner" /></ReferenceInput>,
      ]}
      card={{
        primaryText: (content: Row) => content.title, secondaryText: (content: Row) => content.author?.displayName ?? content.partner?.name ?? `#${content.no}`,
        tertiaryText: (content: Row) => <StateChip of="ContentState" value={content.state} />,
      }}
    >
      <DataTable.Col source="no" />
      <DataTable.Col source="title" cellSx={() => ({ maxWidth: 420, overflowWrap: 'anywhere' })} />
      <DataTable.Col source="kind"><EnumField of="ContentKind" source="kind" /></DataTable.Col>
      <DataTable.Col source="state"><StateField of="ContentState" /></DataTable.Col>
      <DataTable.Col source="author" disableSort><RelatedField source="author" to="accounts" text="displayName" /></DataTable.Col>
      <DataTable.Col source="partner" disableSort><RelatedField source="partner" to="partners" /></DataTable.Col>
      <DataTable.Col source="publishedAt"><MomentField source="publishedAt" day /></DataTable.Col>
    </RecordList>
  );
}
