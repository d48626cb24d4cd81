import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { startPlatform, type RunningPlatform } from './platform.js';
import { openChromium, Visitor } from './visitor.js';

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

describe('a partner manager', () => {
  const title = `浏览器里起草的协议 ${Date.now()}`;
  let visitor: Visitor;
  beforeAll(async () => { visitor = await Visitor.arrive(browser, platform.url); });
  afterAll(() => visitor.leave());

  test('is told in one sentence that the password is wrong', async () => {
    await visitor.signIn('manager@demo.tandem', 'not the password');
    await visitor.page.getByText('邮箱或密码不正确。').waitFor();
    expect(visitor.complaints.filter((complaint) => !complaint.includes('401'))).toEqual([]);
    visitor.complaints.length = 0;
  });

  test('signs in, sees the numbers of the platform, and is still signed in after a reload', async () => {
    await visitor.signIn('manager@demo.tandem');
    await visitor.page.getByText('最近 30 天').waitFor();
    await visitor.page.locator('.MuiChartsSurface-root').first().waitFor();
    await visitor.page.reload();
    await visitor.page.getByText('最近 30 天').waitFor();
    expect(await visitor.page.locator('input[name=email]').count()).toBe(0);
  });

  test('sees the menu that the authorisation table gives: contracts, but no accounts', async () => {
    const menu = await visitor.page.locator('.RaMenu-open').innerText();
    expect(menu).toContain('合作协议');
    expect(menu).toContain('信息流检查');
    expect(menu).not.toContain('账户');
    expect(menu).not.toContain('作业');
  });

  test('finds a partner by its name and opens it with its contracts', async () => {
    await visitor.go('partners');
    await visitor.page.getByPlaceholder('搜索').fill('启明');
    await visitor.page.getByRole('cell', { name: '启明知识出版社' }).click();
    await visitor.page.getByRole('heading', { name: '启明知识出版社', level: 2 }).waitFor();
    await visitor.page.getByRole('link', { name: '年度专栏共创协议' }).waitFor();
  });

  test('drafts a contract with a clause of its own', async () => {
    const { page } = visitor;
    await visitor.go('contracts/create');
    await page.getByLabel('合作方', { exact: false }).first().fill('云澜');
    await page.getByRole('option', { name: '云澜健康' }).click();
    await page.getByLabel('标题').fill(title);
    await page.getByLabel('开始').fill('2031-01-01T00:00');
    await page.getByLabel('结束').fill('2032-01-01T00:00');
    await page.locator('.button-add').click();
    await page.getByLabel('条款类型').click();
    await page.getByRole('option', { name: '收入分成' }).click();
    await page.getByLabel('合作方所得（%）').fill('12.5');
    await page.getByLabel('计算基数').click();
    await page.getByRole('option', { name: '扣除税费后的收入' }).click();
    await page.getByLabel('保底').fill('1,200.50');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByRole('heading', { name: title }).first().waitFor();
    const terms = await page.locator('#main-content').innerText();
    expect(terms).toContain('12.5%');
    expect(terms).toContain('¥1,200.50');
  });

  test('changes the terms of the draft, and only what was changed', async () => {
    const { page } = visitor;
    await page.locator('[data-action=contractEdit]').click();
    await page.getByLabel('合作方所得（%）').fill('20');
    await page.getByRole('button', { name: '编辑条款' }).click();
    await page.getByText('20%').first().waitFor();
    expect(await page.locator('#main-content').innerText()).toContain('¥1,200.50');
  });

  test('moves a contract with the menu of its card, from the keyboard', async () => {
    await visitor.go('contract-board');
    const { page } = visitor;
    const draft = page.locator('[data-column=DRAFT] [data-contract]', { hasText: title });
    await draft.getByRole('button').press('Enter');
    await page.locator('[role=menuitem][data-action=contractOffer]').press('Enter');
    await page.getByRole('button', { name: '确定' }).click();
    await page.locator('[data-column=OFFERED] [data-contract]', { hasText: title }).waitFor();
    expect(await draft.count()).toBe(0);
  });

  test('moves a contract by dragging it, gives the reason that is asked for, and moves it back', async () => {
    const { page } = visitor;
    const active = page.locator('[data-column=ACTIVE] [data-contract]').first();
    const code = await active.getAttribute('data-contract');
    await active.dragTo(page.locator('[data-column=SUSPENDED]'));
    await page.getByLabel('原因').fill('季度对账之前先中止');
    await page.getByRole('button', { name: '确定' }).click();
    const suspended = page.locator(`[data-column=SUSPENDED] [data-contract="${code}"]`);
    await suspended.waitFor();

    await suspended.dragTo(page.locator('[data-column=SCHEDULED]'));
    await page.getByText('协议不能从“已中止”转为“待生效”。').waitFor();

    await suspended.dragTo(page.locator('[data-column=ACTIVE]'));
    await page.getByRole('button', { name: '确定' }).click();
    await page.locator(`[data-column=ACTIVE] [data-contract="${code}"]`).waitFor();
  });

  test('asks why a reader sees what he sees', async () => {
    await visitor.go('feed-inspector');
    const { page } = visitor;
    await page.getByLabel('读者（外部标识）').fill('demo');
    await page.getByRole('option').nth(1).click();
    await page.locator('[data-slot="0"]').waitFor();
    const reasons = await page.locator('[data-slot]').first().locator('ul').innerText();
    expect(reasons.trim()).not.toBe('');
    expect(page.url()).toContain('reader=');
    expect(await page.locator('[data-slot]').count()).toBe(20);
  });

  test('caused no error on the way and nothing was asked of another server', () => {
    expect(visitor.complaints).toEqual([]);
  });
});

describe('an analyst', () => {
  let visitor: Visitor;
  beforeAll(async () => {
    visitor = await Visitor.arrive(browser, platform.url, { locale: 'en-US' });
    await visitor.signIn('analyst@demo.tandem');
    await visitor.page.getByText('Last 30 days').waitFor();
  });
  afterAll(() => visitor.leave());

  const retrain = async (reason: string) => {
    const { page } = visitor;
    await visitor.go('model-runs');
    await page.locator('[data-action=retrainStart]').click();
    await page.getByLabel('Reason').fill(reason);
    await page.getByRole('dialog').getByRole('button', { name: 'Retrain' }).click();
    await page.waitForURL(/model-runs\/.+\/show/);
  };

  test('starts a retrain and watches it end, live', async () => {
    const { page } = visitor;
    await retrain('seen from a browser');
    await page.getByText('Live', { exact: true }).waitFor();
    await page.getByText('Live', { exact: true }).waitFor({ state: 'detached', timeout: 90_000 });
    await page.getByText(/^(Champion|Rejected)$/).first().waitFor();
    await page.getByRole('cell', { name: /popularity/ }).waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  test('watches the next one end where streams do not come through', async () => {
    const { page } = visitor;
    await page.route('**/graphql/stream', (route) => route.abort());
    await retrain('behind a bad proxy');
    await page.getByText('Refreshed every two seconds').waitFor();
    await page.getByText(/^(Refreshed every two seconds|Live)$/).waitFor({ state: 'detached', timeout: 90_000 });
    await page.getByText(/^(Champion|Rejected)$/).first().waitFor();
    expect(visitor.complaints.filter((complaint) => !complaint.includes('net::ERR_FAILED'))).toEqual([]);
  });
});
