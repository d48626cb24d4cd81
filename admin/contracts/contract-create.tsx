import { useState } from 'react';
import { AutocompleteInput, Create, DateTimeInput, maxLength, ReferenceInput, required, SimpleForm, TextInput } from 'react-admin';
import { newKey } from '../actions/action.js';
import { ClauseInputs } from './clause-inputs.js';

export function ContractCreate() {
  const [defaults] = useState(() => ({ key: newKey() }));
  return (
    <Create redirect="show">
      <SimpleForm sx={{ maxWidth: 860 }} defaultValues={defaults}>
        <ReferenceInput source="partner.id" reference="partners"><AutocompleteInput label="resources.contracts.fields.partner" validate={required()} /></ReferenceInput>
        <TextInput source="title" validate={[required(), maxLength(200)]} />
        <TermsInputs />
      </SimpleForm>
    </Create>
  );
}

export function TermsInputs() {
  return (
    <>
      <DateTimeInput source="startsAt" label="resources.contracts.fields.startsAt" validate={required()} />
      <DateTimeInput source="endsAt" label="resources.contracts.fields.endsAt" validate={required()} />
      <ClauseInputs />
    </>
  );
}
