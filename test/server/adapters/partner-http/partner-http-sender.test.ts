import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { PartnerHttpError, type PartnerHttpFailure } from '../../../../server/adapters/partner-http/failures.js';
import { PartnerHttpSender } from '../../../../server/adapters/partner-http/partner-http-sender.js';
import { expectStatus, retryAfterSeconds, type PartnerHttpRequest } from '../../../../server/adapters/partner-http/port.js';

const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => { sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket))); });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  opened.push(() => new Promise((done) => { server.close(done); for (const socket of sockets) socket.destroy(); }));
  return (server.address() as AddressInfo).port;
}

const http = (listener: RequestListener) => listen(createServer(listener));
/** Raw bytes for each request, however wrong. */
const raw = (answer: (socket: Socket) => void) => listen(createTcpServer((socket) => socket.once('data', () => answer(socket))));

function client(options: Partial<ConstructorParameters<typeof PartnerHttpSender>[0]> = {}): PartnerHttpSender {
  const made = new PartnerHttpSender({ allow: ['127.0.0.1'], ...options });
  opened.push(() => made.close());
  return made;
}

const get = (port: number, more: Partial<PartnerHttpRequest> = {}) =>
  client().send({ url: `http://127.0.0.1:${port}/`, method: 'GET', deadlineMs: 5_000, maxBytes: 1_000_000, ...more });
const failing = async (work: Promise<unknown>): Promise<PartnerHttpFailure> => {
  const error: unknown = await work.then(() => undefined, (reason: unknown) => reason);
  if (!(error instanceof PartnerHttpError)) throw new Error(`a PartnerHttpError was expected: ${String(error)}`);
  return error.kind;
};

describe('an exchange', () => {
  test('sends method, headers and body, and answers every status with headers and body', async () => {
    const port = await http(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      response.writeHead(418, { 'X-Seen': `${request.method} ${request.url} ${request.headers['x-own']}` }).end(Buffer.concat(chunks));
    });
    const answer = await client().send({ url: `http://127.0.0.1:${port}/a?b=1`, method: 'POST', headers: { 'x-own': 'yes' }, body: Buffer.from('内容'), deadlineMs: 5_000, maxBytes: 100 });
    expect({ status: answer.status, seen: answer.headers['x-seen'], body: answer.body.toString() }).toEqual({ status: 418, seen: 'POST /a?b=1 yes', body: '内容' });
  });

  test('does not follow a redirect', async () => {
    let asked = 0;
    const port = await http((_request, response) => { asked += 1; response.writeHead(302, { location: '/secret' }).end(); });
    expect(await get(port)).toMatchObject({ status: 302, headers: { location: '/secret' } });
    expect(asked).toBe(1);
  });

  test.each([['gzip', gzipSync], ['br', brotliCompressSync]] as const)('opens %s', async (encoding, compress) => {
    const port = await http((_request, response) => response.setHeader('content-encoding', encoding).end(compress(Buffer.from('x'.repeat(5_000)))));
    expect((await get(port)).body.toString()).toBe('x'.repeat(5_000));
  });

  test('an answer without a body may name an encoding', async () => {
    const port = await http((_request, response) => response.writeHead(304, { 'content-encoding': 'gzip', etag: '"1"' }).end());
    expect(await get(port)).toMatchObject({ status: 304, headers: { etag: '"1"' }, body: Buffer.alloc(0) });
  });

  test('partners do not wait for each other, nor requests to one that is slow', async () => {
    const stuck = await http(() => {});
    const quick = await http((_request, response) => response.end('here'));
    const sender = client();
    const request = (port: number, deadlineMs: number) => sender.send({ url: `http://127.0.0.1:${port}/`, method: 'GET', deadlineMs, maxBytes: 100 });
    const waiting = Array.from({ length: 50 }, () => failing(request(stuck, 1_500)));
    const started = performance.now();
    expect((await request(quick, 1_000)).body.toString()).toBe('here');
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['timeout']));
  });
});

describe('limits', () => {
  test('a deadline holds for the whole exchange: no answer, and one that drips', async () => {
    const silent = await http(() => {});
    const dripping = await raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n');
      const timer = setInterval(() => socket.write('x'), 20);
      socket.on('close', () => clearInterval(timer));
    });
    const headers = await raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const timer = setInterval(() => socket.write('x-a: b\r\n'), 20);
      socket.on('close', () => clearInterval(timer));
    });
    for (const port of [silent, dripping, headers]) {
      const started = performance.now();
      expect(await failing(get(port, { deadlineMs: 200 }))).toBe('timeout');
      expect(performance.now() - started).toBeLessThan(2_000);
    }
  });

  test('a body without end is left soon after the limit', async () => {
    let sent = 0;
    const port = await http((_request, response) => {
      const more = () => { while (!response.destroyed && response.write(Buffer.alloc(65_536))) sent += 65_536; };
      response.on('drain', more);
      more();
    });
    expect(await failing(get(port, { maxBytes: 100_000 }))).toBe('too_large');
    expect(sent).toBeLessThan(20_000_000);
  });

  test('what unpacks to more than the limit is refused, though it is small', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const port = await http((_request, response) => response.setHeader('content-encoding', 'gzip').end(bomb));
    expect(bomb.length).toBeLessThan(60_000);
    expect(await failing(get(port, { maxBytes: 100_000 }))).toBe('too_large');
  });

  test('exactly the limit passes, one byte more does not', async () => {
    const port = await http((request, response) => response.end(Buffer.alloc(Number(request.headers['x-bytes']))));
    expect((await get(port, { maxBytes: 1000, headers: { 'x-bytes': '1000' } })).body).toHaveLength(1000);
    expect(await failing(get(port, { maxBytes: 1000, headers: { 'x-bytes': '1001' } }))).toBe('too_large');
  });

  test('a caller may give up', async () => {
    const port = await http(() => {});
    expect(await failing(get(port, { signal: AbortSignal.timeout(50) }))).toBe('cancelled');
  });
});

describe('a broken answer', () => {
  const gzipped = gzipSync(Buffer.from('x'.repeat(5_000)));
  test.each<[string, PartnerHttpFailure, string | Buffer]>([
    ['shorter than its length', 'truncated', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc'],
    ['chunks without the last', 'truncated', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n'],
    ['half a gzip file', 'truncated', Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${gzipped.length - 9}\r\n\r\n`), gzipped.subarray(0, -9)])],
    ['no gzip file', 'bad_encoding', 'HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 3\r\n\r\nabc'],
    ['no brotli', 'bad_encoding', 'HTTP/1.1 200 OK\r\ncontent-encoding: br\r\ncontent-length: 60\r\n\r\n' + 'z'.repeat(60)],
    ['an unknown encoding', 'bad_encoding', 'HTTP/1.1 200 OK\r\ncontent-encoding: zip\r\ncontent-length: 3\r\n\r\nabc'],
    ['two encodings', 'bad_encoding', 'HTTP/1.1 200 OK\r\ncontent-encoding: gzip, br\r\ncontent-length: 3\r\n\r\nabc'],
    ['no HTTP', 'bad_protocol', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['headers without end', 'too_large', `HTTP/1.1 200 OK\r\nx-long: ${'x'.repeat(40_000)}\r\n\r\n`],
    ['nothing', 'connection', ''],
  ])('%s: %s', async (_what, kind, bytes) => {
    const port = await raw((socket) => socket.end(bytes));
    expect(await failing(get(port))).toBe(kind);
  });

  test('nobody listens', async () => {
    const port = await http(() => {});
    await opened.pop()!();
    expect(await failing(get(port))).toBe('connection');
  });

  test('https to a server that speaks http', async () => {
    const port = await http((_request, response) => response.end());
    expect(await failing(get(port, { url: `https://127.0.0.1:${port}/` }))).toBe('tls');
  });
});

describe('where a request may go', () => {
  const sendTo = (url: string, options: Partial<ConstructorParameters<typeof PartnerHttpSender>[0]>) =>
    failing(client(options).send({ url, method: 'GET', deadlineMs: 2_000, maxBytes: 100 }));

  test.each([
    'http://partner.example/', 'ftp://partner.example/', 'https://user:word@partner.example/', 'file:///etc/passwd', 'partner.example',
  ])('%s is refused before anything is asked', async (url) => {
    const asked: string[] = [];
    expect(await sendTo(url, { allow: [], resolve: async (name) => { asked.push(name); return ['8.8.8.8']; } })).toBe('refused_url');
    expect(asked).toEqual([]);
  });

  test.each([
    'https://127.0.0.1/', 'https://2130706433/', 'https://0x7f.1/', 'https://0177.0.0.1/', 'https://[::1]/', 'https://[::ffff:127.0.0.1]/', 'https://169.254.169.254/latest/meta-data', 'https://[fd00:ec2::254]/', 'https://0/',
  ])('%s is an address of the inside', async (url) => {
    expect(await sendTo(url, { allow: [] })).toBe('refused_address');
  });

  test('one inner address among public ones refuses the name; no connection is made', async () => {
    let connections = 0;
    const server = createServer();
    server.on('connection', () => { connections += 1; });
    const port = await listen(server);
    for (const addresses of [['127.0.0.1'], ['8.8.8.8', '127.0.0.1'], ['2606:4700:4700::1111', '::ffff:127.0.0.1'], ['10.0.0.1']]) {
      expect(await sendTo(`https://partner.example:${port}/`, { allow: [], resolve: async () => addresses })).toBe('refused_address');
    }
    expect(connections).toBe(0);
  });

  test('a name that answers differently each time is judged by the addresses that are connected to', async () => {
    let connections = 0;
    const server = createTcpServer(() => { connections += 1; });
    const port = await listen(server);
    const answers = [['127.0.0.1'], ['10.0.0.1'], ['127.0.0.1']];
    let asked = 0;
    const rebinding = client({ allow: [], resolve: async () => answers[asked++] });
    for (const _ of answers) expect(await failing(rebinding.send({ url: `https://rebind.example:${port}/`, method: 'GET', deadlineMs: 2_000, maxBytes: 100 }))).toBe('refused_address');
    // Once for each connection: nothing was judged first and resolved again afterwards.
    expect({ asked, connections }).toEqual({ asked: 3, connections: 0 });
  });

  test('a name without addresses', async () => {
    expect(await sendTo('https://partner.example/', { allow: [], resolve: async () => [] })).toBe('unresolved');
  });

  test('an allowed host may speak http and lie inside, with the named port only', async () => {
    const port = await http((_request, response) => response.end('here'));
    const sender = client({ allow: [`localhost:${port}`] });
    expect((await sender.send({ url: `http://localhost:${port}/`, method: 'GET', deadlineMs: 5_000, maxBytes: 100 })).body.toString()).toBe('here');
    expect(await failing(sender.send({ url: `http://127.0.0.1:${port}/`, method: 'GET', deadlineMs: 5_000, maxBytes: 100 }))).toBe('refused_url');
    expect(await failing(sender.send({ url: `http://localhost:${port + 1}/`, method: 'GET', deadlineMs: 5_000, maxBytes: 100 }))).toBe('refused_url');
  });
});

test('a status that cannot be used tells when to come back', () => {
  const now = new Date('2026-11-24T00:00:00Z');
  const answer = (status: number, retryAfter?: string) => ({ status, headers: { 'retry-after': retryAfter }, body: Buffer.alloc(0) });
  expect(expectStatus(answer(200), [200, 304], now).status).toBe(200);
  expect(() => expectStatus(answer(503, '120'), [200], now)).toThrow(expect.objectContaining({ kind: 'bad_status', details: { status: 503, retryAfterSeconds: 120 } }));
  expect(['90', 'Tue, 24 Nov 2026 00:01:30 GMT', 'Mon, 23 Nov 2026 00:00:00 GMT', 'soon', undefined, '-5'].map((text) => retryAfterSeconds(answer(503, text), now)))
    .toEqual([90, 90, 0, undefined, undefined, undefined]);
});
