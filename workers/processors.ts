import { SandboxBank } from '../server/adapters/payout/sandbox.js';
import { Campaigns } from '../server/campaign/campaigns.js';
import { ContractClock } from '../server/partner/contract-clock.js';
import { systemActor } from '../server/platform/actor.js';
import type { QueueRuntime } from '../server/platform/queue-runtime.js';
import type { JobNameOn } from '../server/platform/queues.js';
import { openSettlement } from '../server/settlement/open-settlement.js';
import { accrueEvents } from './accrue-events.js';
import { anchorAudit } from './anchor-audit.js';
import type { ComputePool } from './compute/pool.js';
import { assessPartners } from './assess-partners.js';
import { countFeaturesJob } from './count-features.js';
import { deliverWebhooks } from './deliver-webhooks.js';
import { drillFailover } from './drill-failover.js';
import { evaluateRun } from './evaluate-model.js';
import { expireOrders } from './expire-orders.js';
import { exportData } from './export-data.js';
import { extractSnapshot } from './extract-snapshot.js';
import { fitModel } from './fit-model.js';
import { importFeeds } from './import-feeds.js';
import { issueStatements } from './issue-statements.js';
import { judgeShadow } from './judge-shadow.js';
import { keepHouse } from './keep-house.js';
import { learnAds } from './learn-ads.js';
import { moveCampaigns } from './move-campaigns.js';
import { moveContracts } from './move-contracts.js';
import { movePayouts } from './move-payouts.js';
import type { Processor, Processors, WorkerServices } from './processor.js';
import { publishContents } from './publish-contents.js';
import { refundPayment } from './refund-payment.js';
import { resumeModelRuns } from './resume-model-runs.js';
import { resumeRefunds } from './resume-refunds.js';
import { rewrapFieldsJob } from './rewrap-fields.js';
import { runConformance } from './run-conformance.js';
import { scorePage } from './score-page.js';
import { scoreReaders } from './score-readers.js';
import { startRetrain } from './start-retrain.js';
import { watchConnectors } from './watch-connectors.js';
import { watchDrift } from './watch-drift.js';
import { watchRisk } from './watch-risk.js';

/** The jobs that the worker does in its own process, many beside each other. */
export function buildLightProcessors(services: WorkerServices, queues: QueueRuntime) {
  const { database, audit, clock, newId } = services;
  const contracts = new ContractClock(database, audit, clock, newId);
  const settlement = openSettlement(services);
  const campaigns = new Campaigns(database, audit, clock, newId, settlement.campaignMoney);
  return {
    'start-retrain': startRetrain(services),
    'score-readers': scoreReaders(services),
    'learn-ads': learnAds(services),
    'count-features': countFeaturesJob(services),
    'watch-drift': watchDrift(services),
    'judge-shadow': judgeShadow(services),
    'resume-model-runs': resumeModelRuns(services, queues),
    'publish-contents': publishContents(services),
    'accrue-events': accrueEvents(settlement.accruals, clock),
    'issue-statements': issueStatements(settlement.accruals, settlement.statements),
    'move-payouts': movePayouts(settlement.payouts, new SandboxBank(database, clock)),
    'assess-partners': assessPartners(services),
    'run-conformance': runConformance(services),
    'drill-failover': drillFailover(services),
    'import-feeds': importFeeds(services),
    'watch-connectors': watchConnectors(services),
    'watch-risk': watchRisk(services, settlement),
    'deliver-webhooks': deliverWebhooks(services),
    'export-data': exportData(services),
    'move-contracts': async () => ({ moved: await moveContracts(contracts), fees: await settlement.fees.settle(systemActor('move-contracts')) }),
    'anchor-audit': anchorAudit(services),
    'move-campaigns': async () => ({ moved: await moveCampaigns(campaigns) }),
    'expire-orders': expireOrders(services),
    'refund-payment': refundPayment(services),
    'resume-refunds': resumeRefunds(services),
    'rewrap-fields': rewrapFieldsJob(services),
    'keep-house': keepHouse(services),
  } satisfies Processors<JobNameOn<'light'>>;
}

/** The CPU-heavy jobs, as a compute child does them. */
export function buildComputeProcessors(services: WorkerServices) {
  return {
    'extract-snapshot': extractSnapshot(services),
    'fit-model': fitModel(services),
    'evaluate-model': evaluateRun(services),
    'score-page': scorePage(services),
  } satisfies Processors<JobNameOn<'compute'>>;
}

/** The same jobs as the worker does them: by handing each to a child. */
export function inChildren(pool: ComputePool): Processors<JobNameOn<'compute'>> {
  const hand = <Name extends JobNameOn<'compute'>>(name: Name): Processor<Name> =>
    (payload, job) => pool.run({ kind: 'task', name, payload, id: job.id, attempt: job.attempt, lastAttempt: job.lastAttempt }, job);
  return {
    'extract-snapshot': hand('extract-snapshot'),
    'fit-model': hand('fit-model'),
    'evaluate-model': hand('evaluate-model'),
    'score-page': hand('score-page'),
  };
}
