import { performance } from 'node:perf_hooks';
import type { Connector } from '../schema/connector.js';
import { PartnerHttpSender } from '../server/adapters/partner-http/partner-http-sender.js';
import { playScenario, type RunnerTools, type TestedEnd } from '../server/connector/conformance-runner.js';
import { ConnectorSecrets } from '../server/connector/connector-secrets.js';
import { ConnectorWatch } from '../server/connector/connector-watch.js';
import type { Outcome } from '../server/connector/health-rules.js';
import { scenarios } from '../server/connector/scenarios.js';
import { systemActor } from '../server/platform/actor.js';
import type { Processor, WorkerServices } from './processor.js';

/**
 * Job watch-connectors: takes the counted calls into the health of each connector, moves its state, and probes those that
 * carry no traffic, with the first scenario of their kind: it has no effect at the other end.
 */
export function watchConnectors({ database, audit, signingKeys, clock, config }: WorkerServices): Processor<'watch-connectors'> {
  const watch = new ConnectorWatch(database, audit, clock, Math.random);
  const secrets = new ConnectorSecrets(signingKeys);
  return async (_payload, { signal }) => {
    const http = new PartnerHttpSender({ allow: config.partnerHttpAllow });
    try {
      const probe = async (connector: Connector) => probeOutcome(connector, { http, secret: await secrets.secretOf(connector), clock, elapsed: () => performance.now(), signal });
      return { moved: await watch.watch(probe, systemActor('watch-connectors')) };
    } finally {
      await http.close();
    }
  };
}

export async function probeOutcome(connector: Connector, tools: RunnerTools): Promise<Outcome> {
  const scenario = scenarios.find(({ layer, kind }) => layer === 'type' && kind === connector.kind)!;
  const { steps } = await playScenario(scenario, connector as Connector & TestedEnd, tools);
  const exchanges = steps.flatMap((step) => step.exchanges);
  const failure = exchanges.find((exchange) => exchange.failure !== null)?.failure;
  if (failure) return failure === 'timeout' ? 'late' : 'unreachable';
  if (exchanges.some(({ answer }) => answer !== null && answer.status >= 400)) return 'refused';
  return steps.every(({ findings }) => findings.every(({ ok, severity }) => ok || severity !== 'must')) ? 'answered' : 'invalid';
}
