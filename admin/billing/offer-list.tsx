import { DataTable, FunctionField, SearchInput, SelectInput, useLocale } from 'react-admin';
import { formatAmount } from '../fields/amounts.js';
import { MoneyField, RecordLink } from '../fields/plain-fields.js';
import { EnumField, StateChip, StateField, useChoices } from '../fields/state-chip.js';
import type { OfferRowFragment } from '../graphql/documents.js';
import { RecordList } from '../layout/record-list.js';
import { en } from '../messages/en.js';

export function OfferList() {
  const states = useChoices('OfferState', Object.keys(en.enums.OfferState));
  const locale = useLocale();
  return (
    <RecordList
      opens={false} filters={[<SearchInput key="q" source="q" alwaysOn />, <SelectInput key="state" source="state" choices={states} />]}
      card={{ primaryText: (offer: OfferRowFragment) => offer.title, secondaryText: (offer: OfferRowFragment) => formatAmount(offer.price, locale), tertiaryText: (offer: OfferRowFragment) => <StateChip of="OfferState" value={offer.state} /> }}
    >
      <DataTable.Col source="title" disableSort />
      <DataTable.Col source="content" disableSort><FunctionField<OfferRowFragment> render={({ content }) => content && <RecordLink resource="contents" id={content.id}>{content.title}</RecordLink>} /></DataTable.Col>
      <DataTable.Col source="kind" disableSort><EnumField of="OfferKind" source="kind" /></DataTable.Col>
      <DataTable.Col align="right" source="price" disableSort><MoneyField source="price" /></DataTable.Col>
      <DataTable.Col source="state" disableSort><StateField of="OfferState" /></DataTable.Col>
    </RecordList>
  );
}
