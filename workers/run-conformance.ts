import { performance } from 'node:perf_hooks';
import { PartnerHttpSender } from '../server/adapters/partner-http/partner-http-sender.js';
import { playScenario } from '../server/connector/conformance-runner.js';
import { ConformanceRuns } from '../server/connector/conformance-runs.js';
import { ConnectorSecrets } from '../server/connector/connector-secrets.js';
import { scenarios } from '../server/connector/scenarios.js';
import { systemActor } from '../server/platform/actor.js';
import type { Processor, WorkerServices } from './processor.js';

/**
 * Job run-conformance: plays every scenario that the run has no evidence of against the partner's end, then lets the policy
 * decide. A crash in the middle leaves the evidence that stands; the next try goes on behind it. What the partner does wrong is
 * evidence, never a failure of the job. Touches nothing but the run: no ledger, no caps, no contents.
 */
export function runConformance({ database, outbox, audit, signingKeys, clock, newId, config }: WorkerServices): Processor<'run-conformance'> {
  const runs = new ConformanceRuns(database, outbox, audit, clock, newId);
  const secrets = new ConnectorSecrets(signingKeys);
  return async ({ runId }, job) => {
    const opened = await runs.open(runId);
    if (!opened) return { played: 0 };
    const { run, connector, played } = opened;
    const http = new PartnerHttpSender({ allow: config.partnerHttpAllow });
    try {
      const tools = { http, secret: await secrets.secretOf(connector), clock, elapsed: () => performance.now(), signal: job.signal };
      for (const [at, scenario] of scenarios.entries()) {
        if (played.has(scenario.key)) continue;
        await runs.record(run, await playScenario(scenario, { ...run, kind: connector.kind }, tools));
        job.report((at + 1) / scenarios.length, scenario.key);
      }
    } finally {
      await http.close();
    }
    await runs.finish(runId, systemActor('run-conformance'));
    return { played: scenarios.length - played.size };
  };
}
