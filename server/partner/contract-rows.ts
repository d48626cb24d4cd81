import type { EntityManager } from 'typeorm';
import { ContractBreach } from '../../schema/contract-breach.js';
import { ContractSignature } from '../../schema/contract-signature.js';
import { ContractVersion, type ContractState } from '../../schema/contract-version.js';
import { Contract } from '../../schema/contract.js';
import { DomainError } from '../platform/errors.js';
import type { Actor } from '../platform/actor.js';
import { increasesOf, type Increase } from './exposure.js';
import { awaitedOf } from './signatories.js';
import { dueContractMoves, endOf, inForceStates, type ContractPosition } from './contract-states.js';
import { renewedUntil } from './contract-terms.js';
import { isPartnerAccount, maySeePartner, otherSide, sideOf, type Side } from './sides.js';

/** A version with its contract, whose row is locked: all versions of one contract change one after the other. */
export interface HeldVersion {
  contract: Contract;
  version: ContractVersion;
  side: Side;
  signatures: ContractSignature[];
  /** What is in force and would be replaced; null: nothing is. */
  present: ContractVersion | null;
  breaches: ContractBreach[];
}

/** A partner sees what it wrote or was offered; the platform's drafts are the platform's. */
export function maySeeVersion(actor: Actor, partnerId: string, version: Pick<ContractVersion, 'offeredAt' | 'draftedBy'>): boolean {
  if (!maySeePartner(actor, partnerId)) return false;
  return !isPartnerAccount(actor) || version.offeredAt !== null || version.draftedBy === 'partner';
}

/** Throws NOT_FOUND for what the actor may not see, FORBIDDEN for whoever only looks. */
export async function holdContract(tx: EntityManager, contractId: string, actor: Actor): Promise<{ contract: Contract; side: Side }> {
  const contract = await tx.findOne(Contract, { where: { id: contractId }, lock: { mode: 'pessimistic_write' } });
  if (!contract || !maySeePartner(actor, contract.partnerId)) throw new DomainError('NOT_FOUND');
  const side = sideOf(actor, contract.partnerId);
  if (side === null) throw new DomainError('FORBIDDEN');
  return { contract, side };
}

export async function holdVersion(tx: EntityManager, versionId: string, actor: Actor): Promise<HeldVersion> {
  const found = await tx.findOneBy(ContractVersion, { id: versionId });
  if (!found) throw new DomainError('NOT_FOUND');
  const { contract, side } = await holdContract(tx, found.contractId, actor);
  // Read again: whoever held the lock before may have changed it.
  const version = await tx.findOneByOrFail(ContractVersion, { id: versionId });
  if (!maySeeVersion(actor, contract.partnerId, version)) throw new DomainError('NOT_FOUND');
  const signatures = await tx.find(ContractSignature, { where: { contractVersionId: versionId }, order: { signedAt: 'ASC', id: 'ASC' } });
  const present = presentOf(await tx.findBy(ContractVersion, { contractId: contract.id }), version);
  const breaches = await tx.find(ContractBreach, { where: { contractVersionId: versionId }, order: { number: 'ASC' } });
  return { contract, version, side, signatures, present, breaches };
}

/** What is in force beside `version`, and would be replaced by it. */
export function presentOf(versions: readonly ContractVersion[], version: Pick<ContractVersion, 'id' | 'number'>): ContractVersion | null {
  return versions.find(({ id, number, state }) => id !== version.id && number < version.number && inForceStates.includes(state)) ?? null;
}

/** What the version raises over what is in force; the first version of a contract replaces nothing. */
export function increasesOver(present: ContractVersion | null, version: ContractVersion): Increase[] {
  return present === null ? [] : increasesOf({ endsAt: present.renewedUntil ?? present.endsAt, clauses: present.clauses }, version);
}

type Known = Pick<HeldVersion, 'signatures' | 'present' | 'breaches'>;

export function positionOf(version: ContractVersion, { signatures, present, breaches }: Known, now: Date): ContractPosition {
  const uncured = breaches.filter(({ curedAt }) => curedAt === null);
  return {
    state: version.state, draftedBy: version.draftedBy, offeredBy: version.offeredBy, suspendedBy: version.suspendedBy, isNoticed: version.noticeEndsAt !== null,
    awaited: awaitedOf(version.clauses, signatures).map(({ party }) => party),
    awaitsApproval: version.approvedAt === null && version.state === 'agreed' && increasesOver(present, version).length > 0,
    reporters: uncured.map(({ party }) => otherSide(party)), wronged: uncured.filter(({ cureUntil }) => cureUntil <= now).map(({ party }) => otherSide(party)),
  };
}

/** Writes one change of a version whose contract is locked; `version` becomes what was written. */
export async function writeVersion(tx: EntityManager, version: ContractVersion, values: Partial<ContractVersion>, now: Date): Promise<void> {
  const written = { ...values, version: version.version + 1, updatedAt: now };
  // What does not rest any more has an end of its rest, whatever ended it.
  if (version.state === 'suspended' && (written.state ?? 'suspended') !== 'suspended') {
    await tx.query('UPDATE contract_rests SET ends_at = GREATEST(starts_at, $2) WHERE contract_version_id = $1 AND ends_at IS NULL', [version.id, now]);
  }
  await tx.update(ContractVersion, { id: version.id }, written);
  Object.assign(version, written);
}

/** What time did to a version, as the audit log tells it. */
export interface ClockMove {
  version: ContractVersion;
  action: 'contractMove' | 'contractRenew';
  detail: { from: ContractState; to: ContractState } | { renewedUntil: string };
}

/** Writes down what time has made due in one locked contract: renewals that are certain, then moves. */
export async function advanceContract(tx: EntityManager, contractId: string, now: Date): Promise<ClockMove[]> {
  const versions = await tx.find(ContractVersion, { where: { contractId }, order: { number: 'ASC' } });
  const made: ClockMove[] = [];
  for (const version of versions) {
    const until = version.state === 'active' ? renewedUntil(version, now) : null;
    if (until !== null && until > endOf(version)) {
      await writeVersion(tx, version, { renewedUntil: until }, now);
      made.push({ version, action: 'contractRenew', detail: { renewedUntil: until.toISOString() } });
    }
    const [from, to] = [version.state, dueContractMoves(version, now).at(-1)?.to];
    if (to === undefined) continue;
    await writeVersion(tx, version, { state: to, suspendedBy: null }, now);
    made.push({ version, action: 'contractMove', detail: { from, to } });
  }
  return made;
}

/** Ends what is in force at the start of a signed version, so that versions tile time; a notice ends with it. */
export async function makeRoom(tx: EntityManager, signed: ContractVersion, now: Date): Promise<void> {
  const others = await tx.find(ContractVersion, { where: { contractId: signed.contractId } });
  for (const version of others.filter(({ id, state, startsAt }) => id !== signed.id && inForceStates.includes(state) && startsAt < signed.startsAt)) {
    if (endOf(version) < signed.startsAt) continue;
    const noticeEndsAt = version.noticeEndsAt !== null && version.noticeEndsAt > signed.startsAt ? signed.startsAt : version.noticeEndsAt;
    await writeVersion(tx, version, { supersededAt: signed.startsAt, noticeEndsAt }, now);
  }
}

/** Whoever ends a contract ends also what was signed but has not begun. */
export async function stopSuccessors(tx: EntityManager, ending: ContractVersion, now: Date): Promise<ClockMove[]> {
  const successors = await tx.findBy(ContractVersion, { contractId: ending.contractId, state: 'scheduled' });
  for (const version of successors) await writeVersion(tx, version, { noticeEndsAt: version.startsAt }, now);
  return successors.length ? advanceContract(tx, ending.contractId, now) : [];
}
