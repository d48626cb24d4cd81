import type { Bank } from '../server/adapters/payout/bank.js';
import { systemActor } from '../server/platform/actor.js';
import type { Payouts } from '../server/settlement/payouts.js';
import type { Processor } from './processor.js';

/** Job move-payouts: no payload. Gives approved payouts to the bank and records what it says. The bank knows our number, so nobody is paid twice. */
export function movePayouts(payouts: Payouts, bank: Bank): Processor<'move-payouts'> {
  return async () => ({ moved: await payouts.moveDue(bank, systemActor('move-payouts')) });
}
