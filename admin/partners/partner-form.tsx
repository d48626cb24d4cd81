import { AutocompleteInput, Create, email, maxLength, required, SelectInput, SimpleForm, TextInput } from 'react-admin';
import { useChoices } from '../fields/state-chip.js';
import { RecordEdit } from '../layout/record-edit.js';
import { en } from '../messages/en.js';

const zones = Intl.supportedValuesOf('timeZone').map((id) => ({ id, name: id }));

function PartnerInputs() {
  const kinds = useChoices('PartnerKind', Object.keys(en.enums.PartnerKind));
  return (
    <>
      <TextInput source="name" validate={[required(), maxLength(200)]} />
      <SelectInput source="kind" choices={kinds} validate={required()} />
      <TextInput source="industry" validate={[required(), maxLength(100)]} />
      <TextInput source="contactName" />
      <TextInput source="contactEmail" type="email" validate={email()} />
      <TextInput source="website" type="url" />
      <AutocompleteInput source="timeZone" choices={zones} helperText="screening.time_zone_help" />
      <TextInput source="note" multiline minRows={3} />
    </>
  );
}

export function PartnerCreate() {
  return <Create redirect="show"><SimpleForm sx={{ maxWidth: 640 }}><PartnerInputs /></SimpleForm></Create>;
}

export function PartnerEdit() {
  return <RecordEdit><PartnerInputs /></RecordEdit>;
}
