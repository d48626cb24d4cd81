import { Box, Typography } from '@mui/material';
import { useLocale, usePermissions, useTranslate } from 'react-admin';
import { ActionBar } from '../actions/action-bar.js';
import { formatShare } from '../fields/amounts.js';
import { Fact, Facts, useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import { StateChip } from '../fields/state-chip.js';
import type { ConnectorDetailFragment, StandingPartsFragment } from '../graphql/documents.js';
import { standingActions } from './connector-actions.js';

/** How far a recommender goes in each feed, and what it has shown there. */
export function RecommenderPanel({ connector }: { connector: ConnectorDetailFragment }) {
  if (connector.recommenderStages.length === 0) return null;
  return (
    <Section title="connectors.ranks">
      {connector.recommenderStages.map((standing) => <Standing key={standing.scenario} connector={connector} standing={standing} />)}
    </Section>
  );
}

function Standing({ connector: { id, version }, standing }: { connector: ConnectorDetailFragment; standing: StandingPartsFragment }) {
  const [translate, locale, dates] = [useTranslate(), useLocale(), useDates()];
  const { permissions = [] } = usePermissions<string[]>();
  const { scenario, stage, since, availableStages, asked, answered, overlap, rankAgreement, partnerWins, ourWins, ties, pValue } = standing;
  const offered = permissions.includes('recommenderStageSet') ? availableStages.map((to) => `recommenderStageSet:${to}`) : [];
  const p = new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 }).format(pValue);
  return (
    <Box sx={{ mb: 2 }}>
      <Typography variant="subtitle2" component="h3" sx={{ display: 'flex', gap: 1, alignItems: 'center', mb: 1 }}>{scenario}<StateChip of="RecommenderStage" value={stage} /></Typography>
      <Facts>
        <Fact label="connectors.since_then">{since && dates.moment(since)}</Fact>
        <Fact label="connectors.trial">{`${answered} / ${asked}`}</Fact>
        <Fact label="connectors.agrees">{overlap != null && `${formatShare(overlap, locale)} · RBO ${formatShare(rankAgreement ?? 0, locale)}`}</Fact>
        <Fact label="connectors.clicks">{partnerWins + ourWins + ties > 0 && translate('connectors.clicks_value', { partner: partnerWins, ours: ourWins, ties, p })}</Fact>
      </Facts>
      <ActionBar record={{ id, version, scenario, availableActions: offered }} resource="connectors" table={standingActions} targets="RecommenderStage" />
    </Box>
  );
}
