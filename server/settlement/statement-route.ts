import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fromGlobalId } from '../graphql/global-ids.js';
import type { Actor } from '../platform/actor.js';
import type { Database } from '../platform/database.js';
import { DomainError, errorTable } from '../platform/errors.js';
import { statementCsv } from './statement-csv.js';
import { readStatementFile, type StatementFile } from './statement-file.js';
import { statementPdf } from './statement-pdf.js';
import { proofOf } from './statement-proof.js';
import type { FileLocale } from './statement-words.js';

export interface StatementRouteParts {
  database: Database;
  /** Who asks; throws UNAUTHENTICATED on a token or key that is not valid. */
  actorOf(request: FastifyRequest): Promise<Actor>;
  /** Takes points out of the actor's bucket, as a query does; throws RATE_LIMITED when it is empty. */
  spend(actor: Actor, address: string, cost: number): void;
}

type FileRequest = FastifyRequest<{ Params: { id: string }; Querystring: { lang?: string; line?: string | string[] } }>;

/** Reads every line: as dear as a large query. */
const fileCost = 200;

/**
 * GET /statements/<id>/statement.pdf and .csv (?lang=zh|en), and /statements/<id>/proof.json (?line=3&line=4; without: all lines), for whoever
 * may see the statement: `tandem verify-statement` checks the last.
 */
export async function registerStatementFiles(fastify: FastifyInstance, { database, actorOf, spend }: StatementRouteParts): Promise<void> {
  await fastify.register(async (scope) => {
    scope.setErrorHandler(async (error, _request, reply) => {
      if (!(error instanceof DomainError)) throw error;
      return reply.code(error.httpStatus).send({ error: { code: error.code, message: error.message || errorTable[error.code].message, details: error.details } });
    });
    const file = (name: string, type: string, make: (statement: StatementFile, request: FileRequest) => Promise<Buffer> | string) =>
      scope.get(`/statements/:id/${name}`, async (request: FileRequest, reply: FastifyReply) => {
        const actor = await actorOf(request);
        if (actor.kind === 'anonymous') throw new DomainError('UNAUTHENTICATED');
        spend(actor, request.ip, fileCost);
        const found = await readStatementFile(database, fromGlobalId('Statement', request.params.id), actor);
        const body = await make(found, request);
        return reply.type(type).header('content-disposition', `attachment; filename="${found.statement.code}.${name.split('.')[1]}"`).header('cache-control', 'private, no-store').send(body);
      });
    file('statement.csv', 'text/csv; charset=utf-8', (found, request) => statementCsv(found, localeOf(request)));
    file('statement.pdf', 'application/pdf', (found, request) => statementPdf(found, localeOf(request)));
    file('proof.json', 'application/json; charset=utf-8', (found, { query }) => `${JSON.stringify(proofOf(found, [query.line ?? []].flat().map(Number)), null, 1)}\n`);
  });
}

function localeOf({ query }: FileRequest): FileLocale {
  return query.lang === 'en' ? 'en' : 'zh';
}
