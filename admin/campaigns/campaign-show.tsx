import { Stack, Typography } from '@mui/material';
import { useLocale, useRecordContext, useTranslate } from 'react-admin';
import { ActionBar } from '../actions/action-bar.js';
import { Timeline } from '../audit/timeline.js';
import { formatAmount, formatShare } from '../fields/amounts.js';
import { Fact, Facts, ProgressBar, RecordLink, useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import { StateChip } from '../fields/state-chip.js';
import type { CampaignDetailFragment } from '../graphql/documents.js';
import { Columns, RecordHead, RecordPage } from '../layout/record-page.js';
import { campaignActions } from './campaign-actions.js';

const field = (name: string) => `resources.campaigns.fields.${name}`;

export function CampaignShow() {
  return <RecordPage><Campaign /></RecordPage>;
}

function Campaign() {
  const campaign = useRecordContext<CampaignDetailFragment>();
  if (!campaign) return null;
  return (
    <>
      <RecordHead
        title={campaign.name} editAction="campaignEdit" chips={<StateChip of="CampaignState" value={campaign.state} size="medium" />}
        caption={<>{campaign.code} · <RecordLink resource="partners" id={campaign.partner.id}>{campaign.partner.name}</RecordLink></>} actions={<ActionBar record={campaign} resource="campaigns" table={campaignActions} />}
      />
      <Columns main={<><Pace campaign={campaign} /><Figures campaign={campaign} /></>} aside={<><Audience campaign={campaign} /><Timeline noun="Campaign" id={campaign.id} /></>} />
    </>
  );
}

/** Money and time side by side: a campaign that spends faster than time passes ends early. */
function Pace({ campaign }: { campaign: CampaignDetailFragment }) {
  const translate = useTranslate();
  const locale = useLocale();
  const [starts, ends] = [Date.parse(campaign.startsAt), Date.parse(campaign.endsAt)];
  // Millionths of the budget in bigints: amounts may be beyond what a float holds.
  const spent = Number(BigInt(campaign.spent.amountMinor) * 1_000_000n / BigInt(campaign.budget.amountMinor)) / 1e6;
  const elapsed = Math.min(1, Math.max(0, (Date.now() - starts) / (ends - starts)));
  return (
    <Section title="campaigns.pace">
      <Stack sx={{ gap: 2 }}>
        <div>
          <Typography variant="body2">{translate('campaigns.spent_of', { spent: formatAmount(campaign.spent, locale), budget: formatAmount(campaign.budget, locale) })}</Typography>
          <ProgressBar share={spent} label={translate(field('spent'))} />
        </div>
        <div>
          <Typography variant="body2">{translate('campaigns.time_used')}</Typography>
          <ProgressBar share={elapsed} label={translate('campaigns.time_used')} />
        </div>
      </Stack>
    </Section>
  );
}

function Figures({ campaign }: { campaign: CampaignDetailFragment }) {
  const locale = useLocale();
  const dates = useDates();
  const count = new Intl.NumberFormat(locale);
  return (
    <Section title="ra.message.about">
      <Facts>
        <Fact label={field('content')}><RecordLink resource="contents" id={campaign.content.id}>{campaign.content.title}</RecordLink></Fact>
        <Fact label={field('impressions')}>{count.format(campaign.impressions)}</Fact>
        <Fact label={field('clicks')}>{count.format(campaign.clicks)}</Fact>
        <Fact label="campaigns.click_rate">{campaign.impressions > 0 && formatShare(campaign.clicks / campaign.impressions, locale)}</Fact>
        <Fact label={field('bid')}>{formatAmount(campaign.bid, locale)}</Fact>
        <Fact label={field('adType')}>{String(campaign.adType)}</Fact>
        <Fact label={field('startsAt')}>{dates.moment(campaign.startsAt)}</Fact>
        <Fact label={field('endsAt')}>{dates.moment(campaign.endsAt)}</Fact>
      </Facts>
    </Section>
  );
}

function Audience({ campaign: { audience } }: { campaign: CampaignDetailFragment }) {
  const translate = useTranslate();
  const locale = useLocale();
  const conditions = [
    ...audience.kinds.map((kind) => translate(`enums.ContentKind.${kind}`)), ...audience.locales.map((language) => translate(`enums.Language.${language.toUpperCase()}`)),
    ...(audience.activeWithinDays == null ? [] : [translate('campaigns.active_within', { days: audience.activeWithinDays })]),
  ];
  return (
    <Section title={field('audience')}>
      <Typography variant="h2" component="p">{translate('campaigns.reach', { count: new Intl.NumberFormat(locale).format(audience.estimate) })}</Typography>
      <Typography variant="body2" color="text.secondary">{conditions.length > 0 ? conditions.join(' · ') : translate('campaigns.everybody')}</Typography>
    </Section>
  );
}
