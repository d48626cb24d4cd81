import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fromGlobalId } from '../graphql/global-ids.js';
import type { Actor } from '../platform/actor.js';
import { DomainError, errorTable } from '../platform/errors.js';
import type { ContractFiles } from './contract-files.js';

export interface ContractRouteParts {
  files: ContractFiles;
  /** Who asks; throws UNAUTHENTICATED on a token or key that is not valid. */
  actorOf(request: FastifyRequest): Promise<Actor>;
  /** Takes points out of the actor's bucket, as a query does; throws RATE_LIMITED when it is empty. */
  spend(actor: Actor, address: string, cost: number): void;
}

type FileRequest = FastifyRequest<{ Params: { id: string }; Querystring: { lang?: string } }>;

/** A page of text is laid out at the first call. */
const fileCost = 100;

/** GET /contracts/<id of the version>/contract.pdf (?lang=zh|en) and /contracts/<id>/proof.json, for whoever may see it: `tandem verify-contract` checks both. */
export async function registerContractFiles(fastify: FastifyInstance, { files, actorOf, spend }: ContractRouteParts): Promise<void> {
  await fastify.register(async (scope) => {
    scope.setErrorHandler(async (error, _request, reply) => {
      if (!(error instanceof DomainError)) throw error;
      return reply.code(error.httpStatus).send({ error: { code: error.code, message: error.message || errorTable[error.code].message, details: error.details } });
    });
    const asked = async (request: FileRequest): Promise<{ id: string; actor: Actor }> => {
      const actor = await actorOf(request);
      if (actor.kind === 'anonymous') throw new DomainError('UNAUTHENTICATED');
      spend(actor, request.ip, fileCost);
      return { id: fromGlobalId('ContractVersion', request.params.id), actor };
    };
    const give = (reply: FastifyReply, type: string, name: string) => reply.type(type).header('content-disposition', `attachment; filename="${name}"`).header('cache-control', 'private, no-store');
    scope.get('/contracts/:id/contract.pdf', async (request: FileRequest, reply: FastifyReply) => {
      const { id, actor } = await asked(request);
      const { name, bytes } = await files.pdf(id, request.query.lang === 'en' ? 'en' : 'zh', actor);
      return give(reply, 'application/pdf', `${name}.pdf`).send(bytes);
    });
    scope.get('/contracts/:id/proof.json', async (request: FileRequest, reply: FastifyReply) => {
      const { id, actor } = await asked(request);
      const proof = await files.proof(id, actor);
      return give(reply, 'application/json; charset=utf-8', `${proof.content.code}-${proof.content.number}.proof.json`).send(`${JSON.stringify(proof, null, 1)}\n`);
    });
  });
}
