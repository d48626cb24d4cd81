import { MenuItem, Stack, TextField } from '@mui/material';
import { useEffect, useState } from 'react';
import { useInput, useTranslate } from 'react-admin';
import { toMajor, toMinor } from '../fields/amounts.js';

const currencies = ['CNY', 'USD', 'EUR', 'HKD', 'JPY', 'SGD'];

/** What the form holds for a text that is no amount of the currency: it never passes validation. */
const noAmount = 'none';

/** An amount in major units for people, kept in minor units in the form, so that no float is ever in between. */
export function MoneyInput({ source, label, required = false }: { source: string; label: string; required?: boolean }) {
  const translate = useTranslate();
  const currency = useInput<string>({ source: `${source}.currency`, defaultValue: 'CNY' });
  const code: string = currency.field.value || 'CNY';
  const amount = useInput<string | null>({
    source: `${source}.amountMinor`,
    validate: (value) => (value === noAmount ? 'console.money.invalid' : required && !value ? 'ra.validation.required' : undefined),
  });
  const minor = amount.field.value && amount.field.value !== noAmount ? amount.field.value : undefined;
  const [text, setText] = useState(minor === undefined ? '' : toMajor(minor, code));

  useEffect(() => {
    // Another record or a reset came into the form: what stands here is no longer what it holds. `text` is no dependency:
    // typing must never rewrite what is being typed.
    if (minor !== undefined && toMinor(text, code) !== minor) setText(toMajor(minor, code));
  }, [minor, code]);

  const type = (next: string) => {
    setText(next);
    amount.field.onChange(next.trim() === '' ? '' : toMinor(next, code) ?? noAmount);
  };
  const problem = amount.fieldState.error?.message;
  const words = problem && translate(problem.replace(/^@@react-admin@@"?|"$/g, ''), { _: problem });
  const name = translate(label, { _: label });
  return (
    <Stack direction="row" sx={{ gap: 1, width: '100%', alignItems: 'flex-start' }}>
      <TextField
        fullWidth size="small" label={name} required={required} value={text} onChange={(event) => type(event.target.value)} onBlur={amount.field.onBlur} inputMode="decimal" error={Boolean(problem)} helperText={words || ' '}
      />
      <TextField
        select size="small" label={translate('console.money.currency')} value={code} sx={{ width: 110 }}
        onChange={(event) => { currency.field.onChange(event.target.value); if (text) amount.field.onChange(toMinor(text, event.target.value) ?? noAmount); }}
      >
        {currencies.map((one) => <MenuItem key={one} value={one}>{one}</MenuItem>)}
      </TextField>
    </Stack>
  );
}
