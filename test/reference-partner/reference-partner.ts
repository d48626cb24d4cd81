import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bidding } from './bidding.js';
import { contentFeed } from './content-feed.js';
import type { Defect } from './defects.js';
import { Messages } from './messages.js';
import { ranking } from './ranking.js';
import { parsed, Refusal, type PartnerAnswer, type PartnerRequest } from './refusal.js';
import { requireSignature } from './signatures.js';

/** What it declares of each interface: everything that there is. */
export const declared = {
  content_feed: ['conditional', 'cursors', 'rights', 'tombstones'],
  recommender: ['context', 'repeatable'],
  ad_delivery: ['blocking', 'native', 'test_mode'],
  webhook: ['receipts'],
} as const;
export type Interface = keyof typeof declared;

/** The build that it says it is; a real partner takes the digest of what it deploys. */
export const buildDigest = 'ab'.repeat(32);

export interface ReferencePartner {
  /** Address of one interface: what a connector is configured with. */
  addressOf(kind: Interface): string;
  /** Other defects from now on. */
  plant(defects: readonly Defect[]): void;
  close(): Promise<void>;
}

/** A partner that speaks all four interfaces as the scenarios specify them, but for the defects that are planted. Port 0: any free one. */
export async function openReferencePartner({ secret, port = 0, defects = [] }: { secret: string; port?: number; defects?: readonly Defect[] }): Promise<ReferencePartner> {
  const planted = new Set<Defect>(defects);
  const has = (defect: Defect) => planted.has(defect);
  const messages = new Messages();
  const server = createServer((incoming, outgoing) => void handle(incoming, outgoing));
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const url = new URL(incoming.url ?? '/', origin);
    const request: PartnerRequest = { method: incoming.method ?? 'GET', path: url.pathname, query: url.searchParams, headers: incoming.headers as PartnerRequest['headers'], body: Buffer.concat(chunks).toString('utf8') };
    let reply: PartnerAnswer;
    try {
      reply = route(request);
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal(500, 'fault');
      const status = refusal.code === 'bad_request' && has('crashes-on-bad-json') ? 500 : refusal.status;
      reply = { status, json: has('refuses-silently') ? {} : { error: { code: refusal.code } } };
    }
    if (reply.afterMs) await new Promise((done) => setTimeout(done, reply.afterMs));
    const text = reply.json === undefined ? '' : JSON.stringify(reply.json);
    outgoing.writeHead(reply.status, { ...(text && { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }), ...reply.headers });
    if (!reply.isCut) return void outgoing.end(text);
    outgoing.write(text.slice(0, text.length / 2), () => outgoing.destroy());
  }

  function route(request: PartnerRequest): PartnerAnswer {
    const [, kind, ...rest] = request.path.split('/');
    if (!Object.hasOwn(declared, kind)) throw new Refusal(404, 'not_found');
    const called = `${request.method} /${rest.join('/')}`;
    const signed = (work: () => PartnerAnswer) => {
      requireSignature(request, secret, has);
      parsed(request.body);
      return work();
    };
    if (called === 'GET /health') return health(kind as Interface, has);
    if (called === 'GET /feed' && kind === 'content_feed') return contentFeed(request, has, origin);
    if (called === 'POST /rank' && kind === 'recommender') return signed(() => ranking(request, has));
    if (called === 'POST /openrtb2/auction' && kind === 'ad_delivery') return signed(() => bidding(request, has));
    if (called === 'POST /webhooks' && kind === 'webhook') return signed(() => messages.take(request, has));
    if (called.startsWith('GET /webhooks/receipts/') && kind === 'webhook') return messages.receipt(rest[2]);
    if (has('soft-404')) return { status: 200, json: {} };
    throw new Refusal(404, 'not_found');
  }

  return {
    addressOf: (kind) => `${origin}/${kind}`,
    plant: (next) => {
      planted.clear();
      for (const defect of next) planted.add(defect);
    },
    close: () => new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    }),
  };
}

function health(kind: Interface, has: (defect: Defect) => boolean): PartnerAnswer {
  const capabilities = has('forgets-capability') ? declared[kind].slice(1) : declared[kind];
  return { status: 200, json: { status: has('sick') ? 'degraded' : 'ok', profile: '1.0', build: has('wrong-build') ? 'cd'.repeat(32) : buildDigest, capabilities } };
}
