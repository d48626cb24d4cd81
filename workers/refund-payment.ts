import { noProvider } from '../server/adapters/payment/gateway.js';
import { deliverByHttp, SandboxGateway } from '../server/adapters/payment/sandbox.js';
import { Payments } from '../server/billing/payments.js';
import { FieldEncryption } from '../server/platform/field-encryption.js';
import type { Processor, WorkerServices } from './processor.js';

/**
 * Sends a payment back that nobody owed (a second success, or money after a cancellation). Payload: the payment. Harmless to
 * repeat. Fails while there is no provider; resume-refunds asks again.
 */
export function refundPayment({ database, outbox, audit, clock, newId, config }: WorkerServices): Processor<'refund-payment'> {
  const gateway = config.paymentSandbox ? new SandboxGateway(database, config.publicUrl, deliverByHttp(config), clock, newId, new FieldEncryption(database, config.fieldKeys)) : null;
  const payments = new Payments(database, outbox, audit, clock, newId);
  return async ({ paymentId }, job) => {
    if (!gateway) throw noProvider();
    if (await payments.refund(paymentId, gateway)) job.note('sent back');
  };
}
