import icon from '@mui/icons-material/ManageAccountsOutlined';
import type { AccountRowFragment } from '../graphql/documents.js';
import { lazyPage } from '../layout/lazy-page.js';

export const accounts = {
  list: lazyPage(() => import('./account-list.js'), 'AccountList'),
  show: lazyPage(() => import('./account-show.js'), 'AccountShow'),
  create: lazyPage(() => import('./account-create.js'), 'AccountCreate'),
  icon,
  recordRepresentation: (account: AccountRowFragment) => account.displayName,
};
