import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { Accounts } from '../../server/account/accounts.js';
import { AccessTokens } from '../../server/account/access-tokens.js';
import { ApiKeys } from '../../server/account/api-keys.js';
import { Sessions } from '../../server/account/sessions.js';
import { ModelRuns } from '../../server/model-run/model-runs.js';
import { systemActor } from '../../server/platform/actor.js';
import { startMeasuredApi, swapUnderLoad } from '../support/swap-under-load.js';
import { driveRun, servicesOf } from '../workers/drive-run.js';
import { plantPlatform } from '../workers/planted-platform.js';
import { openBenchPlatform } from './bench-platform.js';
import type { BenchOptions } from './main.js';

const sampleEvery = 25;
const mebibytes = (bytes: number): number => Number((bytes / 2 ** 20).toFixed(1));

/**
 * Champion and previous champion change places again and again while feeds are asked for: failed requests, lists that mix
 * models, latency, how long a swap takes until its model answers, and what the api holds in memory (after collection)
 * before, after and in between.
 */
export async function run({ swaps = '50', connections = '8', readers = '2000', contents = '2000' }: BenchOptions): Promise<object> {
  const platform = await openBenchPlatform();
  try {
    const { database } = platform;
    const services = servicesOf(database);
    await plantPlatform(database, { readers: Number(readers), contents: Number(contents), perReader: 30, groups: 8 });
    await twoChampions(services);
    const api = await startMeasuredApi(resolve(import.meta.dirname, '../../server/main.js'), platform.url);
    try {
      const asked = Array.from({ length: Math.min(200, Number(readers)) }, (_, at) => `r${at + 1}`);
      const figures = await swapUnderLoad({ api, services, token: await serviceKey(services), readers: asked, swaps: Number(swaps), connections: Number(connections), sampleEvery });
      const at = (values: readonly number[], share: number) => Number((values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0).toFixed(1));
      return {
        swaps: figures.swaps, requests: figures.requests, failed: figures.failed.length, failures: figures.failed.slice(0, 3), inconsistent: figures.inconsistent,
        p50Ms: at(figures.latencyMs, 0.5), p99Ms: at(figures.latencyMs, 0.99), swapP50Ms: at(figures.swapMs, 0.5), swapMaxMs: at(figures.swapMs, 1),
        heapMiB: { before: mebibytes(figures.before.used), after: mebibytes(figures.after.used) }, rssMiB: { before: mebibytes(figures.before.rss), after: mebibytes(figures.after.rss) },
        every25Swaps: { heapMiB: figures.between.map(({ used }) => mebibytes(used)), rssMiB: figures.between.map(({ rss }) => mebibytes(rss)) },
        aims: { failed: 0, inconsistent: 0, rollbackMs: 5000 },
      };
    } finally {
      await api.stop();
    }
  } finally {
    await platform.close();
  }
}

/** Two models that give different lists; which of them is better is not the question here. */
async function twoChampions(services: ReturnType<typeof servicesOf>): Promise<void> {
  const { database, outbox, audit, clock, newId } = services;
  const runs = new ModelRuns(database, outbox, audit, clock, newId);
  for (const lambda of [5, 2000]) {
    const { run: started } = await runs.start({ trigger: 'cli', model: 'ease', params: { lambda } }, systemActor('bench'));
    await driveRun(services);
    const [{ state }] = await database.query<{ state: string }>('SELECT state FROM model_runs WHERE id = $1', [started.id]);
    if (state !== 'rejected') continue;
    await runs.promote({ id: started.id, reason: 'for the swap' }, systemActor('another'));
    await driveRun(services);
  }
}

async function serviceKey({ database, audit, clock, newId, signingKeys }: ReturnType<typeof servicesOf>): Promise<string> {
  const sessions = new Sessions(database, new AccessTokens(signingKeys, clock), audit, clock, newId);
  const account = await new Accounts(database, sessions, audit, clock, newId)
    .create({ email: `${randomUUID()}@bench.test`, displayName: 'Bench', role: 'service', locale: 'en' }, systemActor('bench'));
  return (await new ApiKeys(database, audit, clock, newId).create({ name: 'bench', scopes: ['feed:read', 'model:read'] }, account.id, systemActor('bench'))).secret;
}
