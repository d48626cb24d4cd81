import { useState } from 'react';
import { AutocompleteInput, Create, DateTimeInput, maxLength, NumberInput, ReferenceInput, required, SelectArrayInput, SelectInput, SimpleForm, TextInput } from 'react-admin';
import { newKey } from '../actions/action.js';
import { useChoices } from '../fields/state-chip.js';
import { MoneyInput } from '../inputs/money-input.js';
import { RecordEdit } from '../layout/record-edit.js';
import { en } from '../messages/en.js';

const label = (name: string) => `resources.campaigns.fields.${name}`;
const adTypes = Array.from({ length: 10 }, (_, id) => ({ id, name: String(id) }));

function CampaignInputs() {
  const kinds = useChoices('ContentKind', Object.keys(en.enums.ContentKind));
  const languages = useChoices('Language', Object.keys(en.enums.Language)).map(({ id, name }) => ({ id: id.toLowerCase(), name }));
  return (
    <>
      <TextInput source="name" validate={[required(), maxLength(200)]} />
      <ReferenceInput source="content.id" reference="contents" filter={{ state: 'PUBLISHED' }}><AutocompleteInput label={label('content')} validate={required()} /></ReferenceInput>
      <SelectInput source="adType" choices={adTypes} validate={required()} />
      <DateTimeInput source="startsAt" validate={required()} />
      <DateTimeInput source="endsAt" validate={required()} />
      <MoneyInput source="budget" label={label('budget')} required />
      <MoneyInput source="bid" label={label('bid')} required />
      <SelectArrayInput source="audience.kinds" label={label('kinds')} choices={kinds} />
      <SelectArrayInput source="audience.locales" label={label('locales')} choices={languages} />
      <NumberInput source="audience.activeWithinDays" label={label('activeWithinDays')} min={1} />
    </>
  );
}

export function CampaignCreate() {
  const [defaults] = useState(() => ({ adType: 0, key: newKey() }));
  return (
    <Create redirect="show">
      <SimpleForm sx={{ maxWidth: 640 }} defaultValues={defaults}>
        <ReferenceInput source="partner.id" reference="partners"><AutocompleteInput label={label('partner')} validate={required()} /></ReferenceInput>
        <CampaignInputs />
      </SimpleForm>
    </Create>
  );
}

export function CampaignEdit() {
  return <RecordEdit><CampaignInputs /></RecordEdit>;
}
