import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { systemActor } from '../../../server/platform/actor.js';
import { DomainError } from '../../../server/platform/errors.js';
import { Idempotency } from '../../../server/platform/idempotency.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';

let db: TestDatabase;
let idempotency: Idempotency;
const actor = systemActor('test');

beforeAll(async () => {
  db = await openTestDatabase();
  await db.database.query('CREATE TABLE effects (n serial, note text)');
  idempotency = new Idempotency(db.database);
});
beforeEach(() => db.database.query('TRUNCATE effects, idempotency_keys'));
afterAll(() => db.close());

const effects = async () => Number((await db.database.query<{ count: string }>('SELECT count(*) FROM effects'))[0].count);
const pay = (key: string, input: unknown = { amount: 5n, at: new Date(0), list: [1] }, by = actor, operation = 'pay') => idempotency.once(by, key, operation, input, async (tx) => {
  await tx.query("INSERT INTO effects (note) VALUES ('paid')");
  return { id: 'x', amount: '5' };
});
const code = (work: Promise<unknown>) => work.then(() => 'none', (error: DomainError) => error.code);

describe('once', () => {
  test('same key and same input: one effect, the same answer', async () => {
    const answers = [await pay('k'), await pay('k'), await pay('k', { list: [1], at: new Date(0), amount: '5' })];
    expect(answers).toEqual(Array(3).fill({ id: 'x', amount: '5' }));
    expect(await effects()).toBe(1);
  });

  test('same key and other input, or another operation: refused, nothing done', async () => {
    await pay('k');
    expect(await code(pay('k', { amount: 6n }))).toBe('IDEMPOTENCY_MISMATCH');
    expect(await code(pay('k', undefined, actor, 'refund'))).toBe('IDEMPOTENCY_MISMATCH');
    expect(await effects()).toBe(1);
  });

  test('a key belongs to its actor', async () => {
    await pay('k');
    await pay('k', { other: 1 }, systemActor('somebody else'));
    expect(await effects()).toBe(2);
  });

  test('twenty at once: one effect, twenty answers', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => pay('k')));
    expect(answers).toEqual(Array(20).fill({ id: 'x', amount: '5' }));
    expect(await effects()).toBe(1);
  });

  test('a failed call leaves no effect and a free key', async () => {
    const work = jest.fn(async () => { throw new DomainError('PAYMENT_REFUSED'); });
    expect(await code(idempotency.once(actor, 'k', 'pay', {}, work))).toBe('PAYMENT_REFUSED');
    expect(await pay('k')).toEqual({ id: 'x', amount: '5' });
    expect([work.mock.calls.length, await effects()]).toEqual([1, 1]);
  });

  test('one that waits for a failing first one does the work itself', async () => {
    let fail!: () => void;
    const failed = new Promise<void>((done) => { fail = done; });
    let begun!: () => void;
    const running = new Promise<void>((done) => { begun = done; });
    const first = code(idempotency.once(actor, 'k', 'pay', { a: 1 }, async () => {
      begun();
      await failed;
      throw new DomainError('UNAVAILABLE');
    }));
    await running;
    const second = pay('k', { a: 1 });
    fail();
    expect([await first, await second, await effects()]).toEqual(['UNAVAILABLE', { id: 'x', amount: '5' }, 1]);
  });

  test('an answer of nothing is an answer, and keys have 1 to 200 characters', async () => {
    const nothing = () => idempotency.once(actor, 'n', 'x', null, async (tx) => { await tx.query("INSERT INTO effects (note) VALUES ('n')"); });
    await nothing();
    await nothing();
    expect(await effects()).toBe(1);
    expect(await code(pay(''))).toBe('BAD_INPUT');
    expect(await code(pay('k'.repeat(201)))).toBe('BAD_INPUT');
  });
});
