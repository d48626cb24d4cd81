import icon from '@mui/icons-material/CableOutlined';
import type { ConnectorRowFragment } from '../graphql/documents.js';
import { lazyPage } from '../layout/lazy-page.js';

export const connectors = {
  list: lazyPage(() => import('./connector-list.js'), 'ConnectorList'),
  show: lazyPage(() => import('./connector-show.js'), 'ConnectorShow'),
  create: lazyPage(() => import('./connector-create.js'), 'ConnectorCreate'),
  icon,
  recordRepresentation: (connector: ConnectorRowFragment) => connector.name,
};
