import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openCandidates, unpackFiles } from '../../models/serving.js';
import { ModelRuns } from '../../server/model-run/model-runs.js';
import { systemActor } from '../../server/platform/actor.js';
import { readModelFile } from '../../server/platform/model-files.js';
import { decodeContents } from '../../workers/snapshot/contents.js';
import { addContents } from '../support/content-factories.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { driveRun, servicesOf } from './drive-run.js';
import { plantPlatform } from './planted-platform.js';

let db: TestDatabase;
beforeAll(async () => {
  db = await openTestDatabase();
  await plantPlatform(db.database);
});
afterAll(() => db.close());

const subjects = ['弦乐 和声', '投资 风险', '面包 发酵', '摄影 构图'];

test('CEASE learns what contents say from the snapshot, and recommends one that nobody has met', async () => {
  const services = servicesOf(db.database);
  // Contents of a group speak of one subject (place n of the planted platform belongs to the group n mod 4).
  for (const [group, words] of subjects.entries()) {
    await db.database.query(
      `WITH said AS (
         INSERT INTO content_versions (id, content_id, number, title, tags, content_hash, search)
         SELECT gen_random_uuid(), id, 2, $1 || ' ' || place, ARRAY['g' || $2::text], sha256(id::text::bytea), ''
         FROM (SELECT id, row_number() OVER (ORDER BY no) AS place FROM contents) AS c WHERE place % 4 = ($2::int + 1) % 4 RETURNING id, content_id)
       UPDATE contents SET draft_version_id = said.id, live_version_id = said.id FROM said WHERE contents.id = said.content_id`, [words, group]);
  }
  await addContents(db.database, [{ title: '面包 发酵 初学', kind: 'course' }]);
  const [{ no: coldNo }] = await db.database.query<{ no: number }>(`SELECT c.no FROM contents c JOIN content_versions v ON v.id = c.live_version_id WHERE v.title = '面包 发酵 初学'`);
  const runs = new ModelRuns(db.database, services.outbox, services.audit, services.clock, services.newId);
  const { run } = await runs.start({ trigger: 'cli', model: 'cease' }, systemActor('test'));
  await driveRun(services);
  expect((await db.database.query('SELECT state, failure FROM model_runs'))[0]).toEqual({ state: 'champion', failure: null });

  const { itemKeys, table } = decodeContents((await readModelFile(db.database, run.id, 'snapshot/contents'))!);
  const cold = itemKeys.indexOf(coldNo);
  expect(table.texts[cold]).toMatch(/^面包 发酵 初学/);
  const tagged = itemKeys.length - 1;
  expect(table.attributes!.rowCount).toBe(itemKeys.length);
  expect(table.attributes!.columnCount).toBe(1 + subjects.length); // the kind, and a tag for each group
  expect(table.attributes!.offsets[tagged]).toBe(2 * tagged);

  const model = openCandidates(unpackFiles((await readModelFile(db.database, run.id, 'items.artefact'))!), (await services.signingKeys.get('artefact')).publicKey);
  const scoreFor = (group: number) => {
    const history = [...itemKeys.subarray(0, 60)].filter((_, at) => (at + 1) % 4 === (group + 1) % 4).slice(0, 5);
    const { contentNos, scores } = model.scoreHistory({ contentNos: history, weights: history.map(() => 1) });
    const at = contentNos.indexOf(coldNo);
    return at < 0 ? 0 : scores[at];
  };
  const own = scoreFor(2);
  expect(own).toBeGreaterThan(0);
  for (const other of [0, 1, 3]) expect(own).toBeGreaterThan(2 * scoreFor(other));
});
