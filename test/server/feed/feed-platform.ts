import type { FeedRequest } from '../../../server/feed/feeds.js';
import { Asking } from '../../../server/connector/asking.js';
import { contentKeyOf } from '../../../server/feed/events-route.js';
import { openFeed } from '../../../server/feed/open-feed.js';
import { ModelRuns } from '../../../server/model-run/model-runs.js';
import { systemActor } from '../../../server/platform/actor.js';
import { systemClock } from '../../../server/platform/clock.js';
import type { Database } from '../../../server/platform/database.js';
import { newId } from '../../../server/platform/ids.js';
import { openLog } from '../../../server/platform/log.js';
import { SigningKeys } from '../../../server/platform/signing-keys.js';
import { driveRun, servicesOf } from '../../workers/drive-run.js';

export type OpenFeed = ReturnType<typeof openFeed>;

/** For feeds without partners: a call is a fault of ours. */
const nobodyAsks = new Asking({ send: () => Promise.reject(new Error('a partner is asked')) }, { secretOf: async () => 'whsec_c2VjcmV0' } as never, () => {}, systemClock);

/** The feed of one process; another call is another process on the same database. */
export function openTestFeed(database: Database, clock = systemClock, asking = nobodyAsks): OpenFeed {
  return openFeed({ database, signingKeys: new SigningKeys(database), clock, newId, log: openLog('test', 'silent'), asking }, contentKeyOf);
}

/** Fits, evaluates and scores with the real processors until there is a champion; its run id. */
export async function trainChampion(database: Database, model = 'graph-filter'): Promise<string> {
  const services = servicesOf(database);
  const runs = new ModelRuns(database, services.outbox, services.audit, services.clock, services.newId);
  const { run } = await runs.start({ trigger: 'cli', model }, systemActor('test'));
  await driveRun(services);
  const [{ state, reason, failure }] = await database.query<{ state: string; reason: string | null; failure: string | null }>(
    'SELECT state, reason, failure FROM model_runs WHERE id = $1', [run.id]);
  if (state !== 'champion') throw new Error(`The run ended ${state}: ${reason ?? failure}`);
  return run.id;
}

export async function readerIdOf(database: Database, externalId: string): Promise<string> {
  const [{ id }] = await database.query<{ id: string }>('SELECT id FROM readers WHERE external_id = $1', [externalId]);
  return id;
}

export function request(overrides: Partial<FeedRequest> = {}): FeedRequest {
  return { scenario: 'home', first: 20, after: null, exclude: [], reader: null, locale: 'zh', isImpression: true, ...overrides };
}
