import { DataTable, SearchInput, SelectArrayInput } from 'react-admin';
import { MomentField, MoneyField, RelatedField } from '../fields/plain-fields.js';
import { StateChip, StateField, useChoices } from '../fields/state-chip.js';
import type { CampaignRowFragment } from '../graphql/documents.js';
import { RecordList } from '../layout/record-list.js';
import { en } from '../messages/en.js';

export function CampaignList() {
  const states = useChoices('CampaignState', Object.keys(en.enums.CampaignState));
  return (
    <RecordList
      filters={[<SearchInput key="q" source="q" alwaysOn />, <SelectArrayInput key="state" source="state" choices={states} />]}
      card={{
        primaryText: (campaign: CampaignRowFragment) => campaign.name, secondaryText: (campaign: CampaignRowFragment) => `${campaign.code} · ${campaign.partner.name}`,
        tertiaryText: (campaign: CampaignRowFragment) => <StateChip of="CampaignState" value={campaign.state} />,
      }}
    >
      <DataTable.Col source="code" />
      <DataTable.Col source="name" />
      <DataTable.Col source="partner" disableSort><RelatedField source="partner" to="partners" /></DataTable.Col>
      <DataTable.Col source="state"><StateField of="CampaignState" /></DataTable.Col>
      <DataTable.Col align="right" source="budget" disableSort><MoneyField source="budget" /></DataTable.Col>
      <DataTable.Col align="right" source="spent" disableSort><MoneyField source="spent" /></DataTable.Col>
      <DataTable.NumberCol source="clicks" disableSort />
      <DataTable.Col source="startsAt"><MomentField source="startsAt" day /></DataTable.Col>
      <DataTable.Col source="endsAt"><MomentField source="endsAt" day /></DataTable.Col>
    </RecordList>
  );
}
