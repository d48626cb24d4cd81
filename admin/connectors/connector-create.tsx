import { AutocompleteInput, Create, maxLength, ReferenceInput, required, SelectInput, SimpleForm, TextInput } from 'react-admin';
import { useChoices } from '../fields/state-chip.js';
import { en } from '../messages/en.js';

export function ConnectorCreate() {
  const kinds = useChoices('ConnectorKind', Object.keys(en.enums.ConnectorKind));
  return (
    <Create redirect="show">
      <SimpleForm sx={{ maxWidth: 560 }}>
        <ReferenceInput source="partner.id" reference="partners"><AutocompleteInput label="resources.connectors.fields.partner" validate={required()} /></ReferenceInput>
        <SelectInput source="kind" choices={kinds} validate={required()} />
        <TextInput source="name" validate={[required(), maxLength(200)]} helperText="connectors.name_help" />
      </SimpleForm>
    </Create>
  );
}
