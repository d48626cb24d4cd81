import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { historyOf } from '../../models/serving.js';
import { ModelRuns } from '../../server/model-run/model-runs.js';
import type { FeedPage } from '../../server/feed/feeds.js';
import { readReaderContext } from '../../server/feed/reader-context.js';
import { systemActor } from '../../server/platform/actor.js';
import { newId } from '../../server/platform/ids.js';
import { judgeShadow } from '../../workers/judge-shadow.js';
import { openTestFeed, readerIdOf, request, trainChampion, type OpenFeed } from '../server/feed/feed-platform.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { driveRun, servicesOf, testJob } from './drive-run.js';
import { plantPlatform } from './planted-platform.js';

const sasrec = { width: 16, inner: 16, blocks: 1, heads: 2, length: 12, rows: 16, dropout: 0.1, epochs: 12, validationReaders: 0, rate: 0.01 };
const models: Record<string, Record<string, number>> = {
  ials: { width: 8, epochs: 4, lambda: 0.05 },
  sasrec,
  ensemble: {
    'spectral-filter': 0, ials: 1, sasrec: 0.5, ease: 1, learnWeights: 0, 'ials.width': 8, 'ials.epochs': 4,
    ...Object.fromEntries(Object.entries(sasrec).map(([name, value]) => [`sasrec.${name}`, value])),
  },
};

let db: TestDatabase;
let feed: OpenFeed;
let popular: string;
beforeAll(async () => {
  db = await openTestDatabase();
  await plantPlatform(db.database);
  popular = await trainChampion(db.database, 'popularity');
  feed = openTestFeed(db.database);
  await feed.live.refresh();
}, 30_000);
afterAll(() => db.close());

const system = systemActor('test');
const stateOf = async (id: string) => (await db.database.query<{ state: string; reason: string | null; failure: string | null }>('SELECT state, reason, failure FROM model_runs WHERE id = $1', [id]))[0];
const ask = async (externalId: string): Promise<FeedPage> => {
  const page = await feed.feeds.page(request({ reader: { readerId: await readerIdOf(db.database, externalId) } }));
  await feed.shadow.settle();
  return page;
};
const personalOf = (page: FeedPage) => page.entries.filter(({ source }) => source === 'personal').map(({ contentNo, score }) => ({ contentNo, score }));

test.each(Object.keys(models))('%s goes the whole way: snapshot, fit, gate, shadow, champion, a click that counts at once, rollback', async (model) => {
  const services = servicesOf(db.database);
  const runs = new ModelRuns(db.database, services.outbox, services.audit, services.clock, services.newId);
  const { run } = await runs.start({ trigger: 'cli', model, params: models[model], shadow: { requests: 2, minutes: 60 } }, system);
  await driveRun(services);
  expect(await stateOf(run.id)).toMatchObject({ state: 'shadow', failure: null });
  await feed.live.refresh();
  expect((await ask('r5')).modelRunId).toBe(popular);
  await ask('r6');
  expect(await db.database.query('SELECT error FROM shadow_comparisons WHERE model_run_id = $1', [run.id])).toEqual([{ error: null }, { error: null }]);
  await judgeShadow(services)({}, testJob());
  expect(await stateOf(run.id)).toMatchObject({ state: 'champion' });
  await feed.live.refresh();

  // The batch list, from the snapshot through onnxruntime, is what the api scores from the reader's events.
  const champion = feed.live.champions.of('home')!;
  expect(champion).toMatchObject({ runId: run.id, items: { card: { model } } });
  const reader = (await readReaderContext(db.database, { externalId: 'r5' }, { runId: run.id }))!;
  const taste = historyOf(reader.events);
  const own = champion.items.topK(champion.items.scoreHistory(taste), 20, new Set(taste.contentNos));
  expect(reader.scores!.contentNos.length).toBeGreaterThan(10);
  const scale = Math.max(...own.scores.map(Math.abs));
  own.scores.forEach((score, at) => expect(Math.abs(reader.scores!.scores[at] - score)).toBeLessThanOrEqual(1e-4 * scale));

  const before = await ask('r5');
  const list = personalOf(before);
  expect(before.modelRunId).toBe(run.id);
  expect(list.length).toBeGreaterThan(10);
  const reasons = await feed.reasons.explain(before);
  const named = before.entries.flatMap(({ slot }) => reasons.get(slot)!).filter(({ kind, content }) => kind === 'because_of' && content);
  expect(named.length).toBeGreaterThan(0);
  for (const { content, share } of named) {
    expect(taste.contentNos).toContain(content!.no);
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThanOrEqual(1);
  }

  const clicked = list[3].contentNo;
  const [{ id }] = await db.database.query<{ id: string }>('SELECT id FROM contents WHERE no = $1', [clicked]);
  await feed.intake.takeList([{ eventId: newId(), readerId: 'r5', contentId: id, kind: 'purchase', occurredAt: new Date() }], { readerNo: null, namesReaders: true });
  const after = personalOf(await ask('r5'));
  expect(after.map(({ contentNo }) => contentNo)).not.toContain(clicked);
  const still = after.filter(({ contentNo }) => list.some((entry) => entry.contentNo === contentNo));
  expect(still.length).toBeGreaterThan(0);
  expect(still.some(({ contentNo, score }) => Math.abs(score - list.find((entry) => entry.contentNo === contentNo)!.score) > 1e-3 * scale)).toBe(true);

  await runs.rollback({ scenario: 'home', reason: 'the next one, please' }, system);
  await feed.live.refresh();
  expect((await ask('r5')).modelRunId).toBe(popular);
  expect(await stateOf(run.id)).toMatchObject({ state: 'retired' });
}, 30_000);
