import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestDatabase } from '../support/database.js';
import { loader, sourceScript } from '../support/source-process.js';

let migrated: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => { migrated = await createTestDatabase(); });
afterAll(() => migrated.drop());

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function start(environment: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, ['--no-warnings', '--import', loader, sourceScript('server/main.ts')], {
    env: { PATH: process.env.PATH, LOG_LEVEL: 'info', HOST: '127.0.0.1', DATABASE_URL: migrated.url, ...environment }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const said = { out: '', err: '' };
  child.stdout!.on('data', (text) => { said.out += text; });
  child.stderr!.on('data', (text) => { said.err += text; });
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  const listening = async () => {
    while (!said.out.includes('"listening"')) {
      if (child.exitCode !== null) throw new Error(said.out + said.err);
      await new Promise((done) => setTimeout(done, 20));
    }
  };
  return { child, said, exit, listening };
}

describe('the api process', () => {
  test('listens, answers, and ends by itself on SIGTERM', async () => {
    const port = await freePort();
    const api = start({ PORT: String(port) });
    await api.listening();
    const answer = await fetch(`http://127.0.0.1:${port}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ viewer { role } }"}' });
    expect(await answer.json()).toMatchObject({ data: { viewer: { role: 'anonymous' } } });
    api.child.kill('SIGTERM');
    expect(await api.exit).toBe(0);
    expect(api.said.err).toBe('');
    expect(api.said.out.trim().split('\n').at(-1)).toContain('"stopped"');
  }, 60_000);

  test('ends when whoever forked it is gone', async () => {
    const api = start({ PORT: String(await freePort()) });
    await api.listening();
    api.child.disconnect();
    expect(await api.exit).toBe(0);
  }, 60_000);

  test('says in one sentence why it does not start', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const empty = await createTestDatabase({ migrated: false });
    try {
      const reasons = await Promise.all([
        start({ PORT: String(port) }), start({ DATABASE_URL: empty.url, PORT: String(await freePort()) }), start({ DATABASE_URL: '' }), start({ PORT: 'http' }),
      ].map(async ({ said, exit }) => [await exit, said.err.trim()] as const));
      expect(reasons).toEqual([
        [1, `Port ${port} is taken: stop the other program, or set PORT.`],
        [1, expect.stringMatching(/^The database lacks \d+ migrations of this version \(Accounts1700000000001, .*\): run "npm run migrate" first\.$/)],
        [1, 'DATABASE_URL must name the database (npm start brings its own and names it).'],
        [1, expect.stringMatching(/^PORT must be a whole number from 1 to 65535, but it is "http"\.$/)],
      ]);
    } finally {
      taken.close();
      await empty.drop();
    }
  }, 60_000);
});
