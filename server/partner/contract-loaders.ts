import { ContractBreach } from '../../schema/contract-breach.js';
import { ContractSignature } from '../../schema/contract-signature.js';
import { ContractVersion } from '../../schema/contract-version.js';
import { Contract } from '../../schema/contract.js';
import { Partner } from '../../schema/partner.js';
import { isAllowed } from '../graphql/authorization.js';
import type { Context } from '../graphql/context.js';
import { maySeeVersion, positionOf } from './contract-rows.js';
import { bindingActions, dueContractMoves, openMoves, openStates } from './contract-states.js';
import { closedStates } from './partner-states.js';
import { maySeePartner, sideOf } from './sides.js';

function allVersions(contractId: string, { loaders }: Context): Promise<ContractVersion[]> {
  return loaders.of(ContractVersion, 'contractId', { number: 'ASC' }).load(contractId);
}

/** The versions of a contract that the viewer may see, oldest first. */
export async function visibleVersions(contract: Contract, context: Context): Promise<ContractVersion[]> {
  return (await allVersions(contract.id, context)).filter((version) => maySeeVersion(context.actor, contract.partnerId, version));
}

/** What is in force; where nothing is, the newest that the viewer may see. */
export async function currentVersion(contract: Contract, context: Context): Promise<ContractVersion> {
  const versions = await visibleVersions(contract, context);
  return versions.find(({ state }) => state === 'active' || state === 'suspended' || state === 'in_notice') ?? versions.at(-1)!;
}

/** A contract is there for a partner once one of its versions is. */
export async function visibleContracts(contracts: readonly (Contract | null)[], context: Context): Promise<(Contract | null)[]> {
  return Promise.all(contracts.map(async (contract) => (
    contract && maySeePartner(context.actor, contract.partnerId) && (await visibleVersions(contract, context)).length ? contract : null)));
}

export async function contractOf(version: ContractVersion, { loaders }: Context): Promise<Contract> {
  return (await loaders.byId(Contract).load(version.contractId))!;
}

export function signaturesOf(version: ContractVersion, { loaders }: Context): Promise<ContractSignature[]> {
  return loaders.of(ContractSignature, 'contractVersionId', { signedAt: 'ASC' }).load(version.id);
}

export function breachesOf(version: ContractVersion, { loaders }: Context): Promise<ContractBreach[]> {
  return loaders.of(ContractBreach, 'contractVersionId', { number: 'ASC' }).load(version.id);
}

/** Mutations that the viewer can apply to the version at `now`. */
export async function versionActions(version: ContractVersion, context: Context, now: Date): Promise<string[]> {
  const { actor } = context;
  const [contract, signatures, breaches, siblings] = await Promise.all([contractOf(version, context), signaturesOf(version, context), breachesOf(version, context), allVersions(version.contractId, context)]);
  if (dueContractMoves(version, now).length) return [];
  const partner = await context.loaders.byId(Partner).load(contract.partnerId);
  const isClosed = closedStates.includes(partner!.state);
  const isNegotiating = siblings.some(({ state }) => openStates.includes(state) || state === 'scheduled');
  const position = positionOf(version, signatures.map(({ party }) => party), breaches, now);
  return [...new Set(openMoves(position, sideOf(actor, contract.partnerId)).map(({ action }) => action))]
    .filter((action) => isAllowed(`Mutation.${action}`, actor) && !(action === 'contractAmend' && isNegotiating) && !(isClosed && bindingActions.includes(action)));
}
