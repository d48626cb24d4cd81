import icon from '@mui/icons-material/ModelTrainingOutlined';
import type { ModelRunRowFragment } from '../graphql/documents.js';
import { lazyPage } from '../layout/lazy-page.js';

export const modelRuns = {
  list: lazyPage(() => import('./model-run-list.js'), 'ModelRunList'),
  show: lazyPage(() => import('./model-run-show.js'), 'ModelRunShow'),
  icon,
  recordRepresentation: (run: ModelRunRowFragment) => run.code,
};
