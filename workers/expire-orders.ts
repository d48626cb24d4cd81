import { Orders } from '../server/billing/orders.js';
import type { Processor, WorkerServices } from './processor.js';

/** Every minute: orders that were not paid in time expire and their payments close. Money that comes later still counts: see settlement.ts. */
export function expireOrders({ database, audit, clock, newId }: WorkerServices): Processor<'expire-orders'> {
  const orders = new Orders(database, audit, clock, newId);
  return async (_payload, job) => {
    const expired = await orders.expireDue();
    if (expired) job.note(`${expired} orders expired`);
    return { expired };
  };
}
