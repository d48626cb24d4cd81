import { systemActor } from '../server/platform/actor.js';
import type { Accruals } from '../server/settlement/accruals.js';
import type { Statements } from '../server/settlement/statements.js';
import type { Processor } from './processor.js';

/**
 * Job issue-statements: no payload. Takes every event that is still outside, then issues what is due, each statement in a
 * transaction of its own. Two at once issue each statement once.
 */
export function issueStatements(accruals: Accruals, statements: Statements): Processor<'issue-statements'> {
  return async (_payload, { signal }) => {
    while (!signal.aborted && await accruals.accrue() > 0) { /* until nothing is left */ }
    await statements.openOwed();
    let issued = 0;
    while (!signal.aborted && await statements.issueNext(systemActor('issue-statements'))) issued += 1;
    return { issued };
  };
}
