import { performance } from 'node:perf_hooks';
import { PartnerHttpSender } from '../server/adapters/partner-http/partner-http-sender.js';
import { Asking } from '../server/connector/asking.js';
import { ConnectorSecrets } from '../server/connector/connector-secrets.js';
import { playDrill } from '../server/feed/failover-drill.js';
import { Failover } from '../server/feed/failover.js';
import { systemActor } from '../server/platform/actor.js';
import type { Processor, WorkerServices } from './processor.js';

const CANDIDATES = 100;

/** Job drill-failover: plays a rehearsal to its end and writes what it showed. After a crash it begins anew: nothing of it has an effect. */
export function drillFailover({ database, outbox, audit, signingKeys, clock, newId, config }: WorkerServices): Processor<'drill-failover'> {
  const failover = new Failover(database, outbox, audit, clock, newId);
  const secrets = new ConnectorSecrets(signingKeys);
  return async ({ drillId }, job) => {
    const drill = await failover.open(drillId);
    if (!drill) return { asked: 0 };
    const http = new PartnerHttpSender({ allow: config.partnerHttpAllow });
    try {
      const contents = await database.query<{ id: string }>(`SELECT id FROM contents WHERE state = 'published' AND partner_id IS NULL ORDER BY published_at DESC, id LIMIT ${CANDIDATES}`);
      const tools = { asking: new Asking(http, secrets, () => {}, clock), candidates: contents.map(({ id }) => id), currency: 'CNY', elapsed: () => performance.now() };
      const phases = await playDrill(drill, tools, () => job.signal.throwIfAborted());
      await failover.finish(drill, phases, systemActor('drill-failover'));
      return { asked: phases.reduce((sum, { answers }) => sum + answers.length, 0) };
    } finally {
      await http.close();
    }
  };
}
