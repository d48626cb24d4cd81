import icon from '@mui/icons-material/PaymentsOutlined';
import type { PayoutRowFragment } from '../graphql/documents.js';
import { lazyPage } from '../layout/lazy-page.js';

export const payouts = {
  list: lazyPage(() => import('./payout-list.js'), 'PayoutList'),
  show: lazyPage(() => import('./payout-show.js'), 'PayoutShow'),
  icon,
  recordRepresentation: (payout: PayoutRowFragment) => payout.code,
};
