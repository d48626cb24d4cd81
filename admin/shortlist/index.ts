import { lazyPage } from '../layout/lazy-page.js';

export const ShortlistPage = lazyPage(() => import('./shortlist-page.js'), 'ShortlistPage');
