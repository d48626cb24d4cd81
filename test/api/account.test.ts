import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { buildTestApp, type TestApp } from '../support/app.js';

let api: TestApp;
beforeAll(async () => { api = await buildTestApp(); });
afterAll(() => api.close());

const viewer = '{ viewer { role permissions account { id email role availableActions } reader { id } } }';

test('the viewer is told who he is and what he may call', async () => {
  for (let i = 0; i < 3; i++) {
    const nobody = await api.execute(viewer);
    expect(nobody.errors).toBeUndefined();
    expect(nobody.data.viewer).toMatchObject({ role: 'anonymous', account: null, reader: null });
    const reader = await api.execute(viewer, {}, 'reader');
    expect(reader.errors).toBeUndefined();
    expect(reader.data.viewer).toMatchObject({ role: 'reader', account: { role: 'READER', availableActions: ['passwordChange'] } });
    expect(reader.data.viewer.reader.id).toEqual(expect.any(String));
    expect(reader.statements).toBe(2);
  }
  const list = await api.execute('{ accountList { total items { id email } } auditList { total items { seq action noun nounId } } }', {}, 'operator');
  expect(list).toMatchObject({ data: { accountList: { total: 2 } } });
  expect(list.statements).toBe(2);
});
