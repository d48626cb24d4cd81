import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkDatabase, checkDataDir, checkPort, checkRedis, StartError } from '../../../server/platform/preflight.js';

let folder: string;
let taken: Server;
let port: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-preflight-'));
  // Takes connections and says nothing: neither a PostgreSQL nor a Redis.
  taken = createServer((socket) => socket.end());
  await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
  port = (taken.address() as { port: number }).port;
});
afterAll(() => {
  taken.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the port', () => {
  test('a taken one is named, with a way out', async () => {
    await expect(checkPort('127.0.0.1', port)).rejects.toThrow(new StartError(`Port ${port} is taken by another program: stop it, or choose another port, for example PORT=${port + 1} npm start.`));
  });

  test('an address of another machine is refused', async () => {
    await expect(checkPort('192.0.2.1', 4000)).rejects.toThrow('The address 192.0.2.1:4000 cannot be opened (EADDRNOTAVAIL): check HOST and PORT.');
  });

  test('a free one passes and is left free', async () => {
    const probe = createServer();
    await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
    const free = (probe.address() as { port: number }).port;
    await new Promise((done) => probe.close(done));
    await checkPort('127.0.0.1', free);
    await checkPort('127.0.0.1', free);
  });
});

describe('the data folder', () => {
  test('is made, with its parents, and left empty', () => {
    checkDataDir(join(folder, 'a/b'));
    expect(existsSync(join(folder, 'a/b'))).toBe(true);
  });

  test.each([['below a file', () => join(folder, 'file', 'data'), 'ENOTDIR'], ['below /proc', () => '/proc/tandem/data', 'ENOENT']])('%s is refused', (_, path, code) => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => checkDataDir(path())).toThrow(new StartError(`The data folder ${path()} cannot be written (${code}): make it writable, or name another one with TANDEM_DATA_DIR.`));
  });
});

describe('a given server that does not answer is refused without its password', () => {
  test('PostgreSQL', async () => {
    const refusal = expect(checkDatabase(`postgres://who:secret@127.0.0.1:${port}/tandem`)).rejects;
    await refusal.toThrow(`The PostgreSQL server of DATABASE_URL (postgres://who:***@127.0.0.1:${port}/tandem) does not answer: `);
  });

  test('Redis', async () => {
    const refusal = expect(checkRedis(`redis://:secret@127.0.0.1:${port}`)).rejects;
    await refusal.toThrow(`The Redis server of REDIS_URL (redis://:***@127.0.0.1:${port}) does not answer: `);
  });
});

test('a PostgreSQL that answers passes', async () => {
  await checkDatabase(process.env.TANDEM_TEST_SERVER!);
});
