import { Alert, Stack, TextField, Typography } from '@mui/material';
import { useRecordContext, useTranslate } from 'react-admin';
import type { Answers, QuestionProps } from '../actions/action.js';
import { StateChip } from '../fields/state-chip.js';
import type { ConnectorDetailFragment, WaiverInput } from '../graphql/documents.js';
import { acceptableRun } from './acceptable-run.js';
import { useRunResults, useScenarios, type RunResult, type Scenarios } from './use-run.js';

interface WaiverDraft { reason?: string; until?: string }
export interface AcceptAnswers extends Answers { waivers?: Record<string, WaiverDraft> }

/** Scenarios for which a reason and an end were given. */
export function waiversOf({ waivers = {} }: AcceptAnswers): WaiverInput[] {
  return Object.entries(waivers).flatMap(([scenario, { reason, until }]) => (reason?.trim() && until ? [{ scenario, reason: reason.trim(), until: new Date(`${until}T23:59:59`).toISOString() }] : []));
}

const isSettled = ({ verdict }: RunResult) => verdict === 'PASSED' || verdict === 'WARNING' || verdict === 'NOT_APPLICABLE';

/** A failure may be let pass where a capability fails; what every connector must do, never. */
function isWaivable({ scenario, verdict }: RunResult, scenarios: Scenarios): boolean {
  const layer = scenarios.get(scenario)?.layer;
  return verdict === 'REVIEW' || (verdict === 'SKIPPED' && layer !== 'universal') || (verdict === 'FAILED' && layer === 'capability');
}

/** Signs a run; whatever neither passed nor warned needs a waiver of both sides. */
export function AcceptQuestion({ answers, answer }: QuestionProps) {
  const translate = useTranslate();
  const connector = useRecordContext<ConnectorDetailFragment>();
  const { results } = useRunResults(connector && acceptableRun(connector)?.id);
  const scenarios = useScenarios();
  const { waivers = {} } = answers as AcceptAnswers;
  const open = results.filter((result) => !isSettled(result));
  const change = (scenario: string, changes: WaiverDraft) => answer({ waivers: { ...waivers, [scenario]: { ...waivers[scenario], ...changes } } });
  return (
    <>
      <Typography variant="body2">{translate('connectors.accept_help')}</Typography>
      {open.map((result) => (
        <Stack key={result.scenario} sx={{ gap: 1 }}>
          <Typography variant="body2"><StateChip of="ConformanceVerdict" value={result.verdict} /> {scenarios.get(result.scenario)?.title ?? result.scenario}</Typography>
          {isWaivable(result, scenarios) ? (
            <>
              <TextField required size="small" label={translate('connectors.waiver_reason')} value={waivers[result.scenario]?.reason ?? ''} onChange={(event) => change(result.scenario, { reason: event.target.value })} />
              <TextField required size="small" type="date" label={translate('connectors.waiver_until')} value={waivers[result.scenario]?.until ?? ''} onChange={(event) => change(result.scenario, { until: event.target.value })} slotProps={{ inputLabel: { shrink: true } }} />
            </>
          ) : <Alert severity="error">{translate('connectors.not_waivable')}</Alert>}
        </Stack>
      ))}
    </>
  );
}
