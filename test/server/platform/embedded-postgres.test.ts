import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../server/platform/embedded-postgres.js';
import { statement } from '../../support/test-server.js';

let folder: string;
let directory: string;
let postgres: EmbeddedPostgres | undefined;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-embedded-'));
  // As under /root: for a server that runs as another user than root, no way leads through this folder.
  chmodSync(folder, 0o700);
  directory = join(folder, 'deep', 'postgres');
});
afterAll(async () => {
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const open = async () => postgres = await startEmbeddedPostgres({ directory });
const ask = <Row>(sql: string) => statement<Row>(postgres!.url, sql);
const postmaster = () => Number(readFileSync(join(directory, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);

describe('an embedded PostgreSQL', () => {
  test('is made in an empty folder below one that others cannot enter', async () => {
    expect((await open()).adopted).toBe(false);
    await ask('CREATE TABLE kept (word text)');
    await ask("INSERT INTO kept VALUES ('咖啡机')");
    expect(statSync(join(directory, 'password')).mode & 0o777).toBe(0o600);
    expect(statSync(join(directory, 'data')).mode & 0o777).toBe(0o700);
  });

  test('understands Chinese whatever the environment says', async () => {
    expect(await ask("SELECT current_setting('server_encoding') AS encoding, current_setting('timezone') AS zone, upper('é') AS upper")).toEqual([{ encoding: 'UTF8', zone: 'UTC', upper: 'É' }]);
    await ask('CREATE EXTENSION pg_trgm');
    expect(await ask("SELECT cardinality(show_trgm('咖啡机')) AS trigrams")).toEqual([{ trigrams: 4 }]);
    expect(await ask(`SELECT string_agg(x, '' ORDER BY x COLLATE "zh-Hans-x-icu") AS names FROM unnest(ARRAY['赵','钱','孙','李','周']) AS x`)).toEqual([{ names: '李钱孙赵周' }]);
  });

  test('refuses a caller without the password', async () => {
    const url = new URL(postgres!.url);
    url.password = 'guess';
    await expect(statement(url.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
  });

  test('is adopted when it still runs', async () => {
    const first = postgres!;
    const second = await open();
    expect(second).toMatchObject({ adopted: true, port: first.port, url: first.url });
    expect(await ask('SELECT * FROM kept')).toEqual([{ word: '咖啡机' }]);
  });

  test('recovers under the same address after kill -9', async () => {
    const { url } = postgres!;
    process.kill(postmaster(), 'SIGKILL');
    const again = await open();
    expect(again).toMatchObject({ adopted: false, url });
    expect(await ask('SELECT * FROM kept')).toEqual([{ word: '咖啡机' }]);
  });

  test('stops cleanly, and a second stop has nothing to do', async () => {
    const client = statement(postgres!.url, 'SELECT pg_sleep(60)'); // a query under way does not hold it up
    const ended = expect(client).rejects.toThrow('terminating connection');
    await new Promise((done) => setTimeout(done, 200));
    await postgres!.stop();
    await ended;
    expect(postgres!.isRunning()).toBe(false);
    expect(existsSync(join(directory, 'data', 'postmaster.pid'))).toBe(false);
    await postgres!.stop();
  });

  test('moves to another port when its own is taken', async () => {
    const taken = await occupy(postgres!.port);
    try {
      const { port } = await open();
      expect(port).not.toBe((taken.address() as { port: number }).port);
      expect(readFileSync(join(directory, 'port'), 'utf8')).toBe(`${port}\n`);
      expect(await ask('SELECT * FROM kept')).toEqual([{ word: '咖啡机' }]);
      await postgres!.stop();
    } finally {
      taken.close();
    }
  });

  test('begins anew after a kill in the middle of its making', async () => {
    const halfway = join(folder, 'halfway');
    mkdirSync(join(halfway, 'data.new', 'base'), { recursive: true });
    const made = await startEmbeddedPostgres({ directory: halfway, durable: false });
    expect(await statement(made.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await made.stop();
  });

  test('says so when its password is lost', async () => {
    rmSync(join(directory, 'password'));
    await expect(open()).rejects.toThrow(`The database in ${directory} cannot be opened: its file "password" is gone.`);
    expect(existsSync(join(directory, 'password'))).toBe(false);
  });
});

function occupy(port: number): Promise<Server> {
  return new Promise((done) => {
    const server = createServer().listen(port, '127.0.0.1', () => done(server));
  });
}
