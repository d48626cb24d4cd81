import { useState } from 'react';
import { Create, regex, required, SimpleForm, TextInput } from 'react-admin';
import { newKey } from '../actions/action.js';
import { PpmInput } from '../inputs/ppm-input.js';

const currency = [required(), regex(/^\s*[A-Za-z]{3}\s*$/, 'settlement.currency_form')];

export function ExchangeRateCreate() {
  const [defaults] = useState(() => ({ key: newKey(), source: 'CNY', spreadPpm: 0 }));
  return (
    <Create redirect="list">
      <SimpleForm sx={{ maxWidth: 560 }} defaultValues={defaults}>
        <TextInput source="source" validate={currency} />
        <TextInput source="target" validate={currency} />
        <TextInput source="rate" validate={[required(), regex(/^\s*\d{1,6}(\.\d{1,9})?\s*$/, 'settlement.rate_form')]} helperText="settlement.rate_help" />
        <PpmInput source="spreadPpm" max={10} helperText="settlement.spread_help" />
      </SimpleForm>
    </Create>
  );
}
