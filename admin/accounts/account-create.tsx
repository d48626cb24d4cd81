import { AutocompleteInput, Create, email, minLength, PasswordInput, ReferenceInput, required, SelectInput, SimpleForm, TextInput } from 'react-admin';
import { useWatch } from 'react-hook-form';
import { useChoices } from '../fields/state-chip.js';
import { en } from '../messages/en.js';

export function AccountCreate() {
  return <Create redirect="show"><SimpleForm sx={{ maxWidth: 560 }} defaultValues={{ locale: 'ZH' }}><AccountInputs /></SimpleForm></Create>;
}

function AccountInputs() {
  const roles = useChoices('Role', Object.keys(en.enums.Role));
  const languages = useChoices('Language', Object.keys(en.enums.Language));
  const role = useWatch({ name: 'role' }) as string | undefined;
  return (
    <>
      <TextInput source="displayName" validate={required()} />
      <TextInput source="email" type="email" validate={[required(), email()]} />
      <PasswordInput source="password" validate={minLength(10)} autoComplete="new-password" />
      <SelectInput source="role" choices={roles} validate={required()} />
      {role === 'PARTNER' && <ReferenceInput source="partnerId" reference="partners"><AutocompleteInput label="resources.accounts.fields.partner" validate={required()} /></ReferenceInput>}
      <SelectInput source="locale" choices={languages} validate={required()} />
    </>
  );
}
