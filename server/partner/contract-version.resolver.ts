import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Account } from '../../schema/account.js';
import { ContractBreach } from '../../schema/contract-breach.js';
import { ContractSignature } from '../../schema/contract-signature.js';
import { ContractVersion } from '../../schema/contract-version.js';
import { Contract } from '../../schema/contract.js';
import type { Context } from '../graphql/context.js';
import type { NodeSource } from '../graphql/nodes.js';
import type { Clock } from '../platform/clock.js';
import { DomainError } from '../platform/errors.js';
import { breachesOf, contractOf, signaturesOf, versionActions } from './contract-loaders.js';
import { maySeeVersion } from './contract-rows.js';
import { contractText } from './contract-text.js';

@Resolver(() => ContractVersion)
export class ContractVersionResolver {
  constructor(private readonly clock: Clock) {}

  @FieldResolver(() => Contract, { description: 'The contract that it is a version of.' })
  contract(@Root() version: ContractVersion, @Ctx() context: Context): Promise<Contract> {
    return contractOf(version, context);
  }

  @FieldResolver(() => [ContractSignature], { description: 'Who signed it, in order.' })
  signatures(@Root() version: ContractVersion, @Ctx() context: Context): Promise<ContractSignature[]> {
    return signaturesOf(version, context);
  }

  @FieldResolver(() => [ContractBreach], { description: 'What one side said that the other did not keep.' })
  breaches(@Root() version: ContractVersion, @Ctx() context: Context): Promise<ContractBreach[]> {
    return breachesOf(version, context);
  }

  @FieldResolver(() => String, { description: 'The version in words, made from its clauses.' })
  async text(@Root() version: ContractVersion, @Ctx() context: Context, @Arg('locale', () => String, { nullable: true, description: 'zh or en; the language of the request where nothing is said.' }) locale?: string | null): Promise<string> {
    const language = locale ?? context.locale;
    if (language !== 'zh' && language !== 'en') throw new DomainError('BAD_INPUT', { path: ['locale'] }, 'Contracts are written in zh and en.');
    const { code, title } = await contractOf(version, context);
    const { number, parties, startsAt, endsAt, clauses } = version;
    return contractText({ code, title, number, parties, startsAt, endsAt, clauses }, language);
  }

  @FieldResolver(() => [String], { description: 'Mutations that the viewer can apply to it now.' })
  availableActions(@Root() version: ContractVersion, @Ctx() context: Context): Promise<string[]> {
    return versionActions(version, context, this.clock());
  }
}

@Resolver(() => ContractSignature)
export class SignatureResolver {
  @FieldResolver(() => String, { description: 'Name of the person who signed.' })
  async signerName(@Root() signature: ContractSignature, @Ctx() { loaders }: Context): Promise<string> {
    return (await loaders.byId(Account).load(signature.signerId))!.displayName;
  }
}

export const contractVersionNodes: NodeSource = (ids, context) => Promise.all(ids.map(async (id) => {
  const version = await context.loaders.byId(ContractVersion).load(id);
  return version && maySeeVersion(context.actor, (await contractOf(version, context)).partnerId, version) ? version : null;
}));
