import { PartnerHttpSender } from '../server/adapters/partner-http/partner-http-sender.js';
import { ConnectorSecrets } from '../server/connector/connector-secrets.js';
import { FeedImports } from '../server/connector/feed-imports.js';
import { FeedPages } from '../server/connector/feed-pages.js';
import { OutcomeLog } from '../server/connector/outcome-log.js';
import { systemActor } from '../server/platform/actor.js';
import type { Processor, WorkerServices } from './processor.js';

/** Feeds that are read at once: a slow partner keeps others waiting only where so many are slow. */
const AT_ONCE = 4;

/**
 * Job import-feeds: takes what is new in the feeds of all partners, of one (`partnerId`), or goes on with one import (`importId`).
 * Jobs may overlap: each takes imports that no other holds. One feed that cannot be imported holds up no other.
 */
export function importFeeds({ database, audit, signingKeys, clock, newId, config, log }: WorkerServices): Processor<'import-feeds'> {
  return async ({ partnerId, importId }, { signal }) => {
    const actor = systemActor('import-feeds');
    const http = new PartnerHttpSender({ allow: config.partnerHttpAllow });
    const outcomes = new OutcomeLog(database, clock, log);
    const record = outcomes.record.bind(outcomes);
    const imports = new FeedImports(database, new FeedPages(audit, clock, newId), clock, newId, { http, secrets: new ConnectorSecrets(signingKeys), record });
    try {
      const waiting = importId ? [importId] : await imports.open(partnerId ?? null);
      const ran = waiting.length;
      const lane = async () => {
        for (let id = waiting.shift(); id !== undefined && !signal.aborted; id = waiting.shift()) {
          await imports.run(id, actor, signal).catch((error: unknown) => log.error({ err: error, importId: id }, 'a content feed could not be imported'));
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, lane));
      return { ran, moved: importId ? 0 : await imports.keepRights(actor) };
    } finally {
      await http.close();
      await outcomes.flush();
    }
  };
}
