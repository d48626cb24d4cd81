import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { adVector, contentVector } from '../../../models/features/vectors.js';
import { AD_WIDTH, CONTENT_WIDTH } from '../../../models/features/spec.js';
import { AdModel } from '../../../models/ranker/ad-model.js';
import type { Champion } from '../../../server/feed/champion.js';
import { PublishedContents } from '../../../server/feed/published-contents.js';
import { readShownAds, readShownContents } from '../../../server/feed/shown-features.js';
import { countFeatures, readFeatures } from '../../../server/feed/feature-sets.js';
import { Sponsors } from '../../../server/feed/sponsors.js';
import { newId } from '../../../server/platform/ids.js';
import { addContents, addPartner } from '../../support/content-factories.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';

let db: TestDatabase;
const campaigns: Record<string, string> = {};
const now = new Date();

beforeAll(async () => {
  db = await openTestDatabase();
  const partnerId = await addPartner(db.database);
  await db.database.query(`UPDATE partners SET kind = 'advertiser', state = 'active' WHERE id = $1`, [partnerId]);
  const contract = newId();
  await db.database.query(`INSERT INTO contracts (id, code, partner_id, title) VALUES ($1, 'C-1', $2, 'Ads')`, [contract, partnerId]);
  await db.database.query(
    `INSERT INTO contract_versions (id, contract_id, number, state, clauses, content_hash, starts_at, ends_at, parties, drafted_by)
     VALUES ($1, $2, 1, 'active', '[]', sha256('x'), now() - interval '1 day', now() + interval '9 days', '{}', 'platform')`, [newId(), contract]);
  const everybody = { kinds: [], locales: [], activeWithinDays: null };
  for (const [name, bid, audience] of [
    ['cheap', 100, everybody], ['dear', 400, everybody], ['readers of courses', 300, { ...everybody, kinds: ['course'] }], ['english', 200, { ...everybody, locales: ['en'] }],
  ] as const) {
    const [contentId] = await addContents(db.database, [{ title: name, kind: name === 'dear' ? 'course' : 'article', partnerId }]);
    campaigns[name] = newId();
    await db.database.query(
      `INSERT INTO campaigns (id, code, name, partner_id, content_id, ad_type, state, audience, starts_at, ends_at, budget_minor, bid_minor, currency)
       VALUES ($1, $2, $2, $3, $4, 1, 'running', $5, now() - interval '1 day', now() + interval '1 day', 10000, $6, 'CNY')`, [campaigns[name], name, partnerId, contentId, audience, bid]);
  }
});
afterAll(() => db.close());

async function openSponsors() {
  const contents = new PublishedContents(db.database, () => now);
  const sponsors = new Sponsors(db.database, contents);
  await contents.refresh();
  await sponsors.refresh(now);
  return { contents, sponsors };
}
const nameOf = ({ campaignId }: { campaignId: string }) => Object.keys(campaigns).find((name) => campaigns[name] === campaignId);

test('only audiences that the reader belongs to, dearest first; behaviour counts only where it may', async () => {
  const { contents, sponsors } = await openSponsors();
  const course = contents.newestNos.find((no) => contents.get(no)!.kind === 'course')!;
  const event = { contentNo: course, kind: 'read' as const, value: null, occurredAtMs: now.getTime() - 1000 };
  expect(sponsors.choose(sponsors.audienceProfileOf('zh', []), now, null).map(nameOf)).toEqual(['dear', 'cheap']);
  expect(sponsors.choose(sponsors.audienceProfileOf('zh', [event]), now, null).map(nameOf)).toEqual(['dear', 'readers of courses', 'cheap']);
  expect(sponsors.choose(sponsors.audienceProfileOf('en', [{ ...event, kind: 'less' }]), now, null).map(nameOf)).toEqual(['dear', 'english', 'cheap']);
  expect(sponsors.chooseWithoutBehaviour('en').map(nameOf)).toEqual(['dear', 'english', 'cheap']);
});

test('as many days of a reader are wanted as the audiences look back, all where one has no end', async () => {
  const daysWith = async (audience: object): Promise<number> => {
    await db.database.query(`UPDATE campaigns SET audience = audience || $2 WHERE id = $1`, [campaigns['readers of courses'], audience]);
    return (await openSponsors()).sponsors.behaviourDays;
  };
  expect(await daysWith({ kinds: ['course'], activeWithinDays: 30 })).toBe(30);
  expect(await daysWith({ kinds: [], activeWithinDays: null })).toBe(0);
  expect(await daysWith({ kinds: ['course'] })).toBe(Infinity);
});

test('an ad model orders by p × bid; a campaign that it does not know has the mean of the others', async () => {
  const { sponsors } = await openSponsors();
  // Of all features only "course" counts, and strongly against the click.
  const weights = new Float32Array(CONTENT_WIDTH + AD_WIDTH);
  weights[3] = -4;
  const model = new AdModel(weights, 0);
  const champion = { runId: newId(), snapshotAt: now, ads: { model } } as unknown as Champion;
  await sponsors.judge(champion);
  expect(sponsors.chooseWithoutBehaviour('en').map(nameOf)).toEqual(['dear', 'english', 'cheap']); // nothing is counted yet: bids decide
  const setId = await countFeatures(db.database, newId, now.getTime());
  expect(await countFeatures(db.database, newId, now.getTime())).toBe(setId);
  await sponsors.judge(champion);
  expect(sponsors.featureSetId).toBe(setId);
  const chosen = sponsors.chooseWithoutBehaviour('en');
  expect(chosen.map(nameOf)).toEqual(['english', 'cheap', 'dear']);
  const ad = (await readShownAds(db.database, now.getTime())).find(({ id }) => id === campaigns.dear)!;
  const [{ no: dearNo }] = await db.database.query<{ no: number }>(`SELECT no FROM contents WHERE title = 'dear'`);
  const content = (await readShownContents(db.database, now.getTime())).find(({ no }) => no === dearNo)!;
  // What a set keeps is what was counted, to the bit; the text comes from the version.
  const { text: _text, ...counted } = content;
  const set = await readFeatures(db.database, setId);
  expect(set!.contents.get(content.no)).toEqual(counted);
  expect(set!.ads.get(campaigns.dear)).toEqual(ad);
  expect(sponsors.predictedOf(campaigns.dear, null, 3)).toBe(chosen[2].score / 400);
  expect(chosen[2].score).toBeCloseTo(400 * model.probability(contentVector(content, now.getTime()), adVector(ad, now.getTime())), 6);

  // A model that cannot judge: what the one before it said is nobody's prediction now.
  const broken = { ...champion, ads: { model: { probability: () => { throw new Error('broken'); } } } } as unknown as Champion;
  await expect(sponsors.judge(broken)).rejects.toThrow('broken');
  expect(sponsors.predictedOf(campaigns.dear, null, 3)).toBeNull();
  expect(sponsors.chooseWithoutBehaviour('en').map(nameOf)).toEqual(['dear', 'english', 'cheap']);

  await db.database.query(`UPDATE campaigns SET state = 'paused' WHERE id = $1`, [campaigns.cheap]);
  await sponsors.refresh(now);
  const late = await openSponsors();
  await late.sponsors.judge(champion);
  await db.database.query(`UPDATE campaigns SET state = 'running' WHERE id = $1`, [campaigns.cheap]);
  await late.sponsors.refresh(now);
  const [known, mean] = [late.sponsors.chooseWithoutBehaviour('zh').find((one) => nameOf(one) === 'dear')!, late.sponsors.chooseWithoutBehaviour('zh').find((one) => nameOf(one) === 'cheap')!];
  expect(mean.score / 100).toBeCloseTo(known.score / 400, 9);
});
