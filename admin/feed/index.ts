import { lazyPage } from '../layout/lazy-page.js';

export const FeedInspector = lazyPage(() => import('./feed-inspector.js'), 'FeedInspector');
