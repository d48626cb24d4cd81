import icon from '@mui/icons-material/HistoryOutlined';
import { lazyPage } from '../layout/lazy-page.js';

export const audit = { list: lazyPage(() => import('./audit-list.js'), 'AuditList'), icon };
