import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { startPlatform, type RunningPlatform } from './platform.js';
import { openChromium, Visitor, type VisitorOptions } from './visitor.js';

/** Every page of the console; `first:` opens the first row of a list. */
const pages = [
  '', 'partners', 'first:partners', 'partners/create', 'shortlist', 'contract-board', 'contracts', 'first:contracts', 'contracts/create', 'connectors', 'first:connectors', 'connectors/create', 'campaigns', 'first:campaigns', 'campaigns/create',
  'contents', 'first:contents', 'contents/create', 'offers', 'orders', 'statements', 'first:statements', 'payouts', 'first:payouts', 'balances', 'risk', 'privacy', 'risk-cases', 'first:risk-cases', 'risk-cases/create', 'exchange-rates', 'exchange-rates/create', 'feed-inspector', 'drift', 'readers', 'first:readers', 'model-runs', 'first:model-runs', 'jobs', 'first:jobs',
  'accounts', 'first:accounts', 'accounts/create', 'api-keys', 'audit',
];

/** A key of the messages on the page is a text that was forgotten. */
const bareKey = /\b(?:resources|enums|actions|errors|console|dashboard|drift|feed|connectors|contracts|contents|campaigns|risk|privacy|missing|screening|settlement|shortlist|runs|jobs|keys|billing|empty|ra)\.[a-z_-]+(?:\.[A-Za-z_]+)*\b/;

// A stalled machine may cost a page its answer; the first failure is printed even where the second look is fine.
jest.retryTimes(1, { logErrorsBeforeRetry: true });

let platform: RunningPlatform;
let browser: Browser;

beforeAll(async () => {
  platform = await startPlatform();
  browser = await openChromium();
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await platform?.stop();
}, 30_000);

const looks: [string, VisitorOptions][] = [
  ['wide, light, Chinese', { locale: 'zh-CN', colorScheme: 'light', width: 1280 }],
  ['360 pixels, dark, English', { locale: 'en-US', colorScheme: 'dark', width: 360 }],
];

describe.each(looks)('%s', (_name, look) => {
  let visitor: Visitor;
  beforeAll(async () => {
    visitor = await Visitor.arrive(browser, platform.url, look);
    await visitor.go('');
    expect(await visitor.barriers()).toEqual([]);
    await visitor.signIn('operator@demo.tandem');
    await visitor.page.locator('#main-content').waitFor();
  });
  afterAll(() => visitor.leave());

  test.each(pages)('/%s has no barrier, no untranslated text, no sideways scrolling and no error', async (page) => {
    await open(visitor, page);
    const text = await visitor.page.locator('body').innerText();
    expect({
      barriers: await visitor.barriers(), bareKey: bareKey.exec(text)?.[0], overflow: await visitor.overflow(), complaints: visitor.complaints.splice(0),
    }).toEqual({ barriers: [], bareKey: undefined, overflow: 0, complaints: [] });
  });
});

async function open(visitor: Visitor, page: string): Promise<void> {
  const list = page.replace(/^first:/, '');
  await visitor.go(list);
  if (list === page) return;
  await visitor.page.locator('#main-content tbody tr td:first-child, #main-content .RaSimpleList-listItem, #main-content li a, #main-content li [role=button]').first().click()
    .catch(async (error: Error) => { throw new Error(`${error.message}\nThe page complains: ${visitor.complaints.splice(0).join('\n')}\nIt shows: ${await visitor.page.locator('body').innerText()}`); });
  await visitor.page.waitForURL(/\/show$/);
  await visitor.settle();
}

test('the first load weighs at most 450 kB, compressed, and holds no script of its own', async () => {
  const read = async (path: string) => Buffer.from(await (await fetch(`${platform.url}${path}`)).arrayBuffer());
  const index = (await read('/admin/')).toString();
  const files = [...index.matchAll(/(?:src|href)="(\/admin\/assets\/[^"]+)"/g)].map(([, file]) => file);
  const bytes = (await Promise.all(files.map(read))).reduce((sum, file) => sum + gzipSync(file).length, gzipSync(index).length);
  expect(files.length).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(450_000);
  expect(index).not.toMatch(/<script(?![^>]*\bsrc=)/);
});
