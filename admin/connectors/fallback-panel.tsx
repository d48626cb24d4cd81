import { Box, Chip, Typography } from '@mui/material';
import { usePermissions, useTranslate } from 'react-admin';
import { ActionBar } from '../actions/action-bar.js';
import { Fact, Facts, RecordLink, useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import type { ConnectorDetailFragment } from '../graphql/documents.js';
import { fallbackActions } from './connector-actions.js';

type Plan = NonNullable<ConnectorDetailFragment['fallbackPlan']>;

/** Who stands in for the connector, and how the rehearsals of that went. */
export function FallbackPanel({ connector }: { connector: ConnectorDetailFragment }) {
  const translate = useTranslate();
  const { permissions = [] } = usePermissions<string[]>();
  const { kind, state, fallbackPlan: plan } = connector;
  if ((kind !== 'RECOMMENDER' && kind !== 'AD_DELIVERY') || !permissions.includes('fallbackPlanSet')) return null;
  const carries = state === 'LIVE' || state === 'DEGRADED';
  const offered = ['fallbackPlanSet', ...(plan && carries ? ['failoverDrill'] : [])];
  return (
    <Section title="connectors.fallback" aside={<ActionBar record={connector} resource="connectors" table={fallbackActions} offered={offered} />}>
      {plan ? <Order plan={plan} /> : <Typography color="text.secondary">{translate('connectors.fallback_none')}</Typography>}
      {plan?.drills.map((drill) => <Drill key={drill.id} drill={drill} />)}
      {plan?.drills.length === 0 && <Typography color="text.secondary" sx={{ mt: 1 }}>{translate('connectors.no_drills')}</Typography>}
    </Section>
  );
}

function Order({ plan: { substitutes, recoveryMs } }: { plan: Plan }) {
  const translate = useTranslate();
  return (
    <Facts>
      <Fact label="connectors.substitutes">
        <>{substitutes.map(({ id, name }) => <span key={id}><RecordLink resource="connectors" id={id}>{name}</RecordLink>{' → '}</span>)}{translate('connectors.fallback_then')}</>
      </Fact>
      <Fact label="connectors.recovery">{translate('connectors.milliseconds', { count: recoveryMs })}</Fact>
    </Facts>
  );
}

function Drill({ drill: { verdict, asked, unanswered, outOfOrder, slowestMs, hasReturned, startedAt, finishedAt } }: { drill: Plan['drills'][number] }) {
  const [translate, dates] = [useTranslate(), useDates()];
  const word = verdict ? `connectors.drill_${verdict}` : 'connectors.drill_running';
  return (
    <Box sx={{ borderTop: 1, borderColor: 'divider', py: 1, display: 'flex', gap: 1, alignItems: 'center' }}>
      <Chip size="small" color={verdict === 'passed' ? 'success' : verdict ? 'error' : 'default'} label={translate(word)} />
      <Typography variant="body2">
        {dates.moment(finishedAt ?? startedAt)}
        {finishedAt && ` · ${translate('connectors.drill_line', { asked, unanswered, disorder: outOfOrder, slowest: slowestMs })} · ${translate(hasReturned ? 'connectors.drill_returned' : 'connectors.drill_lost')}`}
      </Typography>
    </Box>
  );
}
