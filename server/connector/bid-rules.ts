/** A reason of OpenRTB's list "Loss reason codes" or, from 500 on, of our own; what an exchange tells a bidder that it did not take. */
export const noBidReasons = {
  not_asked: { code: 2, words: 'the answer is to another request' },
  invalid: { code: 3, words: 'the answer is not of OpenRTB 2.6' },
  unknown_slot: { code: 6, words: 'a bid is for a slot that was not offered' },
  below_floor: { code: 100, words: 'a bid is below the floor' },
  blocked_advertiser: { code: 209, words: 'an advertiser is blocked' },
  blocked_category: { code: 210, words: 'a category is blocked' },
  no_creative: { code: 200, words: 'a bid has no creative, no id of it or no advertiser' },
  currency: { code: 501, words: 'the currency was not asked for' },
  two_bids: { code: 502, words: 'two bids are for the same slot' },
} as const;
export type NoBidReason = keyof typeof noBidReasons;

export interface BidFault {
  readonly reason: NoBidReason;
  readonly words: string;
}

// oxlint-disable-next-line typescript/no-explicit-any -- a stranger's JSON: every use checks what it finds
type Json = any;
const array = (value: Json): Json[] => (Array.isArray(value) ? value : []);
const fault = (reason: NoBidReason): BidFault => ({ reason, words: noBidReasons[reason].words });

/** Undefined: every bid of the answer may be taken. An answer without bids is a fault here: who does not bid says 204. */
export function bidFault(request: Json, response: Json): BidFault | undefined {
  if (response === null || typeof response !== 'object' || !Array.isArray(response.seatbid)) return fault('invalid');
  if (response.id !== request?.id) return fault('not_asked');
  if (!array(request?.cur).includes(response.cur ?? 'USD')) return fault('currency');
  const bids = array(response.seatbid).flatMap((seat) => array(seat?.bid));
  if (bids.length === 0) return fault('invalid');
  const slots = new Map(array(request?.imp).map((imp) => [imp.id, imp]));
  const taken = new Set<unknown>();
  for (const bid of bids) {
    const slot = slots.get(bid?.impid);
    if (!slot) return fault('unknown_slot');
    if (taken.has(bid.impid)) return fault('two_bids');
    taken.add(bid.impid);
    const found = oneBidFault(request, slot, bid);
    if (found) return fault(found);
  }
  return undefined;
}

function oneBidFault(request: Json, slot: Json, bid: Json): NoBidReason | undefined {
  if (typeof bid.id !== 'string' || typeof bid.price !== 'number' || !Number.isFinite(bid.price) || bid.price <= 0) return 'invalid';
  if (bid.price < (slot.bidfloor ?? 0)) return 'below_floor';
  const advertisers = array(bid.adomain);
  if (typeof bid.crid !== 'string' || bid.crid === '' || typeof bid.adm !== 'string' || bid.adm === '' || !advertisers.every((name) => typeof name === 'string') || advertisers.length === 0) return 'no_creative';
  const blocked = new Set(array(request.badv).map((name) => String(name).toLowerCase()));
  if (advertisers.some((name: string) => blocked.has(name.toLowerCase()))) return 'blocked_advertiser';
  return array(bid.cat).some((category) => array(request.bcat).includes(category)) ? 'blocked_category' : undefined;
}
