import icon from '@mui/icons-material/CorporateFareOutlined';
import type { PartnerRowFragment } from '../graphql/documents.js';
import { lazyPage } from '../layout/lazy-page.js';

export const partners = {
  list: lazyPage(() => import('./partner-list.js'), 'PartnerList'),
  show: lazyPage(() => import('./partner-show.js'), 'PartnerShow'),
  create: lazyPage(() => import('./partner-form.js'), 'PartnerCreate'),
  edit: lazyPage(() => import('./partner-form.js'), 'PartnerEdit'),
  icon,
  recordRepresentation: (partner: PartnerRowFragment) => partner.name,
};
