import { Alert, Box, Typography } from '@mui/material';
import { useRecordContext, useTranslate } from 'react-admin';
import { ActionBar } from '../actions/action-bar.js';
import { Fact, Facts, ProgressBar, useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import { StateChip } from '../fields/state-chip.js';
import { JobProgressDocument, type JobDetailFragment } from '../graphql/documents.js';
import { LiveChip } from '../layout/live-chip.js';
import { useLiveRecord } from '../layout/use-live-record.js';
import { Columns, RecordHead, RecordPage } from '../layout/record-page.js';
import { isUnderWay, jobActions } from './job-actions.js';

export function JobShow() {
  return <RecordPage><Job /></RecordPage>;
}

function Job() {
  const translate = useTranslate();
  const dates = useDates();
  const loaded = useRecordContext<JobDetailFragment>();
  const { record: job, mode } = useLiveRecord('jobs', loaded, JobProgressDocument, isUnderWay);
  if (!job) return null;
  const field = (name: string) => `resources.jobs.fields.${name}`;
  return (
    <>
      <RecordHead title={job.name} chips={<><StateChip of="JobState" value={job.state} size="medium" /><LiveChip mode={mode} /></>} caption={job.queue} actions={<ActionBar record={job} resource="jobs" table={jobActions} />} />
      <ProgressBar share={job.progress} label={translate(field('progress'))} />
      {job.failure && <Alert severity="error" sx={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{job.failure}</Alert>}
      <Columns
        main={(
          <Section title={field('log')}>
            {job.log.length === 0 && <Typography color="text.secondary">{translate('jobs.log_empty')}</Typography>}
            <Box component="pre" tabIndex={0} sx={{ m: 0, fontSize: 12.5, overflow: 'auto', maxHeight: 420, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{job.log.join('\n')}</Box>
          </Section>
        )}
        aside={(
          <Section title="ra.message.about">
            <Facts>
              <Fact label={field('attempts')}>{String(job.attempts)}</Fact>
              <Fact label={field('createdAt')}>{job.createdAt && dates.moment(job.createdAt)}</Fact>
              <Fact label={field('startedAt')}>{job.startedAt && dates.moment(job.startedAt)}</Fact>
              <Fact label={field('finishedAt')}>{job.finishedAt && dates.moment(job.finishedAt)}</Fact>
            </Facts>
            <Typography variant="caption" color="text.secondary" component="p" sx={{ mt: 2 }}>{translate(field('payload'))}</Typography>
            <Box component="pre" sx={{ m: 0, fontSize: 12.5, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{JSON.stringify(job.payload, null, 2)}</Box>
          </Section>
        )}
      />
    </>
  );
}
