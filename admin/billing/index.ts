import offerIcon from '@mui/icons-material/SellOutlined';
import orderIcon from '@mui/icons-material/ReceiptLongOutlined';
import type { OfferRowFragment, OrderRowFragment } from '../graphql/documents.js';
import { lazyPage } from '../layout/lazy-page.js';

export const offers = {
  list: lazyPage(() => import('./offer-list.js'), 'OfferList'),
  icon: offerIcon,
  recordRepresentation: (offer: OfferRowFragment) => offer.title,
};

export const orders = {
  list: lazyPage(() => import('./order-list.js'), 'OrderList'),
  show: lazyPage(() => import('./order-show.js'), 'OrderShow'),
  icon: orderIcon,
  recordRepresentation: (order: OrderRowFragment) => order.code,
};
