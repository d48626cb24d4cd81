import type { IncomingHttpHeaders } from 'node:http';
import { isIP, type LookupFunction } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Agent, buildConnector, request as send } from 'undici';
import { failureOf, PartnerHttpError } from './failures.js';
import type { PartnerHttp, PartnerHttpRequest, PartnerHttpResponse } from './port.js';
import { AllowedHosts, bare, isPublicAddress, resolveByDns, resolveBySystem, type Resolve } from './public-address.js';

export interface PartnerHttpSenderOptions {
  /** PARTNER_HTTP_ALLOW. */
  allow: readonly string[];
  /** How names become addresses; tests play a name server with it. */
  resolve?: Resolve;
}

const decoders = { gzip: createGunzip, 'x-gzip': createGunzip, deflate: createInflate, br: createBrotliDecompress };
/** Compression makes incompressible bytes a little longer. */
const compressionOverhead = 65_536;

/**
 * Names are resolved and judged when the connection is made, and the
 * connection goes to the judged addresses: a name that answers differently the next time gains nothing. Redirects are
 * answers like others. Each host has connections of its own, as many as it needs: a slow partner holds up nobody.
 */
export class PartnerHttpSender implements PartnerHttp {
  private readonly allowed: AllowedHosts;
  private readonly agent: Agent;

  constructor({ allow, resolve = resolveByDns }: PartnerHttpSenderOptions) {
    this.allowed = new AllowedHosts(allow);
    this.agent = new Agent({ connect: guardedConnector(this.allowed, resolve), pipelining: 1, maxHeaderSize: 16_384 });
  }

  async send({ url, method, headers = {}, body, deadlineMs, maxBytes, signal }: PartnerHttpRequest): Promise<PartnerHttpResponse> {
    const target = this.checkedUrl(url);
    const expiry = AbortSignal.timeout(deadlineMs);
    let answered = false;
    try {
      const answer = await send(target, {
        method, body, dispatcher: this.agent, headers: { 'user-agent': 'tandem', 'accept-encoding': 'gzip, br', ...headers },
        signal: signal ? AbortSignal.any([expiry, signal]) : expiry,
      });
      answered = true;
      return { status: answer.statusCode, headers: answer.headers, body: await readBody(answer.body, answer.statusCode, answer.headers, maxBytes) };
    } catch (error) {
      throw failureOf(error, { answered, expired: expiry.aborted, cancelled: signal?.aborted ?? false });
    }
  }

  /** Ends the connections; what is under way fails. */
  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private checkedUrl(text: string): URL {
    if (!URL.canParse(text)) throw new PartnerHttpError('refused_url');
    const url = new URL(text);
    const safe = url.protocol === 'https:' || (url.protocol === 'http:' && this.allowed.has(url.hostname, Number(url.port || 80)));
    if (!safe || url.username || url.password) throw new PartnerHttpError('refused_url');
    return url;
  }
}

function guardedConnector(allowed: AllowedHosts, resolve: Resolve): buildConnector.connector {
  // Of several addresses all are tried for a while, not one alone for the whole time.
  const connectTo = (lookup: LookupFunction) => buildConnector({ timeout: 10_000, autoSelectFamily: true, lookup });
  const own = connectTo(lookupWith(resolveBySystem, () => true));
  const foreign = connectTo(lookupWith(resolve, isPublicAddress));
  return (options, callback) => {
    const host = bare(options.hostname);
    if (allowed.has(host, Number(options.port || (options.protocol === 'https:' ? 443 : 80)))) return own(options, callback);
    // A literal address is never looked up.
    if (isIP(host) && !isPublicAddress(host)) return callback(new PartnerHttpError('refused_address'), null);
    return foreign(options, callback);
  };
}

/** One address that is refused refuses the name: which of several is taken is the system's choice. */
function lookupWith(resolve: Resolve, isFine: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then((addresses) => {
      if (!addresses.length) throw new PartnerHttpError('unresolved');
      if (!addresses.every(isFine)) throw new PartnerHttpError('refused_address');
      const found = addresses.map((address) => ({ address, family: isIP(address) }));
      if (options.all) callback(null, found);
      else callback(null, found[0].address, found[0].family);
    }).catch((error: Error) => callback(error, []));
  };
}

async function readBody(body: Readable, status: number, headers: IncomingHttpHeaders, maxBytes: number): Promise<Buffer> {
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  // A body that is given up complains of that; its complaint is not the failure.
  body.on('error', () => {});
  const isPlain = encoding === 'identity' || status === 204 || status === 304 || headers['content-length'] === '0';
  if (!isPlain && !Object.hasOwn(decoders, encoding)) {
    body.destroy();
    throw new PartnerHttpError('bad_encoding');
  }
  const chunks: Buffer[] = [];
  const keep = async (source: AsyncIterable<Buffer>) => { for await (const chunk of source) chunks.push(chunk); };
  if (isPlain) await pipeline(body, atMost(maxBytes), keep);
  else await pipeline(body, atMost(maxBytes + compressionOverhead), decoders[encoding as keyof typeof decoders](), atMost(maxBytes), keep);
  return Buffer.concat(chunks);
}

/** Passes bytes on until they are too many: nothing is held that will not be kept. */
function atMost(maxBytes: number) {
  return async function* limited(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let size = 0;
    for await (const chunk of source) {
      size += chunk.length;
      if (size > maxBytes) throw new PartnerHttpError('too_large');
      yield chunk;
    }
  };
}
