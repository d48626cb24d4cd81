import type { Defect } from './defects.js';
import { parsed, Refusal, type PartnerAnswer, type PartnerRequest } from './refusal.js';

interface Slot { id: string; bidfloor?: number; native?: unknown }
const PRICE = 120;
const ADVERTISER = 'books.example';
const CATEGORY = '223';

/** OpenRTB 2.6: one advertiser, who pays the same for every slot, or does not bid. */
export function bidding({ body }: PartnerRequest, has: (defect: Defect) => boolean): PartnerAnswer {
  const request = parsed(body) as { id?: string; imp?: Slot[]; cur?: string[]; badv?: string[]; bcat?: string[]; tmax?: number; test?: number };
  const slots = Array.isArray(request.imp) ? request.imp : [];
  if (typeof request.id !== 'string' || (slots.length === 0 && !has('bid-takes-nothing'))) throw new Refusal(400, 'bad_request');
  const isBlocked = !has('bid-blocked') && (request.badv?.includes(ADVERTISER) || request.bcat?.includes(CATEGORY));
  const speaksMoney = request.cur?.includes('CNY') || has('bid-other-currency');
  const wanted = slots.filter(({ bidfloor = 0 }) => has('bid-always') || bidfloor <= PRICE);
  const afterMs = has('bid-late') ? (request.tmax ?? 0) + 100 : 0;
  if (isBlocked || !speaksMoney || wanted.length === 0) {
    return has('bid-empty-200') ? { status: 200, json: { id: request.id, seatbid: [] }, afterMs } : { status: 204, afterMs };
  }
  const bids = wanted.map((slot, at) => ({
    id: `bid-${at}`, impid: has('bid-other-slot') ? 'slot-of-my-own' : slot.id, price: has('bid-below-floor') ? (slot.bidfloor ?? 0) / 2 : PRICE,
    crid: 'creative-1', adomain: [ADVERTISER], cat: [CATEGORY], exp: 60, ...(!has('bid-no-creative') && { adm: creative(slot, has) }),
  }));
  return {
    status: 200, afterMs, headers: { 'x-openrtb-version': '2.6' },
    json: {
      id: has('bid-other-id') ? 'another' : request.id, cur: has('bid-other-currency') ? 'EUR' : 'CNY', seatbid: [{ seat: 'reference', bid: has('bid-twice') ? [...bids, ...bids] : bids }],
      ...(request.test === 1 && !has('bid-forgets-test') && { ext: { test: 1 } }),
    },
  };
}

function creative(slot: Slot, has: (defect: Defect) => boolean): string {
  return slot.native && !has('bid-native-banner') ? JSON.stringify({ native: { assets: [{ id: 1, title: { text: 'A book a week' } }], link: { url: 'https://books.example/weekly' } } }) : '<a href="https://books.example">A book a week</a>';
}
