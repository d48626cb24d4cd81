import { AutocompleteInput, DataTable, FunctionField, ReferenceInput, SelectArrayInput, useLocale, useTranslate } from 'react-admin';
import { formatAmount } from '../fields/amounts.js';
import { MoneyField, RelatedField } from '../fields/plain-fields.js';
import { useChoices } from '../fields/state-chip.js';
import type { BalanceRowFragment } from '../graphql/documents.js';
import { RecordList } from '../layout/record-list.js';
import { en } from '../messages/en.js';

export function BalanceList() {
  const translate = useTranslate();
  const kinds = useChoices('LedgerAccountKind', Object.keys(en.enums.LedgerAccountKind));
  const locale = useLocale();
  const word = ({ kind }: BalanceRowFragment) => translate(`enums.LedgerAccountKind.${kind}`);
  const owner = ({ partner }: BalanceRowFragment) => partner?.name ?? translate('settlement.platform');
  return (
    <RecordList
      sort={{ field: 'kind', order: 'ASC' }} opens={false}
      filters={[<SelectArrayInput key="kind" source="kind" choices={kinds} />, <ReferenceInput key="partner" source="partner" reference="partners"><AutocompleteInput filterToQuery={(q) => ({ q })} /></ReferenceInput>]}
      card={{ primaryText: (row: BalanceRowFragment) => `${owner(row)} · ${word(row)}`, secondaryText: (row: BalanceRowFragment) => formatAmount(row.balance, locale) }}
    >
      <DataTable.Col source="kind"><FunctionField<BalanceRowFragment> render={word} /></DataTable.Col>
      <DataTable.Col source="partner" disableSort><RelatedField source="partner" to="partners" /></DataTable.Col>
      <DataTable.Col source="balance" align="right" disableSort><MoneyField source="balance" /></DataTable.Col>
      <DataTable.Col source="reserved" align="right" disableSort><MoneyField source="reserved" /></DataTable.Col>
    </RecordList>
  );
}
