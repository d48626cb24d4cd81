import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Accounts } from '../../server/account/accounts.js';
import { AccessTokens } from '../../server/account/access-tokens.js';
import { ApiKeys } from '../../server/account/api-keys.js';
import { Sessions } from '../../server/account/sessions.js';
import { ModelRuns } from '../../server/model-run/model-runs.js';
import { systemActor } from '../../server/platform/actor.js';
import type { WorkerServices } from '../../workers/processor.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { loader, sourceScript } from '../support/source-process.js';
import { startMeasuredApi, swapUnderLoad, type MeasuredApi } from '../support/swap-under-load.js';
import { driveRun, servicesOf } from '../workers/drive-run.js';
import { plantPlatform } from '../workers/planted-platform.js';

jest.setTimeout(90_000);

let db: TestDatabase;
let services: WorkerServices;
let api: MeasuredApi;
beforeAll(async () => {
  db = await openTestDatabase();
  services = servicesOf(db.database);
  await plantPlatform(db.database, { readers: 300, contents: 1200, perReader: 30, groups: 8 });
  const runs = new ModelRuns(db.database, services.outbox, services.audit, services.clock, services.newId);
  // Two models that give different lists; which of them is better is not the question here.
  for (const lambda of [5, 2000]) {
    const { run } = await runs.start({ trigger: 'cli', model: 'ease', params: { lambda } }, systemActor('test'));
    await driveRun(services);
    const [{ state }] = await db.database.query<{ state: string }>('SELECT state FROM model_runs WHERE id = $1', [run.id]);
    if (state === 'rejected') {
      await runs.promote({ id: run.id, reason: 'for the swap' }, systemActor('another'));
      await driveRun(services);
    }
  }
  api = await startMeasuredApi(sourceScript('server/main.ts'), db.url, ['--import', loader]);
});
afterAll(async () => {
  await api?.stop();
  await db.close();
});

async function serviceKey(): Promise<string> {
  const { database, audit, clock, newId, signingKeys } = services;
  const sessions = new Sessions(database, new AccessTokens(signingKeys, clock), audit, clock, newId);
  const account = await new Accounts(database, sessions, audit, clock, newId)
    .create({ email: 'swap@example.test', displayName: 'Swap', role: 'service', locale: 'en' }, systemActor('test'));
  return (await new ApiKeys(database, audit, clock, newId).create({ name: 'swap', scopes: ['feed:read', 'model:read'] }, account.id, systemActor('test'))).secret;
}

test('champions change places under load: no request fails, each list is of one model, and nothing of the old one stays in memory', async () => {
  const readers = Array.from({ length: 40 }, (_, at) => `r${at + 1}`);
  const { requests, failed, inconsistent, swapMs, before, after } = await swapUnderLoad({ api, services, token: await serviceKey(), readers, swaps: 10, connections: 4 });
  expect(failed).toEqual([]);
  expect(inconsistent).toBe(0);
  expect(requests).toBeGreaterThan(100);
  expect(swapMs).toHaveLength(10);
  // One opened model of this size has more than three megabytes: ten that stayed would show.
  expect(after.used - before.used).toBeLessThan(12 * 2 ** 20);
});
