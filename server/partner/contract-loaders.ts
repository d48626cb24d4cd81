import { ContractBreach } from '../../schema/contract-breach.js';
import { ContractComment } from '../../schema/contract-comment.js';
import { ContractOffer } from '../../schema/contract-offer.js';
import { ContractSignature } from '../../schema/contract-signature.js';
import { ContractVersion } from '../../schema/contract-version.js';
import { Contract } from '../../schema/contract.js';
import { Partner } from '../../schema/partner.js';
import { isAllowed } from '../graphql/authorization.js';
import type { Context } from '../graphql/context.js';
import { increasesOver, maySeeVersion, positionOf, presentOf } from './contract-rows.js';
import { bindingActions, dueContractMoves, openMoves, openStates, signedStates } from './contract-states.js';
import type { TextLocale } from './contract-words.js';
import { redline, type RedlineClause } from './redline.js';
import { DomainError } from '../platform/errors.js';
import { actorAccountId } from '../platform/actor.js';
import { awaitedOf, nextOf } from './signatories.js';
import { closedStates } from './partner-states.js';
import type { Increase } from './exposure.js';
import { isPartnerAccount, maySeePartner, sideOf } from './sides.js';

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
  const position = positionOf(version, { signatures, present: presentOf(siblings, version), breaches }, now);
  const side = sideOf(actor, contract.partnerId);
  const accountId = actorAccountId(actor);
  const isOfTurn = nextOf(version.clauses, awaitedOf(version.clauses, signatures)).some(({ party }) => party === side) && !signatures.some(({ signerId }) => signerId === accountId);
  const isHidden: Partial<Record<string, boolean>> = { contractAmend: isNegotiating, contractSign: position.awaitsApproval || !isOfTurn, contractApprove: version.committedBy === accountId };
  return [...new Set(openMoves(position, side).map(({ action }) => action))]
    .filter((action) => isAllowed(`Mutation.${action}`, actor) && !isHidden[action] && !(isClosed && bindingActions.includes(action)));
}

/** What an amendment raises, for the platform's eyes; the partner is told none. */
export async function increasesFor(version: ContractVersion, context: Context): Promise<Increase[]> {
  const { partnerId } = await contractOf(version, context);
  if (isPartnerAccount(context.actor) || !maySeePartner(context.actor, partnerId) || !(openStates.includes(version.state))) return [];
  return increasesOver(presentOf(await allVersions(version.contractId, context), version), version);
}

export function offersOf(version: ContractVersion, { loaders }: Context): Promise<ContractOffer[]> {
  return loaders.of(ContractOffer, 'contractVersionId', { number: 'ASC' }).load(version.id);
}

export function commentsOf(version: ContractVersion, { loaders }: Context): Promise<ContractComment[]> {
  return loaders.of(ContractComment, 'contractVersionId', { number: 'ASC' }).load(version.id);
}

/** The text of the version beside an offer of it, or where none was named beside what came before it. Throws NOT_FOUND for an offer that was not made. */
export async function redlineOf(version: ContractVersion, against: number | null, locale: TextLocale, context: Context): Promise<RedlineClause[]> {
  const { code, title } = await contractOf(version, context);
  const { number, parties, startsAt, endsAt, clauses } = version;
  const offers = await offersOf(version, context);
  const versions = await allVersions(version.contractId, context);
  const other = against === null ? offers.at(-2) ?? versions.findLast((one) => one.number < number && wasSigned(one)) : offers.find((one) => one.number === against);
  if (!other && against !== null) throw new DomainError('NOT_FOUND');
  return other ? redline({ code, title, number, parties, startsAt: other.startsAt, endsAt: other.endsAt, clauses: other.clauses }, { code, title, number, parties, startsAt, endsAt, clauses }, locale) : [];
}

/** What was signed once: drafts that came to nothing are no measure of an amendment. */
function wasSigned({ state }: ContractVersion): boolean {
  return signedStates.includes(state);
}
