import icon from '@mui/icons-material/PeopleAltOutlined';
import type { ReaderRowFragment } from '../graphql/documents.js';
import { lazyPage } from '../layout/lazy-page.js';

export const readers = {
  list: lazyPage(() => import('./reader-list.js'), 'ReaderList'),
  show: lazyPage(() => import('./reader-show.js'), 'ReaderShow'),
  icon,
  recordRepresentation: (reader: ReaderRowFragment) => reader.externalId ?? `#${reader.no}`,
};
