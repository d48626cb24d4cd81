import type { FastifyInstance, FastifyRequest } from 'fastify';
import { readGlobalId, toGlobalId } from '../graphql/global-ids.js';
import { holdsScope, type Actor } from '../platform/actor.js';
import { DomainError, errorTable } from '../platform/errors.js';
import type { EventIntake, Sender } from './event-intake.js';
import type { Readers } from './readers.js';

export interface EventsRouteParts {
  intake: EventIntake;
  readers: Readers;
  /** Who sends this request; throws UNAUTHENTICATED on a token or key that is not valid. */
  actorOf(request: FastifyRequest): Promise<Actor>;
  /** Takes points out of the actor's bucket, as a query does; throws RATE_LIMITED when it is empty. */
  spend(actor: Actor, address: string, cost: number): void;
}

/** A body may hold thousands of events: as dear as a large query. Keys bring whole systems, whose bodies are bounded anyway. */
const bodyCost = { own: 500, named: 10 } as const;

/**
 * POST /events takes newline-delimited JSON, one event a line: eventId, contentId, kind, occurredAt and, if known, value,
 * feedId, slot. A reader's own token writes that reader's events; a key with the scope events:write names the reader
 * (readerId) in every event. Answers { accepted, duplicates, rejected: [{ line, reason }], rejectedCount }.
 */
export async function registerEventsRoute(fastify: FastifyInstance, { intake, readers, actorOf, spend }: EventsRouteParts): Promise<void> {
  await fastify.register(async (scope) => {
    // The stream itself is the body: nothing is buffered, and reading it slowly slows the sender.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/x-ndjson', (_request, payload, done) => done(null, payload));
    scope.setErrorHandler(async (error, _request, reply) => {
      if (!(error instanceof DomainError)) throw error;
      const { retryAfterSeconds } = error.details;
      if (typeof retryAfterSeconds === 'number') reply.header('retry-after', String(retryAfterSeconds));
      // What is left of the body has no reader any more.
      reply.header('connection', 'close');
      return reply.code(error.httpStatus).send({ error: { code: error.code, message: errorTable[error.code].message, details: error.details } });
    });
    scope.post('/events', async (request, reply) => {
      const actor = await actorOf(request);
      const sender = await senderOf(actor, readers);
      spend(actor, request.ip, sender.namesReaders ? bodyCost.named : bodyCost.own);
      const answer = await intake.takeStream(request.body as AsyncIterable<Buffer>, sender);
      return reply.send(answer);
    });
  });
}

/** What every global id of a content begins with; asking first is cheaper than an exception for each external id. */
const contentPrefix = toGlobalId('Content', '').slice(0, 10);

/** Global id of a content → its uuid; any other text, an external id perhaps, stays as it is. */
export function contentKeyOf(text: string): string {
  if (!text.startsWith(contentPrefix)) return text;
  try {
    const { type, uuid } = readGlobalId(text);
    return type === 'Content' ? uuid : text;
  } catch {
    return text;
  }
}

async function senderOf(actor: Actor, readers: Readers): Promise<Sender> {
  if (actor.kind === 'account') return { readerNo: (await readers.ofAccount(actor.accountId)).no, namesReaders: false };
  if (actor.kind !== 'api_key') throw new DomainError('UNAUTHENTICATED');
  if (!holdsScope(actor, 'events:write')) throw new DomainError('FORBIDDEN', { scope: 'events:write' });
  return { readerNo: null, namesReaders: true };
}
