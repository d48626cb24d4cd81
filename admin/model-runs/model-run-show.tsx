import { Alert, Box, Chip, List, ListItem, ListItemText, Step, StepLabel, Stepper, Typography } from '@mui/material';
import { useLocale, useRecordContext, useTranslate } from 'react-admin';
import { ActionBar } from '../actions/action-bar.js';
import { Timeline } from '../audit/timeline.js';
import { Fact, Facts, ProgressBar, RecordLink, useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import { StateChip } from '../fields/state-chip.js';
import { ModelRunProgressDocument, type ModelRunDetailFragment } from '../graphql/documents.js';
import { LiveChip } from '../layout/live-chip.js';
import { Columns, RecordHead, RecordPage } from '../layout/record-page.js';
import { useLiveRecord } from '../layout/use-live-record.js';
import { readMetrics } from './metrics.js';
import { MetricsTable } from './metrics-table.js';
import { AdPanel } from './ad-panel.js';
import { ShadowPanel } from './shadow-panel.js';
import { isUnderWay, modelRunActions, stepStates } from './model-run-actions.js';

const field = (name: string) => `resources.model-runs.fields.${name}`;

export function ModelRunShow() {
  return <RecordPage><ModelRun /></RecordPage>;
}

function ModelRun() {
  const translate = useTranslate();
  const loaded = useRecordContext<ModelRunDetailFragment>();
  const { record: run, mode } = useLiveRecord('model-runs', loaded, ModelRunProgressDocument, isUnderWay);
  if (!run) return null;
  const metrics = readMetrics(run.metrics);
  return (
    <>
      <RecordHead
        title={run.code} caption={`${run.model} · ${run.scenario}`} actions={<ActionBar record={run} resource="model-runs" table={modelRunActions} />}
        chips={<><StateChip of="ModelRunState" value={run.state} size="medium" />{run.alias && <Chip label={run.alias} />}<LiveChip mode={mode} /></>}
      />
      {isUnderWay(run) && <Progress run={run} />}
      {run.failure && <Alert severity="error" sx={{ overflowWrap: 'anywhere' }}>{run.failure}</Alert>}
      <ShadowPanel run={run} />
      <Section title="runs.metrics">
        {metrics ? <MetricsTable metrics={metrics} /> : <Typography color="text.secondary">{translate('runs.no_metrics')}</Typography>}
        {metrics && <Alert severity={metrics.gate.promote ? 'success' : 'warning'} sx={{ mt: 2 }}><strong>{translate('runs.gate')}</strong> · {metrics.gate.reason}</Alert>}
      </Section>
      {metrics?.ads && <AdPanel ads={metrics.ads} learner={run.adLearner ?? null} />}
      <Columns
        main={<><About run={run} /><Jobs run={run} /></>} aside={<Timeline noun="ModelRun" id={run.id} />}
      />
    </>
  );
}

function Progress({ run }: { run: ModelRunDetailFragment }) {
  const translate = useTranslate();
  return (
    <Section title="runs.steps">
      <Box sx={{ overflowX: 'auto' }}>
        <Stepper activeStep={stepStates.findIndex((state) => state === run.state)} alternativeLabel>
          {stepStates.map((state) => <Step key={state}><StepLabel>{translate(`enums.ModelRunState.${state}`)}</StepLabel></Step>)}
        </Stepper>
      </Box>
      <Typography variant="body2" sx={{ mt: 2, minHeight: 20 }} aria-live="polite">{run.stepMessage}</Typography>
      <ProgressBar share={run.stepProgress} label={translate(field('stepProgress'))} />
    </Section>
  );
}

function About({ run }: { run: ModelRunDetailFragment }) {
  const translate = useTranslate();
  const dates = useDates();
  const number = new Intl.NumberFormat(useLocale());
  const params = typeof run.params === 'object' && run.params !== null ? Object.entries(run.params) : [];
  const moment = (value: string | null | undefined) => value && dates.moment(value);
  return (
    <Section title="ra.message.about">
      <Facts>
        <Fact label={field('interactionCount')}>{run.interactionCount != null && number.format(BigInt(run.interactionCount))}</Fact>
        <Fact label={field('readerCount')}>{run.readerCount != null && number.format(run.readerCount)}</Fact>
        <Fact label={field('contentCount')}>{run.contentCount != null && number.format(run.contentCount)}</Fact>
        <Fact label={field('snapshotAt')}>{moment(run.snapshotAt)}</Fact>
        <Fact label={field('trigger')}>{translate(`enums.RunTrigger.${run.trigger}`)}</Fact>
        {!run.requestedBy.startsWith('account:') && <Fact label={field('requestedBy')}>{run.requestedBy}</Fact>}
        <Fact label={field('createdAt')}>{moment(run.createdAt)}</Fact>
        <Fact label={field('finishedAt')}>{moment(run.finishedAt)}</Fact>
        <Fact label={field('scoredAt')}>{moment(run.scoredAt)}</Fact>
        <Fact label={field('adModel')}>{run.adModel}</Fact>
        <Fact label={field('shadowAt')}>{moment(run.shadowAt)}</Fact>
        <Fact label={field('seed')}>{String(run.seed)}</Fact>
        <Fact label={field('params')}>{params.map(([name, value]) => `${name} = ${String(value)}`).join(', ')}</Fact>
      </Facts>
      {run.triggerReason && <Typography variant="body2" sx={{ mt: 2 }}>{`${translate(field('triggerReason'))}: ${run.triggerReason}`}</Typography>}
      {run.reason && <Typography variant="body2" sx={{ mt: 2 }}>{run.reason}</Typography>}
    </Section>
  );
}

function Jobs({ run }: { run: ModelRunDetailFragment }) {
  const translate = useTranslate();
  if (run.jobs.length === 0) return null;
  return (
    <Section title={translate('resources.jobs.name', { smart_count: 2 })}>
      <List dense disablePadding>
        {run.jobs.map(({ id, name, state }) => (
          <ListItem key={id} disableGutters secondaryAction={<StateChip of="JobState" value={state} />}><ListItemText primary={<RecordLink resource="jobs" id={id}>{name}</RecordLink>} /></ListItem>
        ))}
      </List>
    </Section>
  );
}
