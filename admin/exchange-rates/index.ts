import icon from '@mui/icons-material/CurrencyExchangeOutlined';
import type { ExchangeRateRowFragment } from '../graphql/documents.js';
import { lazyPage } from '../layout/lazy-page.js';

export const exchangeRates = {
  list: lazyPage(() => import('./exchange-rate-list.js'), 'ExchangeRateList'),
  create: lazyPage(() => import('./exchange-rate-create.js'), 'ExchangeRateCreate'),
  icon,
  recordRepresentation: ({ source, target }: ExchangeRateRowFragment) => `${source} → ${target}`,
};
