import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Catalogue, type CatalogueFilter, type CataloguePlace } from '../../../server/content/catalogue.js';
import { searchQuery, searchVector } from '../../../server/content/search-text.js';
import { addAccount, addContents, addPartner } from '../../support/content-factories.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';

let test_: TestDatabase;
let catalogue: Catalogue;
let [authorId, partnerId] = ['', ''];

beforeAll(async () => {
  test_ = await openTestDatabase();
  catalogue = new Catalogue(test_.database);
  authorId = (await addAccount(test_.database, 'author')).accountId;
  partnerId = await addPartner(test_.database);
  await addContents(test_.database, [
    { title: '机器学习导论', summary: '从零开始', tags: ['计算机'], kind: 'course', publishedAt: new Date('2026-01-01') },
    { title: '古典音乐欣赏', summary: '莫扎特与机器学习无关', tags: ['音乐'], publishedAt: new Date('2026-01-02'), authorId },
    { title: '算法十讲', body: `${'引'.repeat(3)}这里讲动态规划。后面讲量子计算的故事`, previewChars: 12, publishedAt: new Date('2026-01-03'), partnerId },
    { title: 'Deep Learning for Everyone', summary: 'Neural networks, step by step', language: 'en', tags: ['ai', 'beginner'], publishedAt: new Date('2026-01-04') },
    { title: 'Learning to cook', body: 'A deep pan helps.', language: 'en', tags: ['food', 'beginner'], publishedAt: new Date('2026-01-05') },
    { title: '未上架的机器学习', externalId: 'hidden', publishedAt: new Date('2026-01-06') },
  ]);
  await test_.database.query(`UPDATE contents SET state = 'unlisted' WHERE external_id = 'hidden'`);
});
afterAll(() => test_.close());

const first = (most: number, after: CataloguePlace | null = null) => ({ most, isBackward: false, after, before: null });
const last = (most: number, before: CataloguePlace | null = null) => ({ most, isBackward: true, after: null, before });
const titles = async (query: string, filter: CatalogueFilter = {}) => (await catalogue.search(query, filter, first(50))).map(({ content }) => content.title);

describe('search', () => {
  test.each([
    ['机器学习', ['机器学习导论', '古典音乐欣赏']],
    ['莫扎特', ['古典音乐欣赏']],
    ['音乐', ['古典音乐欣赏']],
    ['动态规划', ['算法十讲']],
    ['deep learning', ['Deep Learning for Everyone', 'Learning to cook']],
    ['ＤＥＥＰ', ['Deep Learning for Everyone', 'Learning to cook']],
    ['beginner food', ['Learning to cook']],
    ['learn', []],
    ['机器学习 莫扎特', ['古典音乐欣赏']],
    ['不存在的词', []],
    ['!!! ，', []],
    [`' & | ! :* \\ (`, []],
  ])('%s', async (query, expected) => {
    expect(await titles(query)).toEqual(expected);
  });

  test('a word past the preview cut is found, but its place weighs nothing', async () => {
    const [found] = await catalogue.search('量子', {}, first(10));
    expect(found.content.title).toBe('算法十讲');
    expect(found.place.rank).toBe(0);
  });

  test('unlisted contents are not found', async () => {
    expect(await titles('上架')).toEqual([]);
  });

  test('a Chinese word is found where the sentence cuts it otherwise', () => {
    expect(searchQuery('数据结构')).toBe("('数据结构' | ('数据' & '结构'))");
    expect(searchVector({ title: '数据，结构', summary: '', body: '', previewChars: 0, tags: [] })).toBe("'数据':1A '结构':2A");
  });

  test('weights and the cut stand in the vector', () => {
    expect(searchVector({ title: 'a', tags: ['b'], summary: 'c', body: 'd a secret d', previewChars: 3, })).toBe("'a':1A,5D 'b':2B 'c':3C 'd':4D 'secret'");
  });
});

describe('pages', () => {
  /** In the order in which rows are read. */
  async function walk(page: (place: CataloguePlace | null) => ReturnType<Catalogue['page']>): Promise<string[]> {
    const [seen, limit] = [[] as string[], 20];
    for (let after: CataloguePlace | null = null, turns = 0; turns < limit; turns++) {
      const rows = await page(after);
      if (!rows.length) return seen;
      seen.push(...rows.map(({ content }) => content.title));
      after = rows.at(-1)!.place;
    }
    throw new Error('the list does not end');
  }

  test('the list is newest first, without holes or repeats, in pages of any size', async () => {
    const all = ['Learning to cook', 'Deep Learning for Everyone', '算法十讲', '古典音乐欣赏', '机器学习导论'];
    for (const size of [1, 2, 3, 50]) expect(await walk((after) => catalogue.page({}, first(size, after)))).toEqual(all);
    for (const size of [1, 2, 3, 50]) expect(await walk((before) => catalogue.page({}, last(size, before)))).toEqual([...all].reverse());
    expect(await catalogue.count(null, {})).toBe(5);
  });

  test('between two places only what lies between, from either end', async () => {
    const [{ place: after }, , , { place: before }] = await catalogue.page({}, first(4));
    const between = async (isBackward: boolean) => (await catalogue.page({}, { most: 9, isBackward, after, before })).map(({ content }) => content.title);
    expect([await between(false), await between(true)]).toEqual([['Deep Learning for Everyone', '算法十讲'], ['算法十讲', 'Deep Learning for Everyone']]);
  });

  test('a search pages over equal ranks too', async () => {
    await addContents(test_.database, Array.from({ length: 7 }, (_, i) => ({ title: `分页 ${i}`, tags: ['分页'] })));
    const whole = await titles('分页');
    expect([...whole].sort()).toEqual(Array.from({ length: 7 }, (_, i) => `分页 ${i}`));
    for (const size of [1, 2, 3]) expect(await walk((after) => catalogue.search('分页', {}, first(size, after)))).toEqual(whole);
    for (const size of [1, 2, 3]) expect(await walk((before) => catalogue.search('分页', {}, last(size, before)))).toEqual([...whole].reverse());
    expect(await catalogue.count('分页', {})).toBe(7);
    expect(await catalogue.count('，', {})).toBe(0);
  });

  test.each<[CatalogueFilter, string[]]>([
    [{ kinds: ['course'] }, ['机器学习导论']],
    [{ language: 'en' }, ['Learning to cook', 'Deep Learning for Everyone']],
    [{ tags: ['beginner', 'ai'] }, ['Deep Learning for Everyone']],
  ])('filter %j', async (filter, expected) => {
    expect((await catalogue.page(filter, first(50))).map(({ content }) => content.title)).toEqual(expected);
    expect(await catalogue.count(null, filter)).toBe(expected.length);
  });

  test('by author and by partner', async () => {
    expect((await catalogue.page({ authorId }, first(50))).map(({ content }) => content.title)).toEqual(['古典音乐欣赏']);
    expect(await titles('算法', { partnerId })).toEqual(['算法十讲']);
    expect(await titles('音乐', { partnerId })).toEqual([]);
  });
});

test('a monstrous text is indexed as far as Postgres can hold it', async () => {
  const words = Array.from({ length: 20_000 }, (_, i) => `w${i.toString(36)}${'x'.repeat(5)}`);
  const bodies = [words.join(' '), Array.from({ length: 66_000 }, (_, i) => String.fromCodePoint(0x20000 + (i % 42_000))).join(''), '知'.repeat(200_000), 'y'.repeat(200_000),
    // Every pair of characters a new word: about 100,000 of them.
    Array.from({ length: 200_000 }, (_, i) => String.fromCodePoint(0x4e00 + ((i * 7919 + Math.floor(i / 20_000) * 104_729) % 20_000))).join('')];
  for (const previewChars of [0, 200_000]) {
    await addContents(test_.database, bodies.map((body) => ({ title: '巨大', body, previewChars })));
  }
  expect((await catalogue.search(words[0], {}, first(5))).map(({ content }) => content.title)).toEqual(['巨大', '巨大']);
  expect((await catalogue.search('机器学习 '.repeat(50_000), {}, first(5))).map(({ content }) => content.title)).toEqual(['机器学习导论', '古典音乐欣赏']);
});
