import { systemActor } from '../server/platform/actor.js';
import { RiskWatch } from '../server/risk/risk-watch.js';
import { ServiceLevels } from '../server/risk/service-levels.js';
import type { Settlement } from '../server/settlement/open-settlement.js';
import type { Processor, WorkerServices } from './processor.js';

/** Job watch-risk: judges windows of service levels that are over, then what speaks against each partner. */
export function watchRisk({ database, audit, clock, newId }: WorkerServices, { holds, postings }: Settlement): Processor<'watch-risk'> {
  const levels = new ServiceLevels(database, audit, clock, newId, (tx, credit) => postings.postServiceCredit(tx, credit));
  const watch = new RiskWatch(database, audit, clock, newId, (hold, actor) => holds.holdPayouts(hold, actor));
  return async () => ({ ...await levels.judge(systemActor('watch-risk')), scores: await watch.watch(systemActor('watch-risk')) });
}
