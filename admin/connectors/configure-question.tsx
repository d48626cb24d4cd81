import { Checkbox, FormControlLabel, FormGroup, FormLabel, MenuItem, TextField } from '@mui/material';
import { useRecordContext, useTranslate } from 'react-admin';
import type { Answers, QuestionProps } from '../actions/action.js';
import type { ConnectorConfigureInput, ConnectorDetailFragment, ConnectorEnvironment, ConnectorKind } from '../graphql/documents.js';
import { en } from '../messages/en.js';
import { useScenarios, type Scenarios } from './use-run.js';

type Configuration = Pick<ConnectorConfigureInput, 'baseUrl' | 'buildDigest' | 'profileVersion'> & { environment: ConnectorEnvironment; capabilities: string[] };
export interface ConfigureAnswers extends Answers, Partial<Configuration> {}

/** What a connector of this kind may declare beyond the minimum: whatever a scenario asks for. */
function capabilitiesOf(kind: ConnectorKind, scenarios: Scenarios): string[] {
  return [...new Set([...scenarios.values()].flatMap((scenario) => (scenario.kind === kind && scenario.capability ? [scenario.capability] : [])))];
}

/** What stands of the other end now, with what was changed in the form. */
export function configuration(connector: ConnectorDetailFragment, { baseUrl, buildDigest, profileVersion, environment, capabilities }: Partial<Configuration>): Configuration {
  return {
    baseUrl: (baseUrl ?? connector.baseUrl ?? '').trim(), buildDigest: (buildDigest ?? connector.buildDigest ?? '').trim().toLowerCase(),
    profileVersion: (profileVersion ?? connector.profileVersion ?? '1.0').trim(), environment: environment ?? connector.environment, capabilities: capabilities ?? connector.capabilities,
  };
}

export function ConfigureQuestion({ answers, answer }: QuestionProps) {
  const translate = useTranslate();
  const connector = useRecordContext<ConnectorDetailFragment>();
  const scenarios = useScenarios();
  if (!connector) return null;
  const shown = { ...configuration(connector, {}), ...answers as ConfigureAnswers };
  const field = (name: string) => translate(`resources.connectors.fields.${name}`);
  const toggle = (capability: string, on: boolean) => answer({ capabilities: on ? [...shown.capabilities, capability] : shown.capabilities.filter((one) => one !== capability) });
  return (
    <>
      <TextField type="url" required autoFocus margin="dense" label={field('baseUrl')} helperText={translate('connectors.base_url_help')} value={shown.baseUrl} onChange={(event) => answer({ baseUrl: event.target.value })} />
      <TextField select label={field('environment')} value={shown.environment} onChange={(event) => answer({ environment: event.target.value })}>
        {Object.keys(en.enums.ConnectorEnvironment).map((name) => <MenuItem key={name} value={name}>{translate(`enums.ConnectorEnvironment.${name}`)}</MenuItem>)}
      </TextField>
      <TextField required label={field('profileVersion')} value={shown.profileVersion} onChange={(event) => answer({ profileVersion: event.target.value })} />
      <TextField
        required label={field('buildDigest')} helperText={translate('connectors.build_help')} value={shown.buildDigest} onChange={(event) => answer({ buildDigest: event.target.value })}
        slotProps={{ htmlInput: { pattern: '\\s*[0-9a-fA-F]{64}\\s*', style: { fontFamily: 'monospace' } } }}
      />
      <FormGroup>
        <FormLabel>{field('capabilities')}</FormLabel>
        {capabilitiesOf(connector.kind, scenarios).map((capability) => (
          <FormControlLabel key={capability} label={translate(`connectors.capability.${capability}`, { _: capability })} control={<Checkbox checked={shown.capabilities.includes(capability)} onChange={(_, on) => toggle(capability, on)} />} />
        ))}
      </FormGroup>
    </>
  );
}
