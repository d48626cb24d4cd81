import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { ModelRuns } from '../../server/model-run/model-runs.js';
import { systemActor } from '../../server/platform/actor.js';
import type { WorkerServices } from '../../workers/processor.js';

export interface MemoryInUse { used: number; rss: number }

export interface MeasuredApi {
  readonly url: string;
  /** Bytes in use after a collection: heap and what lies outside of it (typed arrays), and the resident set. */
  memory(): Promise<MemoryInUse>;
  stop(): Promise<void>;
}

/** The api (`server/main`) as a process of its own that collects its garbage when it is asked. `main`: its file; `execArgv`: what its form needs. */
export async function startMeasuredApi(main: string, databaseUrl: string, execArgv: string[] = []): Promise<MeasuredApi> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const child = fork(main, [], {
    execArgv: ['--no-warnings', ...execArgv, '--expose-gc', '--import', new URL('gc-on-demand.mjs', `file://${process.cwd()}/test/support/`).href],
    env: { ...process.env, NODE_ENV: 'test', LOG_LEVEL: 'error', DATABASE_URL: databaseUrl, PORT: String(port), RATE_LIMIT_PER_SECOND: '0' },
  });
  const url = `http://127.0.0.1:${port}`;
  for (let left = 600; !await fetch(`${url}/readyz`).then(({ ok }) => ok, () => false); left--) {
    if (child.exitCode !== null || left === 0) throw new Error('the api did not become ready');
    await new Promise((done) => setTimeout(done, 50));
  }
  return { url, memory: () => memoryOf(child), stop: async () => { child.kill('SIGTERM'); if (child.exitCode === null) await once(child, 'exit'); } };
}

async function memoryOf(child: ChildProcess): Promise<MemoryInUse> {
  const answer = once(child, 'message');
  child.send('memory');
  const [{ heapUsed, external, rss }] = await answer as [NodeJS.MemoryUsage];
  return { used: heapUsed + external, rss };
}

export interface SwapFigures {
  swaps: number;
  requests: number;
  failed: string[];
  /** Lists that were not those of the one model that they name. */
  inconsistent: number;
  /** From the commit of a swap to the first list of the new champion, in milliseconds, ascending. */
  swapMs: number[];
  latencyMs: number[];
  before: MemoryInUse;
  after: MemoryInUse;
  /** After every `sampleEvery` swaps. */
  between: MemoryInUse[];
}

interface SwapOptions {
  api: MeasuredApi;
  services: WorkerServices;
  /** Of a key that may read any feed. */
  token: string;
  readers: readonly string[];
  swaps: number;
  connections: number;
  sampleEvery?: number;
}

const query = `query ($readerId: ID!) { feed(first: 20, readerId: $readerId) { policyVersion model { code } edges { propensity score node { id } } } }`;

/**
 * Lets champion and previous champion change places again and again (a rollback each time) while readers ask for feeds
 * without a pause. The readers do nothing meanwhile, so each has one list by each model, and any other list is a mixture.
 */
export async function swapUnderLoad({ api, services, token, readers, swaps, connections, sampleEvery = Infinity }: SwapOptions): Promise<SwapFigures> {
  const { database, outbox, audit, clock, newId } = services;
  const runs = new ModelRuns(database, outbox, audit, clock, newId);
  const [failed, latencyMs, swapMs, lists]: [string[], number[], number[], Map<string, string>] = [[], [], [], new Map()];
  let [inconsistent, isOver, served, turn] = [0, false, '', 0];
  const ask = async () => {
    const readerId = readers[turn++ % readers.length];
    const startedAt = performance.now();
    const answer = await fetch(`${api.url}/graphql`, {
      method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, body: JSON.stringify({ query, variables: { readerId } }),
    }).then(async (response) => (response.ok ? await response.json() : { errors: [{ message: `HTTP ${response.status}` }] }), (error: Error) => ({ errors: [error] })) as Answer;
    latencyMs.push(performance.now() - startedAt);
    if (answer.errors || !answer.data?.feed.edges.length) {
      failed.push(answer.errors?.[0].message ?? 'an empty feed');
      return;
    }
    const { policyVersion, model, edges } = answer.data.feed;
    const key = `${readerId} ${policyVersion}`;
    const list = edges.filter(({ propensity }) => propensity === 1).map(({ node, score }) => `${node.id}:${score}`).join();
    if (!policyVersion.includes(`/${model.code}`) || (lists.get(key) ?? list) !== list) inconsistent++;
    lists.set(key, list);
    served = model.code;
  };
  const load = Array.from({ length: connections }, async () => { while (!isOver) await ask(); });
  const swap = async () => {
    const { code } = await runs.rollback({ scenario: 'home', reason: 'a swap under load' }, systemActor('test'));
    const swappedAt = performance.now();
    while (served !== code && performance.now() - swappedAt < 10_000) await new Promise((done) => setTimeout(done, 2));
    if (served !== code) failed.push(`${code} did not serve within ten seconds`);
    swapMs.push(performance.now() - swappedAt);
  };
  try {
    // Caches fill and code is compiled before what is in use is counted.
    for (let warm = 0; warm < 4; warm++) await swap();
    const before = await api.memory();
    swapMs.length = 0;
    const between: MemoryInUse[] = [];
    for (let done = 1; done <= swaps; done++) {
      await swap();
      if (done % sampleEvery === 0) between.push(await api.memory());
    }
    const after = await api.memory();
    return { swaps, requests: latencyMs.length, failed, inconsistent, swapMs: swapMs.sort((a, b) => a - b), latencyMs: latencyMs.sort((a, b) => a - b), before, after, between };
  } finally {
    isOver = true;
    await Promise.all(load);
  }
}

interface Answer {
  data?: { feed: { policyVersion: string; model: { code: string }; edges: { propensity: number; score: number; node: { id: string } }[] } };
  errors?: { message: string }[];
}
