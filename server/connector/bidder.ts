import { InvalidAnswer, type Asking, type CalledEnd } from './asking.js';
import { bidFault } from './bid-rules.js';

const MOST_BYTES = 131_072;

export interface BidSlot {
  readonly id: string;
  /** Price per thousand impressions below which nothing is sold, whole units of the currency. */
  readonly bidFloor: number;
}

export interface BidRequest {
  readonly id: string;
  readonly slots: readonly BidSlot[];
  /** ISO 4217. */
  readonly currency: string;
  readonly deadlineMs: number;
  readonly blockedAdvertisers: readonly string[];
  readonly blockedCategories: readonly string[];
  /** Nothing is shown and nothing is owed. */
  readonly isTest?: boolean;
}

export interface Bid {
  readonly connectorId: string;
  readonly partnerId: string;
  readonly bidId: string;
  readonly slotId: string;
  /** Per thousand impressions, whole units of the request's currency; at least the floor. */
  readonly price: number;
  readonly creativeId: string;
  readonly advertisers: readonly string[];
  readonly title: string;
  /** Where a click leads, https only. */
  readonly link: string | null;
  /** Called once when the impression counts; https only. */
  readonly billingUrl: string | null;
  /** Seconds until the offer is void. */
  readonly expiresSeconds: number;
}

/** Bids of every end that answered in time and in order; one that is late or wrong is as if it had not bid, and is counted. */
export async function askBidders(asking: Asking, ends: readonly CalledEnd[], request: BidRequest): Promise<Bid[]> {
  const answers = await Promise.all(ends.map((end) => askBidder(asking, end, request)));
  return answers.flatMap((bids) => bids ?? []);
}

/** null: no answer that can be used came in time. Not to bid is a good answer, without bids. */
export function askBidder(asking: Asking, end: CalledEnd, request: BidRequest): Promise<Bid[] | null> {
  const body = openRtb(request);
  return asking.ask(end, {
    path: '/openrtb2/auction', headers: { 'x-openrtb-version': '2.6' }, body, deadlineMs: request.deadlineMs, maxBytes: MOST_BYTES, read: (status, json) => bidsOf(status, json, body, end),
  });
}

/** OpenRTB 2.6 §3.2: first price (at = 1), native slots with a title and a link. */
export function openRtb({ id, slots, currency, deadlineMs, blockedAdvertisers, blockedCategories, isTest = false }: BidRequest): object {
  return {
    id, at: 1, tmax: deadlineMs, cur: [currency], site: { id: 'tandem' }, badv: blockedAdvertisers, bcat: blockedCategories, ...(isTest && { test: 1 }),
    imp: slots.map(({ id: slot, bidFloor }) => ({ id: slot, bidfloor: bidFloor, bidfloorcur: currency, secure: 1, native: { ver: '1.2', request: JSON.stringify({ native: { ver: '1.2', assets: [{ id: 1, required: 1, title: { len: 90 } }] } }) } })),
  };
}

interface WireBid { id: string; impid: string; price: number; crid: string; adomain: string[]; adm: string; burl?: unknown; exp?: unknown }

function bidsOf(status: number, json: unknown, request: object, end: CalledEnd): Bid[] {
  if (status === 204) return [];
  const fault = bidFault(request, json);
  if (fault) throw new InvalidAnswer(fault.words);
  return (json as { seatbid: { bid?: WireBid[] }[] }).seatbid.flatMap(({ bid = [] }) => bid).map((bid) => ({
    connectorId: end.id, partnerId: end.partnerId, bidId: bid.id, slotId: bid.impid, price: bid.price, creativeId: bid.crid, advertisers: bid.adomain, ...creativeOf(bid.adm),
    billingUrl: httpsUrl(bid.burl), expiresSeconds: typeof bid.exp === 'number' && bid.exp > 0 ? Math.min(bid.exp, 3600) : 300,
  }));
}

/** OpenRTB Native 1.2 §5: a title within what was asked for, and where it leads. What is no native answer is invalid: no markup of a stranger is shown. */
function creativeOf(adm: string): { title: string; link: string | null } {
  const native = (JSON.parse(adm) as { native?: { assets?: { title?: { text?: unknown } }[]; link?: { url?: unknown } } } | null)?.native;
  const title = Array.isArray(native?.assets) ? native.assets.find((asset) => typeof asset?.title?.text === 'string')?.title?.text : undefined;
  if (typeof title !== 'string' || title.trim() === '' || title.length > 200) throw new InvalidAnswer('the creative has no title');
  return { title: title.trim(), link: httpsUrl(native?.link?.url) };
}

function httpsUrl(value: unknown): string | null {
  return typeof value === 'string' && value.length <= 2_000 && URL.canParse(value) && new URL(value).protocol === 'https:' ? value : null;
}
