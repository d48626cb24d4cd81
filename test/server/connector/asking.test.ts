import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { PartnerHttpSender } from '../../../server/adapters/partner-http/partner-http-sender.js';
import { Asking, type CalledEnd } from '../../../server/connector/asking.js';
import { askBidders, type BidRequest } from '../../../server/connector/bidder.js';
import type { Outcome } from '../../../server/connector/health-rules.js';
import { rank } from '../../../server/connector/recommender.js';
import { openReferencePartner, type ReferencePartner } from '../../reference-partner/reference-partner.js';

const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const http = new PartnerHttpSender({ allow: ['127.0.0.1'] });
const counted: { id: string; outcome: Outcome }[] = [];
const asking = new Asking(http, { secretOf: async () => secret } as never, (id, outcome) => counted.push({ id, outcome }), () => new Date());
let partner: ReferencePartner;
const servers: Server[] = [];
beforeAll(async () => { partner = await openReferencePartner({ secret }); });
beforeEach(() => { counted.length = 0; partner.plant([]); });
afterAll(async () => {
  await partner.close();
  await http.close();
  await Promise.all(servers.map((one) => new Promise((done) => { one.closeAllConnections(); one.close(done); })));
});

const end = (baseUrl: string, id = 'c1'): CalledEnd => ({ id, partnerId: `partner of ${id}`, secretNumber: 1, baseUrl });
const candidates = Array.from({ length: 30 }, (_, n) => `content ${n}`);
const question = { id: 'q', candidates, context: {}, k: 5, deadlineMs: 1_000 };
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a recommender', () => {
  test('ranks', async () => {
    const ranking = await rank(asking, end(partner.addressOf('recommender')), question);
    expect(ranking).toMatchObject({ modelVersion: 'sha256-1', items: { length: 5 } });
    expect(counted).toEqual([{ id: 'c1', outcome: 'answered' }]);
  });

  test.each([['rank-foreign', 'invalid'], ['rank-twice', 'invalid'], ['rank-too-many', 'invalid'], ['rank-no-score', 'invalid'], ['rank-no-version', 'invalid'], ['rank-truncates', 'invalid']] as const)('%s is no ranking', async (defect, outcome) => {
    partner.plant([defect]);
    expect(await rank(asking, end(partner.addressOf('recommender')), question)).toBeNull();
    expect(counted).toEqual([{ id: 'c1', outcome }]);
  });

  test('late, gone and foreign are told apart', async () => {
    const slow = await serve(() => undefined);
    const angry = await serve((_request, response) => void response.writeHead(503).end());
    expect(await rank(asking, end(slow, 'slow'), { ...question, deadlineMs: 50 })).toBeNull();
    expect(await rank(asking, end('http://127.0.0.1:1', 'gone'), question)).toBeNull();
    expect(await rank(asking, end('http://169.254.169.254', 'inner'), question)).toBeNull();
    expect(await rank(asking, end(angry, 'angry'), question)).toBeNull();
    expect(counted).toEqual([{ id: 'slow', outcome: 'late' }, { id: 'gone', outcome: 'unreachable' }, { id: 'inner', outcome: 'unreachable' }, { id: 'angry', outcome: 'refused' }]);
  });

  test('more than may be asked is our own fault, and not asked', () => {
    expect(() => rank(asking, end('http://127.0.0.1:1'), { ...question, k: 101 })).toThrow(RangeError);
    expect(() => rank(asking, end('http://127.0.0.1:1'), { ...question, candidates: Array.from({ length: 1001 }, String) })).toThrow(RangeError);
    expect(counted).toEqual([]);
  });

  it('P15: whatever comes back, what is taken is among the candidates, once each, at most k, in time; each call counted once', async () => {
    let script: { status: number; body: string; afterMs: number; isCut: boolean } = { status: 200, body: '', afterMs: 0, isCut: false };
    const url = await serve((_request, response) => setTimeout(() => {
      if (script.isCut) { response.writeHead(script.status, { 'content-length': script.body.length + 10 }); response.write(script.body, () => response.destroy()); return; }
      response.writeHead(script.status).end(script.body);
    }, script.afterMs));
    const item = fc.record({ id: fc.oneof(fc.constantFrom(...candidates.slice(0, 8)), fc.constantFrom('other', 7, null)), score: fc.oneof(fc.double(), fc.constantFrom(null, '1')) });
    const body = fc.oneof(
      { weight: 5, arbitrary: fc.record({ items: fc.oneof(fc.uniqueArray(item, { maxLength: 7, selector: ({ id }) => id }), fc.array(item, { maxLength: 7 }), fc.constant(null)), modelVersion: fc.constantFrom('1', '', 7) }).map((json) => JSON.stringify(json)) },
      { weight: 1, arbitrary: fc.oneof(fc.json(), fc.string()) });
    await fc.assert(fc.asyncProperty(body, fc.constantFrom(200, 200, 200, 204, 302, 500), fc.constantFrom(0, 0, 0, 400), fc.boolean(), async (text, status, afterMs, isCut) => {
      script = { status, body: status === 204 ? '' : text, afterMs, isCut: isCut && status !== 204 };
      counted.length = 0;
      const ranking = await rank(asking, end(url), { ...question, deadlineMs: 100 });
      expect(counted).toHaveLength(1);
      expect(counted[0].outcome === 'answered').toBe(ranking !== null);
      if (!ranking) return;
      const names = ranking.items.map(({ id }) => id);
      expect(names.length).toBeLessThanOrEqual(5);
      expect(new Set(names).size).toBe(names.length);
      expect(names.filter((name) => !candidates.includes(name))).toEqual([]);
      expect(afterMs).toBe(0);
    }), { numRuns: 60 });
  });
});

describe('bidders', () => {
  const request: BidRequest = { id: 'r1', slots: [{ id: 'feed', bidFloor: 10 }], currency: 'CNY', deadlineMs: 500, blockedAdvertisers: [], blockedCategories: [] };
  const bidder = () => end(partner.addressOf('ad_delivery'), 'bidder');

  test('bid a price, a title and a link', async () => {
    expect(await askBidders(asking, [bidder()], request)).toEqual([{
      connectorId: 'bidder', partnerId: 'partner of bidder', bidId: 'bid-0', slotId: 'feed', price: 120, creativeId: 'creative-1', advertisers: ['books.example'], title: 'A book a week', link: 'https://books.example/weekly', billingUrl: null, expiresSeconds: 60,
    }]);
  });

  test('not bidding is a good answer', async () => {
    expect(await askBidders(asking, [bidder()], { ...request, slots: [{ id: 'feed', bidFloor: 1_000 }] })).toEqual([]);
    expect(await askBidders(asking, [bidder()], { ...request, blockedAdvertisers: ['books.example'] })).toEqual([]);
    expect(counted.map(({ outcome }) => outcome)).toEqual(['answered', 'answered']);
  });

  test.each(['bid-below-floor', 'bid-other-slot', 'bid-other-currency', 'bid-twice', 'bid-other-id', 'bid-native-banner', 'bid-no-creative'] as const)('%s is no bid', async (defect) => {
    partner.plant([defect]);
    expect(await askBidders(asking, [bidder()], request)).toEqual([]);
    expect(counted).toEqual([{ id: 'bidder', outcome: 'invalid' }]);
  });

  test('P17: one that hangs, one that shouts and one that is gone change nothing of what the good one gets', async () => {
    const hangs = await serve(() => undefined);
    const shouts = await serve((_request, response) => void response.writeHead(200).end('x'.repeat(1_000_000)));
    const alone = await askBidders(asking, [bidder()], request);
    const among = await askBidders(asking, [end(hangs, 'hangs'), end(shouts, 'shouts'), bidder(), end('http://127.0.0.1:1', 'gone')], { ...request, deadlineMs: 300 });
    expect(among).toEqual(alone);
    expect(counted.slice(1).sort((one, other) => one.id.localeCompare(other.id))).toEqual([{ id: 'bidder', outcome: 'answered' }, { id: 'gone', outcome: 'unreachable' }, { id: 'hangs', outcome: 'late' }, { id: 'shouts', outcome: 'invalid' }]);
  });
});
