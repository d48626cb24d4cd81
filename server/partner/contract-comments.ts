import type { EntityManager } from 'typeorm';
import { ContractComment } from '../../schema/contract-comment.js';
import type { Audit } from '../audit/audit.js';
import { actorAccountId, type Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import { holdVersion, type HeldVersion } from './contract-rows.js';
import { openStates } from './contract-states.js';

const COMMENT_MAX = 2000;

/** Remarks of both sides on a text that is being negotiated. They move nothing: the version and its hash stay as they are. */
export class ContractComments {
  constructor(private readonly audit: Audit, private readonly clock: Clock, private readonly newId: NewId) {}

  /** Answers with the id of the version. NOT_FOUND, FORBIDDEN, ILLEGAL_TRANSITION once it is not negotiated any more, BAD_INPUT. */
  async comment(tx: EntityManager, input: { versionId: string; clauseKey: string | null; body: string }, actor: Actor): Promise<string> {
    const { held, authorId } = await this.open(tx, input.versionId, actor);
    const body = input.body.trim();
    if (body.length < 1 || body.length > COMMENT_MAX) throw new DomainError('BAD_INPUT', { path: ['body'] }, `A comment has 1 to ${COMMENT_MAX} characters.`);
    const { version, side } = held;
    if (input.clauseKey !== null && !version.clauses.some(({ key }) => key === input.clauseKey)) throw new DomainError('BAD_INPUT', { path: ['clauseKey'] }, 'The contract has no such clause.');
    const number = await tx.countBy(ContractComment, { contractVersionId: version.id }) + 1;
    await tx.insert(ContractComment, { id: this.newId(), contractVersionId: version.id, number, party: side, authorId, clauseKey: input.clauseKey, body, madeAt: this.clock(), resolvedAt: null, resolvedBy: null });
    return this.told(tx, held, 'contractComment', number, actor);
  }

  /** Either side settles a comment, once. */
  async resolve(tx: EntityManager, input: { versionId: string; number: number }, actor: Actor): Promise<string> {
    const { held, authorId } = await this.open(tx, input.versionId, actor);
    const { affected } = await tx.createQueryBuilder().update(ContractComment).set({ resolvedAt: this.clock(), resolvedBy: authorId })
      .where('contractVersionId = :id AND number = :number AND resolvedAt IS NULL', { id: held.version.id, number: input.number }).execute();
    if (affected !== 1) throw new DomainError('BAD_INPUT', { path: ['number'] }, 'There is no such open comment.');
    return this.told(tx, held, 'contractResolveComment', input.number, actor);
  }

  private async open(tx: EntityManager, versionId: string, actor: Actor): Promise<{ held: HeldVersion; authorId: string }> {
    const held = await holdVersion(tx, versionId, actor);
    const authorId = actorAccountId(actor);
    if (authorId === null) throw new DomainError('FORBIDDEN', {}, 'Only a person comments.');
    if (!openStates.includes(held.version.state)) throw new DomainError('ILLEGAL_TRANSITION', { from: held.version.state, allowed: [] });
    return { held, authorId };
  }

  private async told(tx: EntityManager, { contract, version }: HeldVersion, action: string, comment: number, actor: Actor): Promise<string> {
    await this.audit.append(tx, { actor, action, noun: 'Contract', nounId: contract.id, detail: { versionId: version.id, number: version.number, comment } });
    return version.id;
  }
}
