import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Locator } from 'playwright-core';
import { buildDigest, openReferencePartner, type ReferencePartner } from '../reference-partner/reference-partner.js';
import { freePort, startPlatform, type RunningPlatform } from './platform.js';
import { openChromium, Visitor } from './visitor.js';

/**
 * One cooperation from its application to its money, on one platform: screening, due diligence by two, a contract that both sign, a
 * content feed that both accept, a sale to a reader, the statement of the month and its payout by two persons. What people do is done
 * in the console; what other programs do (the applicant's site, the reader's app) is asked of the api.
 */
const DAY_MS = 86_400_000;
const stamp = Date.now();
const name = `拾光书局 ${stamp}`;
const partnerEmail = `shiguang-${stamp}@example.test`;
const password = 'a-shelf-of-light';
const share = '50';

let platform: RunningPlatform;
let browser: Browser;
let port: number;
let reference: ReferencePartner | undefined;
let manager: Visitor;
let operator: Visitor;
let theirs: Visitor;
let partnerPath: string;
let contractPath: string;
let connectorPath: string;

beforeAll(async () => {
  port = await freePort();
  platform = await startPlatform({ PARTNER_HTTP_ALLOW: `127.0.0.1:${port}`, PAYMENT_SANDBOX: 'on' });
  browser = await openChromium();
  await arrive();
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await reference?.close();
  await platform?.stop();
}, 30_000);

async function arrive(): Promise<void> {
  [manager, operator] = [await enter('manager@demo.tandem'), await enter('operator@demo.tandem')];
}

async function enter(email: string, word?: string): Promise<Visitor> {
  const visitor = await Visitor.arrive(browser, platform.url);
  await visitor.signIn(email, word);
  await visitor.page.locator('.RaMenu-open').waitFor();
  return visitor;
}

const dialogOf = ({ page }: Visitor) => page.getByRole('dialog');
const choose = async (visitor: Visitor, field: Locator, option: string) => {
  await field.click();
  await visitor.page.getByRole('option', { name: option }).first().click();
};
/** Presses the button of an action, answers what it asks, and waits until it is done. */
async function act(visitor: Visitor, action: string, answer: (dialog: Locator) => Promise<void> = async () => {}): Promise<void> {
  await visitor.page.locator(`[data-action="${action}"]`).first().click();
  const dialog = dialogOf(visitor);
  await dialog.waitFor();
  await answer(dialog);
  await dialog.locator('button.MuiButton-contained').click();
  await dialog.waitFor({ state: 'detached' });
  await visitor.settle();
}
const shows = ({ page }: Visitor, state: string) => page.locator('#main-content .MuiChip-label', { hasText: state }).first().waitFor();
const pathOf = ({ page }: Visitor) => new URL(page.url()).pathname.replace('/admin/', '');

// oxlint-disable-next-line typescript/no-explicit-any -- answers are asserted on, not typed
async function ask(query: string, variables: object = {}, token?: string): Promise<any> {
  const response = await fetch(`${platform.url}/graphql`, {
    method: 'POST', headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }, body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json() as { data: Record<string, unknown>; errors?: { message: string }[] };
  if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
  return data;
}
// oxlint-disable-next-line typescript/no-explicit-any -- as above
async function change(mutation: string, input: object, select: string, token?: string): Promise<any> {
  const type = `${mutation[0].toUpperCase()}${mutation.slice(1)}Input`;
  const { outcome } = await ask(`mutation ($input: ${type}!) { outcome: ${mutation}(input: $input) { result { ${select} } userErrors { message } } }`, { input }, token);
  expect(outcome.userErrors).toEqual([]);
  return outcome.result;
}
const tokenOf = async (email: string, word = 'tandem-demo') => (await change('signIn', { email, password: word }, 'accessToken')).accessToken as string;

test('somebody applies, with what the platform’s own site asks for', async () => {
  const { code } = await change('partnerApply', { name, kind: 'CONTENT_PRODUCER', industry: '出版', contactEmail: `books-${stamp}@example.test`, statement: '三千种图书，愿与平台共建专栏。', idempotencyKey: randomUUID() }, 'code');
  expect(code).toMatch(/^P-\d{4}-\d{4}$/);
  await manager.go(`partners?filter=${encodeURIComponent(JSON.stringify({ q: name }))}`);
  await manager.page.getByText(name).first().click();
  await manager.page.getByRole('heading', { name }).first().waitFor();
  partnerPath = pathOf(manager);
  await shows(manager, '已申请');
});

test('is screened by evidence: without it the step to due diligence is refused', async () => {
  await act(manager, 'partnerScreen');
  await shows(manager, '筛选中');
  await manager.page.locator('[data-action="partnerExamine"]').first().click();
  await dialogOf(manager).locator('button.MuiButton-contained').click();
  await manager.page.locator('.MuiSnackbar-root').waitFor();
  await manager.go(partnerPath);
  await shows(manager, '筛选中');
  const evidence = { 可用内容量: '3100', 版权清晰率: '0.97', 月均新作: '85', 交付格式合格率: '0.96', 安全等级: '4', 主体与资质: '1', 履约准时率: '0.97', 读者评分: '4.6' };
  for (const [criterion, value] of Object.entries(evidence)) {
    await act(manager, 'evidenceAdd', async (dialog) => {
      await choose(manager, dialog.getByLabel('指标'), criterion);
      await dialog.getByLabel('数值').fill(value);
      await dialog.getByLabel('观测数').fill('200');
      await dialog.getByLabel('来源').fill('现场核验');
      await dialog.getByLabel('我已看过证明材料').check();
    });
  }
  await act(manager, 'partnerExamine');
  await shows(manager, '尽职调查');
});

test('is examined by two persons, and approved', async () => {
  const review = async (reviewer: Visitor) => {
    await reviewer.go(partnerPath);
    await act(reviewer, 'dueDiligenceReview', (dialog) => dialog.getByLabel('查了什么，发现了什么').fill('工商登记与版权合同均已核对。'));
  };
  await review(manager);
  await review(operator);
  await manager.go(partnerPath);
  await act(manager, 'partnerApprove');
  await act(manager, 'partnerOnboard');
  await shows(manager, '接入中');
});

test('its people get an account of their own', async () => {
  const { page } = operator;
  await operator.go('accounts/create');
  await page.locator('input[name=displayName]').fill('顾时光');
  await page.locator('input[name=email]').fill(partnerEmail);
  await page.locator('input[name=password]').fill(password);
  await choose(operator, page.getByLabel('角色'), '合作方');
  await page.getByLabel('合作方', { exact: false }).last().fill(name);
  await page.getByRole('option', { name }).click();
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByRole('heading', { name: '顾时光' }).first().waitFor();
  theirs = await enter(partnerEmail, password);
});

test('a contract is offered, agreed to, and signed by both: it is in force', async () => {
  const { page } = manager;
  await manager.go('contracts/create');
  await page.getByLabel('合作方', { exact: false }).first().fill('拾光');
  await page.getByRole('option', { name }).click();
  await page.getByLabel('标题').fill('图书专栏合作');
  const local = (ms: number) => new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  await page.getByLabel('开始').fill(local(Date.now()));
  await page.getByLabel('结束').fill(local(Date.now() + 365 * DAY_MS));
  await page.locator('.button-add').click();
  await choose(manager, page.getByLabel('条款类型'), '收入分成');
  await page.getByLabel('合作方所得（%）').fill(share);
  await choose(manager, page.getByLabel('计算基数'), '读者支付的全部');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByRole('heading', { name: '图书专栏合作' }).first().waitFor();
  contractPath = pathOf(manager);
  await act(manager, 'contractOffer');
  await theirs.go(contractPath);
  await act(theirs, 'contractAgree');
  await act(theirs, 'contractSign');
  await manager.go(contractPath);
  await act(manager, 'contractSign');
  await shows(manager, '生效中');
  await manager.go(partnerPath);
  await act(manager, 'partnerActivate');
  await shows(manager, '合作中');
});

test('its content feed is configured, keeps what its end has to do, is accepted by both and goes live', async () => {
  const { page } = manager;
  await manager.go('connectors/create');
  await page.getByLabel('合作方', { exact: false }).first().fill('拾光');
  await page.getByRole('option', { name }).click();
  await choose(manager, page.getByLabel('类型'), '内容供给');
  await page.getByLabel('名称').fill('图书供给');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByRole('heading', { name: '图书供给' }).first().waitFor();
  connectorPath = pathOf(manager);
  await page.locator('[data-action="connectorRotateSecret"]').click();
  await dialogOf(manager).locator('button.MuiButton-contained').click();
  const secret = await dialogOf(manager).locator('input').inputValue();
  reference = await openReferencePartner({ secret, port });
  await page.getByRole('button', { name: '关闭' }).click();
  await manager.go(connectorPath);
  await act(manager, 'connectorConfigure', async (dialog) => {
    await dialog.getByLabel('地址').fill(reference!.addressOf('content_feed'));
    await dialog.getByLabel('构建（SHA-256）').fill(buildDigest);
    for (const capability of ['条件请求', '分页', '权利窗口', '删除通知']) await dialog.getByLabel(capability).check();
  });
  await act(manager, 'connectorTest');
  await page.getByText('全部符合要求。').waitFor();
  await act(manager, 'connectorAccept');
  await theirs.go(connectorPath);
  await act(theirs, 'acceptanceSign');
  await shows(theirs, '已验收');
  await manager.go(connectorPath);
  await act(manager, 'connectorGoLive');
  await shows(manager, '已上线');
});

test('what the feed brings is sold, and the balance of the partner shows its share', async () => {
  await manager.go(connectorPath);
  await act(manager, 'contentFeedSet:PUBLISH');
  await manager.page.locator('[data-action="contentFeedImport"]').click();
  await manager.page.locator('#main-content .MuiChip-label', { hasText: '已完成' }).first().waitFor();
  await theirs.go(`contents?filter=${encodeURIComponent(JSON.stringify({ q: '量子纠缠入门' }))}`);
  await theirs.page.getByText('量子纠缠入门').first().waitFor();
  await operator.go(`contents?filter=${encodeURIComponent(JSON.stringify({ q: '量子纠缠入门' }))}`);
  const { page } = operator;
  await page.getByText('量子纠缠入门').first().click();
  await page.getByRole('button', { name: '新建售卖方案' }).click();
  const dialog = dialogOf(operator);
  await dialog.getByLabel('标题').fill('单本');
  await dialog.getByLabel('价格').first().fill('39.90');
  await dialog.getByRole('button', { name: '保存' }).click();
  await page.getByText('¥39.90').first().waitFor();
  const content = decodeURIComponent(pathOf(operator).split('/')[1]);
  const reader = await tokenOf('reader@demo.tandem');
  const { offers } = (await ask('query ($id: ID!) { node(id: $id) { ... on Content { offers { id } } } }', { id: content }, reader)).node;
  const order = await change('checkoutStart', { offerId: offers[0].id, idempotencyKey: randomUUID() }, 'id', reader);
  expect(await change('sandboxPay', { orderId: order.id, outcome: 'SUCCEED', idempotencyKey: randomUUID() }, 'state', reader)).toEqual({ state: 'FULFILLED' });
}, 180_000);

/** Looks again until what a job makes is there. */
async function appears(visitor: Visitor, text: string): Promise<void> {
  for (const deadline = Date.now() + 120_000; Date.now() < deadline && await visitor.page.getByText(text).count() === 0;) {
    await visitor.page.waitForTimeout(1_000);
    await visitor.page.reload();
    await visitor.settle();
  }
  await visitor.page.getByText(text).first().waitFor();
}

test('after the month the statement is acknowledged, two persons pay it, and the bank confirms', async () => {
  await Promise.all([manager, operator, theirs].map((visitor) => visitor.leave()));
  await platform.sleep(40 * DAY_MS);
  await arrive();
  theirs = await enter(partnerEmail, password);
  await theirs.go('statements');
  await appears(theirs, '已出具');
  await theirs.page.getByText('已出具').first().click();
  await theirs.page.getByText('¥19.95').first().waitFor();
  const statementPath = pathOf(theirs);
  await act(theirs, 'statementAcknowledge');
  await manager.go(statementPath);
  await act(manager, 'payoutPropose');
  await operator.go('payouts');
  await operator.page.locator('tr', { hasText: name }).locator('.MuiChip-label').first().click();
  await act(operator, 'payoutApprove');
  await theirs.go('payouts');
  await appears(theirs, '已到账');
}, 300_000);

test('shows no error and no barrier on the way, to anybody', async () => {
  for (const visitor of [manager, operator, theirs]) {
    expect(visitor.complaints).toEqual([]);
    expect(await visitor.barriers()).toEqual([]);
  }
});
