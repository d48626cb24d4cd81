import { Box, ButtonBase, Collapse, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { ProgressBar, useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import { StateChip } from '../fields/state-chip.js';
import type { ConnectorDetailFragment } from '../graphql/documents.js';
import { RunSteps, useReason } from './run-steps.js';
import { useRunResults, useScenarios, type RunResult } from './use-run.js';

type Run = ConnectorDetailFragment['runs'][number];

/** The runs of a connector: the newest is open, each scenario with its verdict and what was wrong. */
export function RunPanel({ connector: { runs } }: { connector: ConnectorDetailFragment }) {
  const translate = useTranslate();
  const dates = useDates();
  const [chosen, choose] = useState<string | null>(null);
  const run = runs.find(({ id }) => id === chosen) ?? runs.at(0);
  const picker = run && runs.length > 1 && (
    <TextField select size="small" label={translate('connectors.run')} value={run.id} onChange={(event) => choose(event.target.value)}>
      {runs.map(({ id, startedAt, verdict }) => <MenuItem key={id} value={id}>{dates.moment(startedAt)} · {translate(`enums.ConformanceVerdict.${verdict}`)}</MenuItem>)}
    </TextField>
  );
  return (
    <Section title="connectors.conformance" aside={picker}>
      {run ? <RunResults key={run.id} run={run} /> : <Typography color="text.secondary">{translate('connectors.no_runs')}</Typography>}
    </Section>
  );
}

function RunResults({ run }: { run: Run }) {
  const translate = useTranslate();
  const dates = useDates();
  const scenarios = useScenarios();
  const { results, error } = useRunResults(run.id);
  const applicable = results.filter(({ verdict }) => verdict !== 'NOT_APPLICABLE');
  const running = run.state !== 'FINISHED';
  return (
    <>
      <Typography component="div" variant="body2" sx={{ mb: 1 }}>
        <StateChip of={running ? 'ConformanceRunState' : 'ConformanceVerdict'} value={running ? run.state : run.verdict} /> {dates.moment(run.startedAt)} · {translate(`connectors.verdict_means.${run.verdict}`)}
      </Typography>
      {running && <ProgressBar share={scenarios.size > 0 ? run.played / scenarios.size : 0} label={translate('connectors.played')} />}
      {error && <Typography color="error">{translate(error.message, { _: error.message })}</Typography>}
      <Stack component="ol" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {applicable.map((result) => <ScenarioRow key={result.scenario} result={result} runId={run.id} title={scenarios.get(result.scenario)?.title ?? result.scenario} />)}
      </Stack>
      {results.length > applicable.length && <Typography variant="caption" color="text.secondary">{translate('connectors.not_asked', { count: results.length - applicable.length })}</Typography>}
    </>
  );
}

function ScenarioRow({ result, runId, title }: { result: RunResult; runId: string; title: string }) {
  const [isOpen, setOpen] = useState(false);
  const reason = useReason();
  return (
    <Box component="li" sx={{ borderTop: 1, borderColor: 'divider' }}>
      <ButtonBase onClick={() => setOpen(!isOpen)} aria-expanded={isOpen} sx={{ width: '100%', py: 1, gap: 2, justifyContent: 'space-between', textAlign: 'left' }}>
        <Typography variant="body2" component="span" sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
          {title}
          {result.reason && <Typography variant="caption" color="text.secondary" component="span" sx={{ display: 'block' }}>{reason(result.reason)}</Typography>}
        </Typography>
        <StateChip of="ConformanceVerdict" value={result.verdict} />
      </ButtonBase>
      <Collapse in={isOpen} unmountOnExit><RunSteps runId={runId} scenario={result.scenario} /></Collapse>
    </Box>
  );
}
