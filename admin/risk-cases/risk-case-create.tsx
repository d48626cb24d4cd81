import { useState } from 'react';
import { AutocompleteInput, Create, maxLength, ReferenceInput, required, SelectInput, SimpleForm, TextInput } from 'react-admin';
import { newKey } from '../actions/action.js';
import { useChoices } from '../fields/state-chip.js';

export function RiskCaseCreate() {
  const [defaults] = useState(() => ({ key: newKey(), severity: 'WATCH' }));
  // Nobody has to look at what is low.
  const severities = useChoices('RiskBand', ['WATCH', 'HIGH', 'CRITICAL']);
  return (
    <Create redirect="show">
      <SimpleForm sx={{ maxWidth: 560 }} defaultValues={defaults}>
        <ReferenceInput source="partner.id" reference="partners"><AutocompleteInput label="resources.risk-cases.fields.partner" validate={required()} /></ReferenceInput>
        <SelectInput source="severity" choices={severities} validate={required()} />
        <TextInput source="title" validate={[required(), maxLength(300)]} />
      </SimpleForm>
    </Create>
  );
}
