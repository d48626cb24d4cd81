import type { Clock } from '../server/platform/clock.js';
import type { Accruals } from '../server/settlement/accruals.js';
import type { Processor } from './processor.js';

/**
 * Job accrue-events: no payload. Paid orders, refunds and charges become accruals, a batch a transaction, so that killing it
 * loses at most a batch that the next run takes. Once an hour it also looks for events that were recorded long after they happened.
 */
export function accrueEvents(accruals: Accruals, clock: Clock): Processor<'accrue-events'> {
  return async (_payload, { signal }) => {
    const sweep = clock().getUTCMinutes() === 0;
    let accrued = 0;
    for (let taken = 1; taken > 0 && !signal.aborted; accrued += taken) taken = await accruals.accrue({ sweep });
    return { accrued };
  };
}
