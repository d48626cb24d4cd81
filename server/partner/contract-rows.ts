import type { EntityManager } from 'typeorm';
import { ContractSignature } from '../../schema/contract-signature.js';
import { ContractVersion, type ContractState } from '../../schema/contract-version.js';
import { Contract } from '../../schema/contract.js';
import { DomainError } from '../platform/errors.js';
import type { Actor } from '../platform/actor.js';
import { dueContractMoves, endOf, inForceStates, type ContractPosition } from './contract-states.js';
import { isPartnerAccount, maySeePartner, sideOf, type Side } from './sides.js';

/** A version with its contract, whose row is locked: all versions of one contract change one after the other. */
export interface HeldVersion {
  contract: Contract;
  version: ContractVersion;
  side: Side;
  signedBy: Side[];
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
  const signatures = await tx.findBy(ContractSignature, { contractVersionId: versionId });
  return { contract, version, side, signedBy: signatures.map(({ party }) => party) };
}

export function positionOf(version: ContractVersion, signedBy: readonly Side[]): ContractPosition {
  return { state: version.state, draftedBy: version.draftedBy, offeredBy: version.offeredBy, suspendedBy: version.suspendedBy, signedBy };
}

/** Writes one change of a version whose contract is locked; `version` becomes what was written. */
export async function writeVersion(tx: EntityManager, version: ContractVersion, values: Partial<ContractVersion>, now: Date): Promise<void> {
  const written = { ...values, version: version.version + 1, updatedAt: now };
  await tx.update(ContractVersion, { id: version.id }, written);
  Object.assign(version, written);
}

export interface ClockMove {
  version: ContractVersion;
  from: ContractState;
}

/** Makes the moves that time has made due in one locked contract. */
export async function advanceContract(tx: EntityManager, contractId: string, now: Date): Promise<ClockMove[]> {
  const versions = await tx.find(ContractVersion, { where: { contractId }, order: { number: 'ASC' } });
  const moved = versions.map((version) => ({ version, from: version.state })).filter(({ version }) => dueContractMoves(version, now).length > 0);
  for (const { version } of moved) await writeVersion(tx, version, { state: dueContractMoves(version, now).at(-1)!.to, suspendedBy: null }, now);
  return moved;
}

/** Ends what is in force at the start of a signed version, so that versions tile time; a notice ends with it. */
export async function makeRoom(tx: EntityManager, signed: ContractVersion, now: Date): Promise<void> {
  const others = await tx.find(ContractVersion, { where: { contractId: signed.contractId } });
  for (const version of others.filter(({ id, state, startsAt }) => id !== signed.id && inForceStates.includes(state) && startsAt < signed.startsAt)) {
    if (endOf(version) <= signed.startsAt) continue;
    const noticeEndsAt = version.noticeEndsAt !== null && version.noticeEndsAt > signed.startsAt ? signed.startsAt : version.noticeEndsAt;
    await writeVersion(tx, version, { supersededAt: signed.startsAt, noticeEndsAt }, now);
  }
}
