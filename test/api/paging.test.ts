import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Actor } from '../../server/platform/actor.js';
import { newId } from '../../server/platform/ids.js';
import { addContents } from '../support/content-factories.js';
import { buildTestApp, type TestApp } from '../support/app.js';

let api: TestApp;
let buyer: Actor;
beforeAll(async () => {
  api = await buildTestApp();
  buyer = await api.actor('reader');
  await addContents(api.database, Array.from({ length: 7 }, (_, at) => ({ title: `分页 ${at}`, tags: ['分页'], publishedAt: new Date(Date.UTC(2026, 0, 1 + Math.floor(at / 2))) })));
  const operator = await api.actor('operator');
  const make = async (name: string, type: string, input: object, as: Actor) => (await api.execute(`mutation ($input: ${type}!) { ${name}(input: $input) { result { id } } }`, { input }, as)).data[name].result.id;
  const offerId = await make('offerCreate', 'OfferCreateInput', { idempotencyKey: newId(), kind: 'SUBSCRIPTION', title: '会员月', price: { amountMinor: '100', currency: 'CNY' }, periodDays: 30 }, operator);
  for (let at = 0; at < 7; at++) await make('checkoutStart', 'CheckoutStartInput', { offerId, idempotencyKey: newId() }, buyer);
});
afterAll(() => api.close());

interface PageArgs { first?: number | null; after?: string | null; last?: number | null; before?: string | null }
interface PageInfo { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null }

describe.each([['contents', ''], ['contents', ', query: "分页"'], ['orders', '']])('%s%s', (list, more) => {
  const ask = (args: PageArgs) => api.execute(
    `query ($first: Int, $after: String, $last: Int, $before: String) { list: ${list}(first: $first, after: $after, last: $last, before: $before${more}) {
      totalCount edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`, { ...args }, buyer);
  const page = async (args: PageArgs) => {
    const { edges, pageInfo } = (await ask(args)).data.list as { edges: { cursor: string; node: { id: string } }[]; pageInfo: PageInfo };
    return { ids: edges.map(({ node }) => node.id), cursors: edges.map(({ cursor }) => cursor), pageInfo };
  };

  test('walked from the end it is the same list, in pages of any size', async () => {
    const { ids: all, pageInfo } = await page({ first: 100 });
    expect([all.length, new Set(all).size, pageInfo.hasNextPage, pageInfo.hasPreviousPage]).toEqual([7, 7, false, false]);
    for (const last of [1, 2, 3, 7, 100]) {
      const pages: string[][] = [];
      for (let [before, goesOn] = [null as string | null, true]; goesOn;) {
        const one = await page({ last, before });
        expect(one.pageInfo).toMatchObject({ hasNextPage: before !== null, startCursor: one.cursors[0], endCursor: one.cursors.at(-1) });
        pages.unshift(one.ids);
        [before, goesOn] = [one.pageInfo.startCursor, one.pageInfo.hasPreviousPage];
      }
      expect(pages.flat()).toEqual(all);
    }
  });

  test('between two cursors only what lies between, from either end', async () => {
    const { ids, cursors } = await page({ first: 100 });
    const between = { after: cursors[1], before: cursors[5] };
    expect(await page({ first: 2, ...between })).toMatchObject({ ids: ids.slice(2, 4), pageInfo: { hasNextPage: true, hasPreviousPage: true } });
    expect(await page({ last: 2, ...between })).toMatchObject({ ids: ids.slice(3, 5), pageInfo: { hasNextPage: true, hasPreviousPage: true } });
    expect(await page({ first: 9, ...between })).toMatchObject({ ids: ids.slice(2, 5), pageInfo: { hasNextPage: false } });
    expect((await page({ last: 3, before: cursors[0] })).ids).toEqual([]);
  });

  test('either first or last, 1 to 100; a foreign cursor is refused with its argument', async () => {
    const refusal = async (args: PageArgs) => { const { errors } = await ask(args); return [errors?.[0].extensions?.code, errors?.[0].extensions?.details ?? null]; };
    for (const args of [{}, { first: 1, last: 1 }]) expect((await refusal(args))[0]).toBe('BAD_INPUT');
    for (const args of [{ last: 0 }, { last: 101 }, { first: 0 }, { first: 101 }, { last: -1 }]) expect([args, (await refusal(args))[0]]).toEqual([args, expect.stringMatching(/^BAD_(USER_)?INPUT$/)]);
    expect(await refusal({ last: 1, before: 'nonsense' })).toEqual(['BAD_INPUT', { path: ['before'] }]);
    expect(await refusal({ last: 1, after: 'nonsense' })).toEqual(['BAD_INPUT', { path: ['after'] }]);
  });
});
