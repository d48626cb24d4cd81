import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { SandboxGateway } from '../../server/adapters/payment/sandbox.js';
import { Audit } from '../../server/audit/audit.js';
import { Checkouts } from '../../server/billing/checkouts.js';
import { Offers } from '../../server/billing/offers.js';
import { Orders } from '../../server/billing/orders.js';
import { Payments } from '../../server/billing/payments.js';
import { Contents } from '../../server/content/contents.js';
import { systemActor } from '../../server/platform/actor.js';
import { readConfig } from '../../server/platform/config.js';
import { FieldEncryption } from '../../server/platform/field-encryption.js';
import { Idempotency } from '../../server/platform/idempotency.js';
import { newId } from '../../server/platform/ids.js';
import { openLog } from '../../server/platform/log.js';
import { Outbox } from '../../server/platform/outbox.js';
import { SigningKeys } from '../../server/platform/signing-keys.js';
import { expireOrders } from '../../workers/expire-orders.js';
import type { RunningJob, WorkerServices } from '../../workers/processor.js';
import { publishContents } from '../../workers/publish-contents.js';
import { refundPayment } from '../../workers/refund-payment.js';
import { resumeRefunds } from '../../workers/resume-refunds.js';
import { addAccount, addContents, handClock } from '../support/content-factories.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';

let test_: TestDatabase;
let services: WorkerServices;
const clock = handClock();
const notes: string[] = [];
const job: RunningJob = { id: 'job', attempt: 1, lastAttempt: false, signal: new AbortController().signal, report: () => {}, note: (line) => { notes.push(line); } };

beforeAll(async () => {
  test_ = await openTestDatabase();
  const { database } = test_;
  services = {
    database, outbox: new Outbox(newId), audit: new Audit(database, clock, newId), clock, newId, log: openLog('test', 'silent'), config: readConfig({ NODE_ENV: 'test' }),
    signingKeys: new SigningKeys(database),
  };
});
afterAll(() => test_.close());

test('publish-contents publishes what is due and says how much', async () => {
  const operator = await addAccount(test_.database, 'operator');
  const contents = new Contents(test_.database, services.audit, clock, newId);
  for (const minutes of [1, 2, 90]) {
    let content = await contents.create({ kind: 'article', title: `${minutes}` }, operator);
    for (const action of ['contentSubmit', 'contentApprove'] as const) content = await contents.move(action, { id: content.id, expectedVersion: content.version }, operator);
    await contents.move('contentSchedule', { id: content.id, expectedVersion: content.version, publishAt: new Date(clock().getTime() + minutes * 60_000) }, operator);
  }
  const work = publishContents(services);
  expect(await work({}, job)).toEqual({ published: 0 });
  clock.move(120_000);
  expect(await work({}, job)).toEqual({ published: 2 });
  expect(await work({}, job)).toEqual({ published: 0 });
  expect(notes.splice(0)).toEqual(['2 contents published']);
});

test('expire-orders ends what was not paid; refund-payment sends late money of a cancelled order back, once', async () => {
  const { database } = test_;
  const [contentId] = await addContents(database, [{ title: '课' }], clock);
  const buyer = await addAccount(database);
  const gateway = new SandboxGateway(database, 'http://localhost', () => Promise.resolve(), clock, newId, new FieldEncryption(database, []));
  const orders = new Orders(database, services.audit, clock, newId);
  const checkouts = new Checkouts(database, orders, new Idempotency(database), gateway, clock);
  const { id: offerId } = await database.transaction((tx) => new Offers(database, services.audit, clock, newId).create(tx, { contentId, kind: 'one_off', title: '单买', amountMinor: 100n, currency: 'CNY' }, systemActor('test')));
  const [late, cancelled] = [await checkouts.start({ offerId, idempotencyKey: 'a' }, buyer), await checkouts.start({ offerId, idempotencyKey: 'b' }, buyer)];
  await database.transaction((tx) => orders.cancel(tx, { id: cancelled.id, expectedVersion: cancelled.version }, buyer));
  const [{ id: paymentId, provider_ref: ref }] = await database.query<{ id: string; provider_ref: string }>('SELECT id, provider_ref FROM payments WHERE order_id = $1', [cancelled.id]);
  await new Payments(database, services.outbox, services.audit, clock, newId).receive('sandbox', { eventId: 'late', ref, kind: 'succeeded', amountMinor: 100n, currency: 'CNY' });

  clock.move(30 * 60_000);
  expect(await expireOrders(services)({}, job)).toEqual({ expired: 1 });
  expect(await expireOrders(services)({}, job)).toEqual({ expired: 0 });
  expect(await database.query('SELECT state FROM orders WHERE id = $1', [late.id])).toEqual([{ state: 'expired' }]);

  const [{ payload }] = await database.query<{ payload: { paymentId: string } }>(`SELECT payload FROM outbox WHERE job = 'refund-payment'`);
  expect(payload).toEqual({ paymentId });

  // Waiting in the outbox, or tried lately: under way. Lost with its queue: requested again, once.
  const resume = resumeRefunds(services);
  const requested = async () => (await database.query(`SELECT FROM outbox WHERE job = 'refund-payment'`)).length;
  clock.move(3 * 3_600_000);
  expect([await resume({}, job), await requested()]).toEqual([{ resumed: 0 }, 1]);
  await database.query('UPDATE outbox SET relayed_at = $1', [clock()]);
  clock.move(3_600_000);
  expect([await resume({}, job), await requested()]).toEqual([{ resumed: 0 }, 1]);
  clock.move(3_600_001);
  expect(await Promise.all([resume({}, job), resume({}, job)])).toEqual(expect.arrayContaining([{ resumed: 1 }]));
  expect([await resume({}, job), await requested()]).toEqual([{ resumed: 0 }, 2]);

  const refund = refundPayment(services);
  await Promise.all([refund(payload, job), refund(payload, job)]);
  await refund(payload, job);
  expect(await database.query('SELECT kind FROM payment_events WHERE payment_id = $1 ORDER BY id', [paymentId])).toEqual([{ kind: 'closed' }, { kind: 'succeeded' }, { kind: 'refunded' }]);
  expect(notes.splice(0)).toEqual(['1 orders expired', '1 refunds requested again', 'sent back']);
  await database.query('UPDATE outbox SET relayed_at = $1', [clock()]);
  clock.move(24 * 3_600_000);
  expect(await resume({}, job)).toEqual({ resumed: 0 });
});
