import { lazyPage } from '../layout/lazy-page.js';

export const Dashboard = lazyPage(() => import('./dashboard.js'), 'Dashboard');
