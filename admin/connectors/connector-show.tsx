import { Alert } from '@mui/material';
import { useGetOne, usePermissions, useRecordContext, useTranslate } from 'react-admin';
import { ActionBar } from '../actions/action-bar.js';
import { Timeline } from '../audit/timeline.js';
import { Fact, Facts, RecordLink, useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import { StateChip } from '../fields/state-chip.js';
import type { ConnectorDetailFragment } from '../graphql/documents.js';
import { Columns, RecordHead, RecordPage, whole } from '../layout/record-page.js';
import { AcceptancePanel } from './acceptance-panel.js';
import { ContentFeedPanel } from './content-feed-panel.js';
import { connectorActions } from './connector-actions.js';
import { DeliveryPanel } from './delivery-panel.js';
import { FallbackPanel } from './fallback-panel.js';
import { HealthPanel } from './health-panel.js';
import { RecommenderPanel } from './recommender-panel.js';
import { RotateSecretButton } from './rotate-secret-button.js';
import { RunPanel } from './run-panel.js';

const field = (name: string) => `resources.connectors.fields.${name}`;
const [runningMs, restingMs] = [2000, 30_000];

export function ConnectorShow() {
  return <RecordPage><Page /></RecordPage>;
}

/** Asks quickly while scenarios are played, now and then otherwise: health changes by itself. */
function useFresh(id: string | undefined, isRunning: boolean): void {
  useGetOne<ConnectorDetailFragment>('connectors', { id: id ?? '', meta: whole }, { enabled: id !== undefined, refetchInterval: isRunning ? runningMs : restingMs });
}

function Page() {
  const translate = useTranslate();
  const { permissions = [] } = usePermissions<string[]>();
  const connector = useRecordContext<ConnectorDetailFragment>();
  useFresh(connector?.id, connector?.runs.at(0)?.state === 'QUEUED');
  if (!connector) return null;
  const { state, availableActions, kind } = connector;
  // Sending a test message changes no state, so availableActions does not name it.
  const mayTestMessages = kind === 'WEBHOOK' && (state === 'LIVE' || state === 'DEGRADED') && permissions.includes('webhookTest');
  return (
    <>
      <RecordHead
        title={connector.name} chips={<StateChip of="ConnectorState" value={state} size="medium" />}
        caption={<>{connector.code} · {translate(`enums.ConnectorKind.${kind}`)} · <RecordLink resource="partners" id={connector.partner.id}>{connector.partner.name}</RecordLink></>}
        actions={(
          <>
            <ActionBar record={connector} resource="connectors" table={connectorActions} offered={mayTestMessages ? [...availableActions, 'webhookTest'] : availableActions} />
            {availableActions.includes('connectorRotateSecret') && <RotateSecretButton connector={connector} />}
          </>
        )}
      />
      <Alert severity={state === 'TRIPPED' || state === 'DEGRADED' ? 'warning' : 'info'}>{translate(`connectors.next_step.${state}`)}</Alert>
      <Columns
        main={<><RunPanel connector={connector} /><AcceptancePanel connector={connector} /><ContentFeedPanel connector={connector} /><HealthPanel connector={connector} /><RecommenderPanel connector={connector} /><FallbackPanel connector={connector} /><DeliveryPanel connector={connector} /></>}
        aside={<><OtherEnd connector={connector} /><Timeline noun="Connector" id={connector.id} /></>}
      />
    </>
  );
}

function OtherEnd({ connector }: { connector: ConnectorDetailFragment }) {
  const translate = useTranslate();
  const dates = useDates();
  return (
    <Section title="connectors.other_end">
      <Facts>
        <Fact label={field('baseUrl')}>{connector.baseUrl}</Fact>
        <Fact label={field('environment')}>{translate(`enums.ConnectorEnvironment.${connector.environment}`)}</Fact>
        <Fact label={field('profileVersion')}>{connector.profileVersion}</Fact>
        <Fact label={field('capabilities')}>{connector.capabilities.map((capability) => translate(`connectors.capability.${capability}`, { _: capability })).join(', ')}</Fact>
        <Fact label={field('buildDigest')}>{connector.buildDigest && <code title={connector.buildDigest}>{connector.buildDigest.slice(0, 12)}…</code>}</Fact>
        <Fact label={field('secretRotatedAt')}>{connector.secretRotatedAt && dates.moment(connector.secretRotatedAt)}</Fact>
        <Fact label={field('createdAt')}>{dates.moment(connector.createdAt)}</Fact>
        <Fact label={field('updatedAt')}>{dates.moment(connector.updatedAt)}</Fact>
      </Facts>
    </Section>
  );
}
