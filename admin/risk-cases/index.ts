import icon from '@mui/icons-material/GppMaybeOutlined';
import type { RiskCaseRowFragment } from '../graphql/documents.js';
import { lazyPage } from '../layout/lazy-page.js';

export const riskCases = {
  list: lazyPage(() => import('./risk-case-list.js'), 'RiskCaseList'),
  show: lazyPage(() => import('./risk-case-show.js'), 'RiskCaseShow'),
  create: lazyPage(() => import('./risk-case-create.js'), 'RiskCaseCreate'),
  icon,
  recordRepresentation: ({ code }: RiskCaseRowFragment) => code,
};
