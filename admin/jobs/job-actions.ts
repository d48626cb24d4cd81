import { action, type ActionTable } from '../actions/action.js';
import { JobCancelDocument, JobRetryDocument, type JobRowFragment } from '../graphql/documents.js';

export const jobActions: ActionTable<JobRowFragment> = {
  jobRetry: action(JobRetryDocument, (job: JobRowFragment) => ({ id: job.id }), { main: true }),
  jobCancel: action(JobCancelDocument, (job: JobRowFragment) => ({ id: job.id }), { ask: 'confirm', danger: true }),
};

export function isUnderWay({ state }: Pick<JobRowFragment, 'state'>): boolean {
  return state === 'ACTIVE' || state === 'WAITING' || state === 'DELAYED';
}
