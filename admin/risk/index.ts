import { lazyPage } from '../layout/lazy-page.js';

export const RiskCentre = lazyPage(() => import('./risk-centre.js'), 'RiskCentre');
