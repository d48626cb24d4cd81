import { Box } from '@mui/material';
import { ArrayInput, NumberInput, regex, required, SelectInput, SimpleFormIterator, TextArrayInput, TextInput, useSourceContext, useTranslate } from 'react-admin';
import { useWatch } from 'react-hook-form';
import { useChoices } from '../fields/state-chip.js';
import { MoneyInput } from '../inputs/money-input.js';
import { PpmInput } from '../inputs/ppm-input.js';
import { en } from '../messages/en.js';
import type { ClauseForm } from './contract-form-values.js';

export type ClauseType = ClauseForm['__typename'];

export const clauseTypes = ['RevenueShareClause', 'CostBudgetClause', 'DataScopeClause', 'SlaClause', 'TextClause'] as const satisfies readonly ClauseType[];

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
        <SelectInput source="__typename" label="contracts.clause_kind" choices={clauseTypes.map((id) => ({ id, name: translate(word(id)) }))} validate={required()} />
        <TextInput source="key" label="contracts.key" helperText="contracts.key_help" validate={regex(/^[a-z][a-z0-9_]{0,49}$/)} />
      </Box>
      {type && <ClauseDetails type={type} />}
    </Box>
  );
}

function ClauseDetails({ type }: { type: ClauseType }) {
  const bases = useChoices('RevenueBase', Object.keys(en.enums.RevenueBase));
  const modes = useChoices('ShareMode', Object.keys(en.enums.ShareMode));
  const periods = useChoices('BudgetPeriod', Object.keys(en.enums.BudgetPeriod));
  const positive = { min: 1, validate: required() };
  switch (type) {
    case 'RevenueShareClause': return (
      <>
        <PpmInput source="sharePpm" label={word('sharePpm')} validate={required()} />
        <SelectInput source="base" label={word('base')} choices={bases} validate={required()} />
        <ArrayInput source="bands" label={word('bands')}>
          <SimpleFormIterator disableReordering fullWidth>
            <MoneyRow source="from" required />
            <PpmInput source="sharePpm" label={word('bandShare')} validate={required()} />
          </SimpleFormIterator>
        </ArrayInput>
        <SelectInput source="mode" label={word('mode')} choices={modes} defaultValue="SLAB" validate={required()} />
        <MoneyRow source="floor" /><MoneyRow source="cap" /><MoneyRow source="guarantee" />
      </>
    );
    case 'CostBudgetClause': return (
      <>
        <MoneyRow source="budget" required />
        <SelectInput source="period" label={word('period')} choices={periods} validate={required()} />
        <TextInput source="purpose" label={word('purpose')} validate={required()} />
      </>
    );
    case 'DataScopeClause': return (
      <>
        <TextInput source="dataset" label={word('dataset')} validate={required()} />
        <TextInput source="purpose" label={word('purpose')} validate={required()} />
        <TextArrayInput source="fields" label={word('fields')} validate={required()} />
        <NumberInput source="retentionDays" label={word('retentionDays')} {...positive} />
      </>
    );
    case 'SlaClause': return (
      <>
        <TextInput source="metric" label={word('metric')} validate={required()} />
        <NumberInput source="target" label={word('target')} validate={required()} />
        <TextInput source="unit" label={word('unit')} validate={required()} />
        <NumberInput source="windowDays" label={word('windowDays')} {...positive} />
        <PpmInput source="creditPpm" label={word('creditPpm')} validate={required()} />
      </>
    );
    case 'TextClause': return (
      <>
        <TextInput source="heading" label={word('heading')} validate={required()} />
        <TextInput source="body" label={word('body')} multiline minRows={3} validate={required()} />
      </>
    );
  }
}

function MoneyRow({ source, required: needed = false }: { source: string; required?: boolean }) {
  return <MoneyInput source={source} label={word(source)} required={needed} />;
}
