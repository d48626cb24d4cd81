import { Box } from '@mui/material';
import { ArrayInput, BooleanInput, NumberInput, regex, required, SelectInput, SimpleFormIterator, TextArrayInput, TextInput, useSourceContext, useTranslate } from 'react-admin';
import { useWatch } from 'react-hook-form';
import { useChoices } from '../fields/state-chip.js';
import { MoneyInput } from '../inputs/money-input.js';
import { PpmInput } from '../inputs/ppm-input.js';
import { en } from '../messages/en.js';
import { clauseDefaults, clauseFields, type ClauseField } from './clause-fields.js';
import type { ClauseType } from './contract-form-values.js';

const word = (name: string) => `contracts.clause.${name}`;

/** The clauses of a version; each row asks what its kind needs. */
export function ClauseInputs() {
  return (
    <ArrayInput source="clauses" label="resources.contracts.fields.clauses" validate={required()}>
      <SimpleFormIterator disableReordering={false} fullWidth sx={{ '& .RaSimpleFormIterator-line': { py: 2, alignItems: 'flex-start' }, '& .RaSimpleFormIterator-form': { minWidth: 0, width: '100%' } }}>
        <ClauseRow />
      </SimpleFormIterator>
    </ArrayInput>
  );
}

function ClauseRow() {
  const translate = useTranslate();
  const type = useWatch({ name: useSourceContext().getSource('__typename') }) as ClauseType | undefined;
  return (
    <Box sx={{ width: '100%' }}>
      <Box sx={{ display: 'grid', gap: { xs: 0, sm: 2 }, gridTemplateColumns: { sm: '1fr 1fr' } }}>
        <SelectInput source="__typename" label="contracts.clause_kind" choices={(Object.keys(clauseFields) as ClauseType[]).map((id) => ({ id, name: translate(word(id)) }))} validate={required()} />
        <TextInput source="key" label="contracts.key" helperText="contracts.key_help" validate={regex(/^[a-z][a-z0-9_]{0,49}$/)} />
      </Box>
      {type && <ClauseDetails type={type} />}
    </Box>
  );
}

function ClauseDetails({ type }: { type: ClauseType }) {
  return (
    <>
      {clauseFields[type].map((field) => <FieldInput key={field.name} field={field} />)}
      {type === 'RevenueShareClause' && <Bands />}
      {type === 'SigningClause' && <Signatories />}
    </>
  );
}

function FieldInput({ field: { name, as, optional = false } }: { field: ClauseField }) {
  const props = { source: name, label: word(name), defaultValue: clauseDefaults[name], validate: optional ? undefined : required() };
  switch (as) {
    case 'line': return <TextInput {...props} />;
    case 'area': return <TextInput {...props} multiline minRows={3} />;
    case 'lines': return <TextArrayInput {...props} defaultValue={undefined} />;
    case 'days': case 'number': return <NumberInput {...props} min={0} />;
    case 'ppm': return <PpmInput {...props} />;
    case 'money': return <MoneyInput source={name} label={word(name)} required={!optional} />;
    case 'flag': return <BooleanInput {...props} validate={undefined} />;
    case 'party': return <EnumInput {...props} of="ContractParty" />;
    default: return <EnumInput {...props} of={as} />;
  }
}

function EnumInput({ of, ...props }: { of: keyof typeof en.enums; source: string; label: string; defaultValue?: unknown; validate?: ReturnType<typeof required> }) {
  return <SelectInput {...props} choices={useChoices(of, Object.keys(en.enums[of]))} />;
}

function Bands() {
  return (
    <>
      <ArrayInput source="bands" label={word('bands')}>
        <SimpleFormIterator disableReordering fullWidth>
          <MoneyInput source="from" label={word('from')} required />
          <PpmInput source="sharePpm" label={word('bandShare')} validate={required()} />
        </SimpleFormIterator>
      </ArrayInput>
      <EnumInput of="ShareMode" source="mode" label={word('mode')} defaultValue={clauseDefaults.mode} validate={required()} />
    </>
  );
}

function Signatories() {
  return (
    <ArrayInput source="signatories" label={word('signatories')} validate={required()}>
      <SimpleFormIterator fullWidth>
        <EnumInput of="ContractParty" source="party" label={word('party')} validate={required()} />
        <TextInput source="title" label={word('title')} validate={required()} />
      </SimpleFormIterator>
    </ArrayInput>
  );
}
