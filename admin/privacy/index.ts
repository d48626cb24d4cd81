import { lazyPage } from '../layout/lazy-page.js';

export const PrivacyPage = lazyPage(() => import('./privacy-page.js'), 'PrivacyPage');
