import { AutocompleteInput, Create, maxLength, minValue, NumberInput, ReferenceInput, required, SelectInput, SimpleForm, TextArrayInput, TextInput, useCanAccess } from 'react-admin';
import { useChoices } from '../fields/state-chip.js';
import { RecordEdit } from '../layout/record-edit.js';
import { en } from '../messages/en.js';

const label = (name: string) => `resources.contents.fields.${name}`;

function TextInputs() {
  const languages = useChoices('Language', Object.keys(en.enums.Language));
  return (
    <>
      <TextInput source="draft.title" label={label('title')} validate={[required(), maxLength(300)]} />
      <TextInput source="draft.summary" label={label('summary')} multiline minRows={2} />
      <TextInput source="draft.body" label={label('body')} multiline minRows={10} />
      <NumberInput source="draft.previewChars" label={label('previewChars')} validate={[required(), minValue(0)]} />
      <SelectInput source="draft.language" label={label('language')} choices={languages} validate={required()} />
      <TextArrayInput source="draft.tags" label={label('tags')} />
    </>
  );
}

export function ContentCreate() {
  const kinds = useChoices('ContentKind', Object.keys(en.enums.ContentKind));
  const { canAccess: mayChoosePartner } = useCanAccess({ resource: 'partners', action: 'list' });
  return (
    <Create redirect="show">
      <SimpleForm sx={{ maxWidth: 720 }} defaultValues={{ kind: 'ARTICLE', draft: { previewChars: 200, language: 'ZH', tags: [] } }}>
        <SelectInput source="kind" choices={kinds} validate={required()} />
        {mayChoosePartner && <ReferenceInput source="partnerId" reference="partners"><AutocompleteInput label={label('partner')} /></ReferenceInput>}
        <TextInputs />
      </SimpleForm>
    </Create>
  );
}

export function ContentEdit() {
  return <RecordEdit><TextInputs /></RecordEdit>;
}
