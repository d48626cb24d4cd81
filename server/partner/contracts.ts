import type { EntityManager } from 'typeorm';
import { plainClauses } from '../../schema/clause.js';
import { ContractVersion } from '../../schema/contract-version.js';
import { Contract } from '../../schema/contract.js';
import { Partner } from '../../schema/partner.js';
import type { Audit } from '../audit/audit.js';
import { actorAccountId, type Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import { nextCode } from '../platform/codes.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import { requireMandatory } from './clauses.js';
import { checkedTerms, hashedText, insertVersion, requireAhead, type ContractTerms, type Drafting } from './contract-drafts.js';
import { ContractLife, reachable, requireOpen, type Outcome, type VersionChange } from './contract-life.js';
import { advanceContract, holdContract, holdVersion, increasesOver, makeRoom, positionOf, type HeldVersion } from './contract-rows.js';
import { dueContractMoves, endOf, inForceStates, openStates } from './contract-states.js';
import { awaitedOf, nextOf, type Signatory } from './signatories.js';
import { checkedTalk, type OfferTalk } from './offers.js';
import { checkedReason } from './reasons.js';
import type { Seal } from './seal.js';
import { maySeePartner, sideOf } from './sides.js';

/** Throws where this version must not be signed now. */
export type SigningGuard = (tx: EntityManager, version: { id: string; contractId: string; partnerId: string }, now: Date) => Promise<void>;

/**
 * Negotiating and signing contracts; how they live after that is in ContractLife. Every operation runs in the caller's transaction (the idempotency key's), locks
 * the contract, answers with the id of the version, and refuses without a trace: NOT_FOUND for what the actor may not see,
 * FORBIDDEN, HASH_MISMATCH, CONFLICT, ILLEGAL_TRANSITION, APPROVAL_MISSING, OUT_OF_TURN, BAD_INPUT, in this order.
 */
export class Contracts extends ContractLife {
  private readonly drafting: Drafting;

  /** `guards` are of later nouns: each may refuse a signature. */
  constructor(audit: Audit, clock: Clock, newId: NewId, private readonly seal: Seal, private readonly guards: readonly SigningGuard[] = []) {
    super(audit, clock, newId);
    this.drafting = { audit, clock, newId };
  }

  /** A new contract with its first version, as a draft of the actor's side. */
  async draft(tx: EntityManager, input: ContractTerms & { partnerId: string; title: string }, actor: Actor): Promise<string> {
    const { partnerId } = input;
    const partner = await tx.findOneBy(Partner, { id: partnerId });
    if (!partner || !maySeePartner(actor, partnerId)) throw new DomainError('NOT_FOUND');
    const side = sideOf(actor, partnerId);
    if (side === null) throw new DomainError('FORBIDDEN');
    requireOpen(partner);
    const title = input.title.trim();
    if (title.length < 1 || title.length > 200) throw new DomainError('BAD_INPUT', { path: ['title'] }, 'A title has 1 to 200 characters.');
    const contract = tx.create(Contract, { id: this.newId(), code: await nextCode(tx, 'C', this.clock()), partnerId, title, createdAt: this.clock() });
    await tx.insert(Contract, contract);
    return insertVersion(tx, this.drafting, { contract, partner, number: 1, side, terms: checkedTerms(input, this.clock()), actor, action: 'contractDraft' });
  }

  /** A new version of an active contract; once signed, it takes over at its start, which lies within the present version. */
  async amend(tx: EntityManager, input: ContractTerms & { contractId: string }, actor: Actor): Promise<string> {
    const { contract, side } = await holdContract(tx, input.contractId, actor);
    const versions = await tx.find(ContractVersion, { where: { contractId: contract.id }, order: { number: 'DESC' } });
    const [newest] = versions.filter(({ state }) => inForceStates.includes(state)).concat(versions);
    const open = versions.find(({ state }) => openStates.includes(state));
    if (open) throw new DomainError('ALREADY_EXISTS', { path: ['contractId'], number: open.number }, 'Another version of this contract is being negotiated.');
    if (newest.state !== 'active' || dueContractMoves(newest, this.clock()).length) throw new DomainError('ILLEGAL_TRANSITION', { from: newest.state, allowed: reachable(positionOf(newest, { signatures: [], present: null, breaches: [] }, this.clock()), side) });
    requireWithin(input.startsAt, newest);
    const partner = await tx.findOneByOrFail(Partner, { id: contract.partnerId });
    requireOpen(partner);
    return insertVersion(tx, this.drafting, { contract, partner, number: versions[0].number + 1, side, terms: checkedTerms(input, this.clock()), actor, action: 'contractAmend' });
  }

  edit(tx: EntityManager, input: VersionChange & ContractTerms, actor: Actor): Promise<string> {
    return this.move(tx, 'contractEdit', input, actor, async (held) => ({ values: await this.newText(tx, held, input) }));
  }

  offer(tx: EntityManager, input: VersionChange & OfferTalk, actor: Actor): Promise<string> {
    return this.move(tx, 'contractOffer', input, actor, async (held) => this.offered(tx, held, null, input, actor));
  }

  /** Answers the offer that has `answersHash` with another text; the roles turn round. */
  counter(tx: EntityManager, input: VersionChange & ContractTerms & OfferTalk & { answersHash: string }, actor: Actor): Promise<string> {
    return this.move(tx, 'contractCounter', input, actor, async (held) => {
      const answered = held.version.contentHashBytes;
      const values = await this.newText(tx, held, input);
      if (values.contentHashBytes!.equals(answered)) throw new DomainError('BAD_INPUT', { path: ['clauses'] }, 'This is the same text: agree to it instead.');
      const outcome = await this.offered(tx, { ...held, version: Object.assign(new ContractVersion(), held.version, values) }, answered, input, actor);
      return { ...outcome, values: { ...values, ...outcome.values } };
    }, input.answersHash);
  }

  agree(tx: EntityManager, input: VersionChange & { answersHash: string }, actor: Actor): Promise<string> {
    return this.move(tx, 'contractAgree', input, actor, async ({ version, side, present }) => {
      requireAhead(version, this.clock());
      requireNotPast(version, present, this.clock());
      return side === 'platform' ? { values: { committedBy: actorAccountId(actor) } } : {};
    }, input.answersHash);
  }

  reject(tx: EntityManager, input: VersionChange & { reason: string }, actor: Actor): Promise<string> {
    return this.move(tx, 'contractReject', input, actor, async () => ({ values: { reason: checkedReason(input.reason) } }));
  }

  withdraw(tx: EntityManager, input: VersionChange, actor: Actor): Promise<string> {
    return this.move(tx, 'contractWithdraw', input, actor, async () => ({}));
  }

  /** The second person of the platform, for an amendment that raises its exposure: not the one who offered the text or agreed to it. */
  approve(tx: EntityManager, input: VersionChange & { contentHash: string }, actor: Actor): Promise<string> {
    return this.move(tx, 'contractApprove', input, actor, async ({ version, present }) => {
      const approvedBy = actorAccountId(actor);
      if (approvedBy === null || approvedBy === version.committedBy) throw new DomainError('FORBIDDEN', {}, 'Another person of the platform than the one who offered or agreed has to approve this.');
      return { values: { approvedBy, approvedAt: this.clock() }, detail: { contentHash: version.contentHash, increases: increasesOver(present, version) } };
    }, input.contentHash);
  }

  /** Each signatory once, over the same hash, each another person; in their order where one was agreed. The last signature puts the version in force (now or at its start). */
  async sign(tx: EntityManager, input: VersionChange & { contentHash: string; place?: number | null }, actor: Actor): Promise<string> {
    const signerId = actorAccountId(actor);
    const held = await holdVersion(tx, input.versionId, actor);
    // A repeated signature is the one that stands.
    const made = held.signatures.find((one) => one.signerId === signerId);
    if (made && input.contentHash === held.version.contentHash && (input.place == null || input.place === made.place)) return held.version.id;
    return this.move(tx, 'contractSign', input, actor, async (now) => {
      const { version, side, contract, present } = now;
      if (signerId === null) throw new DomainError('FORBIDDEN', {}, 'Only a person can sign.');
      const signatory = signatoryNow(now, input.place ?? null, made !== undefined, this.clock());
      requireAhead(version, this.clock());
      requireNotPast(version, present, this.clock());
      for (const guard of this.guards) await guard(tx, { id: version.id, contractId: contract.id, partnerId: contract.partnerId }, this.clock());
      const consent = { contractVersionId: version.id, party: side, place: signatory.place, signerId, contentHash: version.contentHashBytes, signedAt: this.clock() };
      await tx.query(
        'INSERT INTO contract_signatures (id, contract_version_id, party, place, signer_id, content_hash, signature, signed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
        [this.newId(), version.id, side, signatory.place, signerId, consent.contentHash, await this.seal.sign(consent), consent.signedAt],
      );
      const complete = awaitedOf(version.clauses, now.signatures).length === 1;
      return {
        detail: { party: side, ...(signatory.place !== null && { place: signatory.place, title: signatory.title }), contentHash: version.contentHash },
        after: async () => {
          if (!complete) return;
          await makeRoom(tx, version, this.clock());
          const moves = await advanceContract(tx, contract.id, this.clock());
          Object.assign(version, moves.find((move) => move.version.id === version.id)?.version);
          await this.tell(tx, moves.filter((move) => move.version.id !== version.id), actor);
        },
      };
    }, input.contentHash);
  }

  private async offered(tx: EntityManager, { contract, version, side, present }: HeldVersion, answers: Buffer | null, talk: OfferTalk, actor: Actor): Promise<Outcome> {
    const offeredAt = this.clock();
    requireAhead(version, offeredAt);
    requireNotPast(version, present, offeredAt);
    const { rationale, expiresAt } = checkedTalk(talk, offeredAt);
    requireMandatory((await tx.findOneByOrFail(Partner, { id: contract.partnerId })).kind, version.clauses);
    await tx.query(
      `INSERT INTO contract_offers (id, contract_version_id, number, party, answers_hash, content_hash, clauses, starts_at, ends_at, offered_at, rationale, expires_at)
       SELECT $1, $2, 1 + count(*), $3, $4, $5, $6, $7, $8, $9, $10, $11 FROM contract_offers WHERE contract_version_id = $2`,
      [this.newId(), version.id, side, answers, version.contentHashBytes, JSON.stringify(plainClauses(version.clauses)), version.startsAt, version.endsAt, offeredAt, rationale, expiresAt],
    );
    return {
      values: { offeredBy: side, offeredAt, offerExpiresAt: expiresAt, committedBy: side === 'platform' ? actorAccountId(actor) : null },
      detail: { contentHash: version.contentHash, expiresAt: expiresAt.toISOString() },
    };
  }

  private async newText(tx: EntityManager, { contract, version }: HeldVersion, terms: ContractTerms): Promise<Partial<ContractVersion>> {
    const others = await tx.find(ContractVersion, { where: { contractId: contract.id } });
    const present = others.find(({ id, state }) => id !== version.id && inForceStates.includes(state));
    if (present) requireWithin(terms.startsAt, present);
    return hashedText(contract, version, checkedTerms(terms, this.clock()));
  }
}

/** No hole and no overlap: the next version begins inside the present one or at its end. */
function requireWithin(startsAt: Date, present: ContractVersion): void {
  if (startsAt > present.startsAt && startsAt <= endOf(present)) return;
  throw new DomainError('BAD_INPUT', { path: ['startsAt'] }, 'An amendment begins after the present version and not after its end.');
}

/** What has happened keeps its terms: an amendment counts from now on at the earliest. */
function requireNotPast({ startsAt }: ContractVersion, present: ContractVersion | null, now: Date): void {
  if (present === null || startsAt >= now) return;
  throw new DomainError('BAD_INPUT', { path: ['startsAt'] }, 'An amendment cannot begin in the past: withdraw it, and draft one that begins when everybody can have signed.');
}

/** As whom this person signs: the place that was named, else the first of the side that may. */
function signatoryNow({ version, side, signatures, present, breaches }: HeldVersion, place: number | null, hasSigned: boolean, now: Date): Signatory {
  if (positionOf(version, { signatures, present, breaches }, now).awaitsApproval) throw new DomainError('APPROVAL_MISSING', { increases: increasesOver(present, version) });
  if (hasSigned) throw new DomainError('FORBIDDEN', {}, 'Each signatory is another person, and this one has signed.');
  const awaited = awaitedOf(version.clauses, signatures);
  if (place !== null && !awaited.some((one) => one.party === side && one.place === place)) throw new DomainError('BAD_INPUT', { path: ['place'] }, 'Nobody of this side has yet to sign in this place.');
  const next = nextOf(version.clauses, awaited);
  const found = next.find((one) => one.party === side && (place === null || one.place === place));
  if (found) return found;
  const [turn] = next;
  throw new DomainError('OUT_OF_TURN', { ...turn }, turn.title === null ? undefined : `It is the turn of: ${turn.title} (${turn.party}).`);
}
