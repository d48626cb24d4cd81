import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { Account } from '../../schema/account.js';
import { ContractBreach } from '../../schema/contract-breach.js';
import { ContractComment } from '../../schema/contract-comment.js';
import { ContractOffer } from '../../schema/contract-offer.js';
import { ContractSignature } from '../../schema/contract-signature.js';
import { ContractVersion } from '../../schema/contract-version.js';
import { Contract } from '../../schema/contract.js';
import type { Context } from '../graphql/context.js';
import type { NodeSource } from '../graphql/nodes.js';
import type { Clock } from '../platform/clock.js';
import { DomainError } from '../platform/errors.js';
import { breachesOf, commentsOf, contractOf, increasesFor, offersOf, redlineOf, signaturesOf, versionActions } from './contract-loaders.js';
import { IncreaseType, RedlineClauseType, SignatoryType } from './contract.types.js';
import type { RedlineClause } from './redline.js';
import { awaitedOf, nextOf, signatoriesOf } from './signatories.js';
import { maySeeVersion } from './contract-rows.js';
import type { TextLocale } from './contract-words.js';
import { openStates } from './contract-states.js';
import { sideOf } from './sides.js';
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

  @FieldResolver(() => [SignatoryType], { description: 'Everybody who has to sign, in the order of the SIGNING clause.' })
  async signatories(@Root() version: ContractVersion, @Ctx() context: Context): Promise<SignatoryType[]> {
    const { clauses } = version;
    const signatures = await signaturesOf(version, context);
    const next = nextOf(clauses, awaitedOf(clauses, signatures));
    return signatoriesOf(clauses).map((one) => ({
      ...one, isNext: next.some(({ place, party }) => place === one.place && party === one.party), signature: signatures.find(({ place, party }) => place === one.place && party === one.party) ?? null,
    }));
  }

  @FieldResolver(() => [ContractOffer], { description: 'All offers of this version, oldest first.' })
  offers(@Root() version: ContractVersion, @Ctx() context: Context): Promise<ContractOffer[]> {
    return offersOf(version, context);
  }

  @FieldResolver(() => [ContractComment], { description: 'What both sides remarked on it, oldest first.' })
  comments(@Root() version: ContractVersion, @Ctx() context: Context): Promise<ContractComment[]> {
    return commentsOf(version, context);
  }

  @FieldResolver(() => Boolean, { description: 'Whether the viewer may remark something on it now.' })
  async viewerMayComment(@Root() version: ContractVersion, @Ctx() context: Context): Promise<boolean> {
    return openStates.includes(version.state) && sideOf(context.actor, (await contractOf(version, context)).partnerId) !== null;
  }

  @FieldResolver(() => [IncreaseType], { description: 'What it raises over the version in force, while it is negotiated: not empty, a second person of the platform has to approve it. For the platform only.' })
  increases(@Root() version: ContractVersion, @Ctx() context: Context): Promise<IncreaseType[]> {
    return increasesFor(version, context);
  }

  @FieldResolver(() => [RedlineClauseType], { description: 'How its text differs, clause by clause and word by word: from an offer of it, else from the offer before the last, else from the version before it; empty: there is nothing to compare it with.' })
  redline(
    @Root() version: ContractVersion, @Ctx() context: Context, @Arg('locale', () => String, { nullable: true, description: 'zh or en; the language of the request where nothing is said.' }) locale?: string | null,
    @Arg('against', () => Int, { nullable: true, description: 'Number of the offer.' }) against?: number | null,
  ): Promise<RedlineClause[]> {
    return redlineOf(version, against ?? null, writtenIn(locale, context), context);
  }

  @FieldResolver(() => [ContractBreach], { description: 'What one side said that the other did not keep.' })
  breaches(@Root() version: ContractVersion, @Ctx() context: Context): Promise<ContractBreach[]> {
    return breachesOf(version, context);
  }

  @FieldResolver(() => String, { description: 'The version in words, made from its clauses.' })
  async text(@Root() version: ContractVersion, @Ctx() context: Context, @Arg('locale', () => String, { nullable: true, description: 'zh or en; the language of the request where nothing is said.' }) locale?: string | null): Promise<string> {
    const language = writtenIn(locale, context);
    const { code, title } = await contractOf(version, context);
    const { number, parties, startsAt, endsAt, clauses } = version;
    return contractText({ code, title, number, parties, startsAt, endsAt, clauses }, language);
  }

  @FieldResolver(() => [String], { description: 'Mutations that the viewer can apply to it now.' })
  availableActions(@Root() version: ContractVersion, @Ctx() context: Context): Promise<string[]> {
    return versionActions(version, context, this.clock());
  }
}

function writtenIn(locale: string | null | undefined, context: Context): TextLocale {
  const language = locale ?? context.locale;
  if (language !== 'zh' && language !== 'en') throw new DomainError('BAD_INPUT', { path: ['locale'] }, 'Contracts are written in zh and en.');
  return language;
}

@Resolver(() => ContractComment)
export class ContractCommentResolver {
  @FieldResolver(() => String, { description: 'Name of the person who made it.' })
  async authorName(@Root() comment: ContractComment, @Ctx() { loaders }: Context): Promise<string> {
    return (await loaders.byId(Account).load(comment.authorId))!.displayName;
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
