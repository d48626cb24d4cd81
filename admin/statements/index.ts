import statementIcon from '@mui/icons-material/RequestQuoteOutlined';
import balanceIcon from '@mui/icons-material/AccountBalanceOutlined';
import type { StatementRowFragment } from '../graphql/documents.js';
import { lazyPage } from '../layout/lazy-page.js';

export const statements = {
  list: lazyPage(() => import('./statement-list.js'), 'StatementList'),
  show: lazyPage(() => import('./statement-show.js'), 'StatementShow'),
  icon: statementIcon,
  recordRepresentation: (statement: StatementRowFragment) => statement.code,
};

export const balances = { list: lazyPage(() => import('./balance-list.js'), 'BalanceList'), icon: balanceIcon };
