import { Alert, Button, Link, List, ListItem, ListItemText, Typography } from '@mui/material';
import { useCanAccess, useLocale, useRecordContext, useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { ActionBar } from '../actions/action-bar.js';
import { Timeline } from '../audit/timeline.js';
import { formatAmount } from '../fields/amounts.js';
import { Fact, Facts, RecordLink, useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import { StateChip } from '../fields/state-chip.js';
import type { PartnerDetailFragment } from '../graphql/documents.js';
import { Columns, RecordHead, RecordPage } from '../layout/record-page.js';
import { Applications, Diligence, Obstacles } from './diligence.js';
import { partnerActions } from './partner-actions.js';
import { PartnerRisk } from './partner-risk.js';
import { Scorecard } from './scorecard.js';

export function PartnerShow() {
  return <RecordPage><Partner /></RecordPage>;
}

function Partner() {
  const translate = useTranslate();
  const dates = useDates();
  const partner = useRecordContext<PartnerDetailFragment>();
  if (!partner) return null;
  return (
    <>
      <RecordHead
        title={partner.name} editAction="partnerEdit" chips={<StateChip of="PartnerState" value={partner.state} size="medium" />} caption={`${partner.code} · ${translate(`enums.PartnerKind.${partner.kind}`)} · ${partner.industry}`}
        actions={<ActionBar record={partner} resource="partners" table={partnerActions} />}
      />
      {partner.reason && <Alert severity="info">{partner.reason}{partner.reapplyAfter && ` · ${translate('screening.reapply_from', { day: dates.day(partner.reapplyAfter) })}`}</Alert>}
      <Obstacles partner={partner} />
      <Columns main={<><Applications partner={partner} /><Scorecard partner={partner} /><Diligence partner={partner} /><PartnerRisk partner={partner} /><Contracts partner={partner} /><Connectors partner={partner} /><Campaigns partner={partner} /></>} aside={<><About partner={partner} /><Timeline noun="Partner" id={partner.id} /></>} />
    </>
  );
}

function About({ partner }: { partner: PartnerDetailFragment }) {
  const translate = useTranslate();
  const dates = useDates();
  const field = (name: string) => `resources.partners.fields.${name}`;
  return (
    <Section title="ra.message.about">
      <Facts>
        <Fact label={field('contactName')}>{partner.contactName}</Fact>
        <Fact label={field('contactEmail')}>{partner.contactEmail && <Link href={`mailto:${partner.contactEmail}`}>{partner.contactEmail}</Link>}</Fact>
        <Fact label={field('website')}>{partner.website && <Link href={partner.website} target="_blank" rel="noreferrer">{partner.website}</Link>}</Fact>
        <Fact label={field('manager')}>{partner.manager?.displayName}</Fact>
        <Fact label={translate('resources.contents.name', { smart_count: 2 })}><Link component={RouterLink} to={`/contents?filter=${encodeURIComponent(JSON.stringify({ partner: partner.id }))}`}>{translate('ra.action.list')}</Link></Fact>
        <Fact label={field('createdAt')}>{dates.day(partner.createdAt)}</Fact>
      </Facts>
      {partner.note && <Typography variant="body2" sx={{ mt: 2, whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>{partner.note}</Typography>}
    </Section>
  );
}

function Contracts({ partner }: { partner: PartnerDetailFragment }) {
  const translate = useTranslate();
  const dates = useDates();
  const { canAccess } = useCanAccess({ resource: 'contracts', action: 'create' });
  const create = canAccess && (
    <Button component={RouterLink} to={`/contracts/create?source=${encodeURIComponent(JSON.stringify({ partner: { id: partner.id } }))}`} size="small" variant="outlined">
      {translate('ra.action.create')}
    </Button>
  );
  return (
    <Section title={translate('resources.contracts.name', { smart_count: 2 })} aside={create}>
      {partner.contracts.length === 0 && <Typography color="text.secondary">{translate('empty.contracts')}</Typography>}
      <List dense disablePadding>
        {partner.contracts.map(({ id, code, title, current }) => (
          <ListItem key={id} disableGutters divider sx={{ gap: 1, flexWrap: 'wrap' }}>
            <ListItemText primary={<RecordLink resource="contracts" id={id}>{title}</RecordLink>} secondary={`${code} · ${dates.day(current.startsAt)} – ${dates.day(current.endsAt)}`} />
            <StateChip of="ContractState" value={current.state} />
          </ListItem>
        ))}
      </List>
    </Section>
  );
}

function Connectors({ partner }: { partner: PartnerDetailFragment }) {
  const translate = useTranslate();
  const { canAccess } = useCanAccess({ resource: 'connectors', action: 'create' });
  const create = canAccess && (
    <Button component={RouterLink} to={`/connectors/create?source=${encodeURIComponent(JSON.stringify({ partner: { id: partner.id } }))}`} size="small" variant="outlined">
      {translate('ra.action.create')}
    </Button>
  );
  return (
    <Section title={translate('resources.connectors.name', { smart_count: 2 })} aside={create}>
      {partner.connectors.length === 0 && <Typography color="text.secondary">{translate('empty.connectors')}</Typography>}
      <List dense disablePadding>
        {partner.connectors.map(({ id, code, name, kind, state }) => (
          <ListItem key={id} disableGutters divider sx={{ gap: 1, flexWrap: 'wrap' }}>
            <ListItemText primary={<RecordLink resource="connectors" id={id}>{name}</RecordLink>} secondary={`${code} · ${translate(`enums.ConnectorKind.${kind}`)}`} />
            <StateChip of="ConnectorState" value={state} />
          </ListItem>
        ))}
      </List>
    </Section>
  );
}

function Campaigns({ partner }: { partner: PartnerDetailFragment }) {
  const translate = useTranslate();
  const locale = useLocale();
  return (
    <Section title={translate('resources.campaigns.name', { smart_count: 2 })}>
      {partner.campaigns.length === 0 && <Typography color="text.secondary">{translate('empty.campaigns')}</Typography>}
      <List dense disablePadding>
        {partner.campaigns.map(({ id, code, name, state, budget, spent }) => (
          <ListItem key={id} disableGutters divider sx={{ gap: 1, flexWrap: 'wrap' }}>
            <ListItemText primary={<RecordLink resource="campaigns" id={id}>{name}</RecordLink>} secondary={`${code} · ${translate('campaigns.spent_of', { spent: formatAmount(spent, locale), budget: formatAmount(budget, locale) })}`} />
            <StateChip of="CampaignState" value={state} />
          </ListItem>
        ))}
      </List>
    </Section>
  );
}
