import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { buildDigest, openReferencePartner, type ReferencePartner } from '../reference-partner/reference-partner.js';
import { freePort, startPlatform, type RunningPlatform } from './platform.js';
import { openChromium, Visitor } from './visitor.js';

let platform: RunningPlatform;
let browser: Browser;
let port: number;
let partner: ReferencePartner | undefined;

beforeAll(async () => {
  port = await freePort();
  platform = await startPlatform({ PARTNER_HTTP_ALLOW: `127.0.0.1:${port}` });
  browser = await openChromium();
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await partner?.close();
  await platform?.stop();
}, 30_000);

describe('a content feed from registration to live', () => {
  const name = `课程供给 ${Date.now()}`;
  let manager: Visitor;
  let theirs: Visitor;
  let path: string;

  beforeAll(async () => {
    manager = await Visitor.arrive(browser, platform.url);
    theirs = await Visitor.arrive(browser, platform.url, { locale: 'en-US' });
    await manager.signIn('manager@demo.tandem');
    await manager.page.getByText('最近 30 天').waitFor();
    await theirs.signIn('partner@demo.tandem');
    await theirs.page.locator('.RaMenu-open').waitFor();
  });
  afterAll(async () => {
    await manager.leave();
    await theirs.leave();
  });

  const press = (visitor: Visitor, action: string) => visitor.page.locator(`[data-action="${action}"]`).click();
  const confirm = ({ page }: Visitor) => page.getByRole('dialog').locator('button.MuiButton-contained').click();
  const reached = ({ page }: Visitor, state: string) => page.locator('#main-content .MuiChip-label', { hasText: state }).first().waitFor();

  test('is registered, and its secret is shown once', async () => {
    const { page } = manager;
    await manager.go('connectors/create');
    await page.getByLabel('合作方', { exact: false }).first().fill('启明');
    await page.getByRole('option', { name: '启明知识出版社' }).click();
    await page.getByLabel('类型').click();
    await page.getByRole('option', { name: '内容供给' }).click();
    await page.getByLabel('名称').fill(name);
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByRole('heading', { name }).first().waitFor();
    path = new URL(page.url()).pathname.replace('/admin/', '');
    await press(manager, 'connectorRotateSecret');
    await confirm(manager);
    const secret = await page.getByRole('dialog').locator('input').inputValue();
    expect(secret).toMatch(/^whsec_/);
    partner = await openReferencePartner({ secret, port });
    await page.getByRole('button', { name: '关闭' }).click();
    await manager.go(path);
    expect(await page.content()).not.toContain(secret);
  });

  test('is configured and keeps what a partner’s end has to do: every scenario is shown with its verdict and its steps', async () => {
    const { page } = manager;
    await press(manager, 'connectorConfigure');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('地址').fill(partner!.addressOf('content_feed'));
    await dialog.getByLabel('构建（SHA-256）').fill(buildDigest);
    for (const capability of ['条件请求', '分页', '权利窗口', '删除通知']) await dialog.getByLabel(capability).check();
    await confirm(manager);
    await reached(manager, '已配置');
    await press(manager, 'connectorTest');
    await confirm(manager);
    await page.getByText('全部符合要求。').waitFor();
    await page.locator('li button[aria-expanded]').first().click();
    await page.getByText(partner!.addressOf('content_feed')).first().waitFor();
    expect(await page.locator('#main-content .MuiChip-label', { hasText: '失败' }).count()).toBe(0);
  });

  test('is accepted by both sides, each on its own page, and goes live', async () => {
    await press(manager, 'connectorAccept');
    await confirm(manager);
    await manager.page.locator('[data-action="connectorAccept"]').waitFor();
    await theirs.go(path);
    await press(theirs, 'acceptanceSign');
    await confirm(theirs);
    await reached(theirs, 'Accepted');
    expect(await theirs.page.locator('[data-action="connectorGoLive"]').count()).toBe(0);
    await manager.go(path);
    await press(manager, 'connectorGoLive');
    await confirm(manager);
    await reached(manager, '已上线');
  });

  test('shows no error and no barrier on the way, to either side', async () => {
    expect(manager.complaints).toEqual([]);
    expect(theirs.complaints).toEqual([]);
    expect(await manager.barriers()).toEqual([]);
    expect(await theirs.barriers()).toEqual([]);
    expect(await manager.overflow()).toBe(0);
  });
});
