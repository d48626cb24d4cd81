import icon from '@mui/icons-material/KeyOutlined';
import type { ApiKeyRowFragment } from '../graphql/documents.js';
import { lazyPage } from '../layout/lazy-page.js';

export const apiKeys = { list: lazyPage(() => import('./api-key-list.js'), 'ApiKeyList'), icon, recordRepresentation: (key: ApiKeyRowFragment) => key.name };
