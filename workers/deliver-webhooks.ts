import { PartnerHttpSender } from '../server/adapters/partner-http/partner-http-sender.js';
import { ConnectorSecrets } from '../server/connector/connector-secrets.js';
import { WebhookDeliveries } from '../server/connector/webhook-deliveries.js';
import type { Processor, WorkerServices } from './processor.js';

/** Rounds of one job: what is left then waits for the next, so that no job runs for ever. */
const MOST_ROUNDS = 50;

/** Job deliver-webhooks: tells partners what happened to what is theirs. Jobs may overlap: each takes messages that no other holds. */
export function deliverWebhooks({ database, signingKeys, clock, newId, config }: WorkerServices): Processor<'deliver-webhooks'> {
  return async (_payload, { signal }) => {
    const http = new PartnerHttpSender({ allow: config.partnerHttpAllow });
    const deliveries = new WebhookDeliveries(database, clock, newId, { http, secrets: new ConnectorSecrets(signingKeys), draw: Math.random, publicUrl: config.publicUrl });
    let sent = 0;
    try {
      for (let round = 0; round < MOST_ROUNDS && !signal.aborted; round++) {
        const tried = await deliveries.round();
        sent += tried;
        if (tried === 0) break;
      }
    } finally {
      await http.close();
    }
    return { sent };
  };
}
