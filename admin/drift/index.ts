import { lazyPage } from '../layout/lazy-page.js';

export const DriftPage = lazyPage(() => import('./drift-page.js'), 'DriftPage');
