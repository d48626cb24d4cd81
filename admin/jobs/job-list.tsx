import { Typography } from '@mui/material';
import { DataTable, FunctionField, SelectInput, TextInput, useTranslate } from 'react-admin';
import { MomentField, ProgressBar } from '../fields/plain-fields.js';
import { StateChip, StateField, useChoices } from '../fields/state-chip.js';
import type { JobRowFragment } from '../graphql/documents.js';
import { RecordList } from '../layout/record-list.js';
import { en } from '../messages/en.js';

export function JobList() {
  const translate = useTranslate();
  const states = useChoices('JobState', Object.keys(en.enums.JobState));
  return (
    <>
      <Typography variant="body2" color="text.secondary">{translate('jobs.live')}</Typography>
      <RecordList
        queryOptions={{ refetchInterval: 3000 }} filters={[<SelectInput key="state" source="state" choices={states} alwaysOn />, <TextInput key="name" source="name" />, <TextInput key="queue" source="queue" />]}
        card={{
          primaryText: (job: JobRowFragment) => job.name, secondaryText: (job: JobRowFragment) => job.queue, tertiaryText: (job: JobRowFragment) => <StateChip of="JobState" value={job.state} />,
        }}
      >
        <DataTable.Col source="name" disableSort />
        <DataTable.Col source="queue" disableSort />
        <DataTable.Col source="state" disableSort><StateField of="JobState" /></DataTable.Col>
        <DataTable.Col source="progress" disableSort><FunctionField<JobRowFragment> render={(job) => (job.state === 'ACTIVE' || (job.progress > 0 && job.progress < 1) ? <ProgressBar share={job.progress} label={job.name} /> : null)} /></DataTable.Col>
        <DataTable.NumberCol source="attempts" disableSort />
        <DataTable.Col source="createdAt" disableSort><MomentField source="createdAt" /></DataTable.Col>
        <DataTable.Col source="finishedAt" disableSort><MomentField source="finishedAt" /></DataTable.Col>
      </RecordList>
    </>
  );
}
