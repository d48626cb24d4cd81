import icon from '@mui/icons-material/HandshakeOutlined';
import type { ContractRowFragment } from '../graphql/documents.js';
import { lazyPage } from '../layout/lazy-page.js';

export const contracts = {
  list: lazyPage(() => import('./contract-list.js'), 'ContractList'),
  show: lazyPage(() => import('./contract-show.js'), 'ContractShow'),
  create: lazyPage(() => import('./contract-create.js'), 'ContractCreate'),
  icon,
  recordRepresentation: (contract: ContractRowFragment) => contract.title,
};

export const ContractBoard = lazyPage(() => import('./contract-board.js'), 'ContractBoard');
export const ContractTerms = lazyPage(() => import('./contract-terms.js'), 'ContractTerms');
