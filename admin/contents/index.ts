import icon from '@mui/icons-material/ArticleOutlined';
import type { ContentRowFragment } from '../graphql/documents.js';
import { lazyPage } from '../layout/lazy-page.js';

export const contents = {
  list: lazyPage(() => import('./content-list.js'), 'ContentList'),
  show: lazyPage(() => import('./content-show.js'), 'ContentShow'),
  create: lazyPage(() => import('./content-form.js'), 'ContentCreate'),
  edit: lazyPage(() => import('./content-form.js'), 'ContentEdit'),
  icon,
  recordRepresentation: (content: ContentRowFragment) => content.title,
};
