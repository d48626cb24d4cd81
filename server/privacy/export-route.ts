import type { FastifyInstance, FastifyRequest } from 'fastify';
import { fromGlobalId } from '../graphql/global-ids.js';
import type { Actor } from '../platform/actor.js';
import { DomainError, errorTable } from '../platform/errors.js';
import type { DataExports } from './data-exports.js';

export interface ExportRouteParts {
  dataExports: DataExports;
  /** Who asks; throws UNAUTHENTICATED on a token or key that is not valid. */
  actorOf(request: FastifyRequest): Promise<Actor>;
  /** Takes points out of the actor's bucket, as a query does; throws RATE_LIMITED when it is empty. */
  spend(actor: Actor, address: string, cost: number): void;
}

/** A whole archive is opened. */
const fileCost = 200;

/** GET /exports/<id>/records.jsonl.gz: the records of an export that is ready, for the partner and for whoever manages it; the gate is asked again. */
export async function registerExportFiles(fastify: FastifyInstance, { dataExports, actorOf, spend }: ExportRouteParts): Promise<void> {
  await fastify.register(async (scope) => {
    scope.setErrorHandler(async (error, _request, reply) => {
      if (!(error instanceof DomainError)) throw error;
      return reply.code(error.httpStatus).send({ error: { code: error.code, message: error.message || errorTable[error.code].message, details: error.details } });
    });
    scope.get('/exports/:id/records.jsonl.gz', async (request: FastifyRequest<{ Params: { id: string } }>, reply) => {
      const actor = await actorOf(request);
      if (actor.kind === 'anonymous') throw new DomainError('UNAUTHENTICATED');
      spend(actor, request.ip, fileCost);
      const bytes = await dataExports.fetch(fromGlobalId('DataExport', request.params.id), actor);
      return reply.type('application/gzip').header('content-disposition', 'attachment; filename="records.jsonl.gz"').header('cache-control', 'private, no-store').send(bytes);
    });
  });
}
