import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

export interface RunningPlatform {
  readonly url: string;
  stop(): Promise<void>;
  /** Ends it and starts it again with what it holds, so many milliseconds later by its own clock. */
  sleep(ms: number): Promise<void>;
}

const readyWithinMs = 180_000;

/**
 * The whole platform as `npm start` runs it, with its demo, on a free port and a data folder of its own; or the one at
 * BASE_URL, which must hold the demo and have these settings. Needs a build (`node server/prepare.mjs build`).
 */
export async function startPlatform(settings: Record<string, string> = {}): Promise<RunningPlatform> {
  if (process.env.BASE_URL) return { url: process.env.BASE_URL.replace(/\/$/, ''), stop: async () => undefined, sleep: () => Promise.reject(new Error('The platform at BASE_URL is not ours to restart.')) };
  const dataDir = mkdtempSync(join(tmpdir(), 'tandem-browser-'));
  const port = await freePort();
  const start = (more: Record<string, string>) => run(dataDir, { ...settings, ...more, PORT: String(port), TANDEM_DATA_DIR: dataDir });
  let child = await start({});
  return {
    url: `http://localhost:${port}`,
    stop: () => end(child, dataDir),
    sleep: async (ms) => {
      await end(child);
      child = await start({ NODE_OPTIONS: `--import ${pathToFileURL(resolve('test/support/shifted-clock.mjs'))}`, CLOCK_SHIFT_MS: String(ms) });
    },
  };
}

async function run(dataDir: string, settings: Record<string, string>): Promise<ChildProcess> {
  const { DATABASE_URL: _its, NODE_OPTIONS: _ours, ...environment } = process.env; // the platform brings its own database
  const child = spawn(process.execPath, [resolve('dist/server/start.js')], {
    env: { ...environment, NODE_ENV: 'production', DEMO: 'on', SHADOW_REQUESTS: '0', LOG_LEVEL: 'warn', ...settings }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  child.stderr!.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  try {
    await ready(child, said);
  } catch (error) {
    await end(child, dataDir);
    throw error;
  }
  return child;
}

/** Resolves with the platform's last line; whoever ends before it says why. */
async function ready(child: ChildProcess, said: string[]): Promise<void> {
  const lines = createInterface({ input: child.stdout! });
  await new Promise<void>((done, failed) => {
    const timer = setTimeout(() => failed(new Error(`not ready in time:\n${said.join('\n')}`)), readyWithinMs);
    lines.on('line', (line) => {
      said.push(line);
      if (!line.startsWith('ready ')) return;
      clearTimeout(timer);
      done();
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      failed(new Error(`the platform ended with ${code}:\n${said.join('\n')}`));
    });
  });
}

async function end(child: ChildProcess, dataDir?: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
  if (dataDir) rmSync(dataDir, { recursive: true, force: true });
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
