import icon from '@mui/icons-material/CampaignOutlined';
import type { CampaignRowFragment } from '../graphql/documents.js';
import { lazyPage } from '../layout/lazy-page.js';

export const campaigns = {
  list: lazyPage(() => import('./campaign-list.js'), 'CampaignList'),
  show: lazyPage(() => import('./campaign-show.js'), 'CampaignShow'),
  create: lazyPage(() => import('./campaign-form.js'), 'CampaignCreate'),
  edit: lazyPage(() => import('./campaign-form.js'), 'CampaignEdit'),
  icon,
  recordRepresentation: (campaign: CampaignRowFragment) => campaign.name,
};
