import icon from '@mui/icons-material/PendingActionsOutlined';
import type { JobRowFragment } from '../graphql/documents.js';
import { lazyPage } from '../layout/lazy-page.js';

export const jobs = {
  list: lazyPage(() => import('./job-list.js'), 'JobList'),
  show: lazyPage(() => import('./job-show.js'), 'JobShow'),
  icon,
  recordRepresentation: (job: JobRowFragment) => job.name,
};
