import { Alert, Stack, Typography } from '@mui/material';
import { usePermissions, useTranslate } from 'react-admin';
import { ActionBar } from '../actions/action-bar.js';
import { Fact, Facts, useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import type { AcceptancePartsFragment, ConnectorDetailFragment } from '../graphql/documents.js';
import { acceptableRun } from './acceptable-run.js';
import { signingActions, waitsFor } from './connector-actions.js';
import { useScenarios } from './use-run.js';

/** Going live is the platform's alone: who may call it signs for the platform. */
function useSide(): 'platform' | 'partner' {
  const { permissions = [] } = usePermissions<string[]>();
  return permissions.includes('connectorGoLive') ? 'platform' : 'partner';
}

/** The signatures of both sides under one run, and the button of whoever has not signed yet. */
export function AcceptancePanel({ connector }: { connector: ConnectorDetailFragment }) {
  const translate = useTranslate();
  const side = useSide();
  const { acceptance, availableActions } = connector;
  const maySign = availableActions.includes('connectorAccept');
  const offered = !maySign ? [] : [...(acceptableRun(connector) ? ['connectorAccept'] : []), ...(waitsFor(side, acceptance) ? ['acceptanceSign'] : [])];
  return (
    <Section title="connectors.acceptance" aside={<ActionBar record={connector} resource="connectors" table={signingActions} offered={offered} warningArgs={{ hash: acceptance?.hash.slice(0, 12) ?? '' }} />}>
      {acceptance ? <Signatures acceptance={acceptance} /> : <Typography color="text.secondary">{translate(maySign && offered.length === 0 ? 'connectors.accept_after_run' : 'connectors.no_acceptance')}</Typography>}
    </Section>
  );
}

function Signatures({ acceptance }: { acceptance: AcceptancePartsFragment }) {
  const translate = useTranslate();
  const dates = useDates();
  const scenarios = useScenarios();
  const { platformSignedAt, platformSigner, partnerSignedAt, partnerSigner, expiresAt, waivers, hash, buildDigest } = acceptance;
  const signature = (at: string | null | undefined, name: string | undefined) => (at ? [dates.moment(at), name].filter(Boolean).join(' · ') : translate('connectors.not_signed'));
  return (
    <Stack sx={{ gap: 2 }}>
      {new Date(expiresAt) <= new Date() && <Alert severity="warning">{translate('connectors.expired')}</Alert>}
      <Facts>
        <Fact label="enums.ContractParty.PLATFORM">{signature(platformSignedAt, platformSigner?.displayName)}</Fact>
        <Fact label="enums.ContractParty.PARTNER">{signature(partnerSignedAt, partnerSigner?.displayName)}</Fact>
        <Fact label="connectors.expires">{dates.moment(expiresAt)}</Fact>
        <Fact label="connectors.hash"><code title={hash}>{hash.slice(0, 12)}…</code></Fact>
        <Fact label="resources.connectors.fields.buildDigest"><code title={buildDigest}>{buildDigest.slice(0, 12)}…</code></Fact>
      </Facts>
      {waivers.map(({ scenario, reason, until }) => (
        <Typography key={scenario} variant="body2" sx={{ overflowWrap: 'anywhere' }}>{translate('connectors.waived', { scenario: scenarios.get(scenario)?.title ?? scenario, until: dates.day(until) })} {reason}</Typography>
      ))}
    </Stack>
  );
}
