import { Arg, Ctx, Field, FieldResolver, Mutation, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { Acceptance } from '../../schema/acceptance.js';
import { Account } from '../../schema/account.js';
import { ConformanceRun } from '../../schema/conformance-run.js';
import { Connector, ConnectorKind } from '../../schema/connector.js';
import { Json } from '../../schema/scalars.js';
import type { Context } from '../graphql/context.js';
import { fromGlobalId } from '../graphql/global-ids.js';
import type { NodeSource } from '../graphql/nodes.js';
import { answer, payloadOf, type Payload } from '../graphql/payloads.js';
import { isPartnerAccount, maySeePartner } from '../partner/sides.js';
import type { Acceptances } from './acceptances.js';
import { AcceptanceProposeInput, AcceptanceSignInput } from './conformance.inputs.js';
import type { ConformanceRuns } from './conformance-runs.js';
import { changeOf, ConnectorStepInput } from './connector.inputs.js';
import { scenarios } from './scenarios.js';

const RUNS_SHOWN = 20;
const RunPayload = payloadOf(ConformanceRun);
const AcceptancePayload = payloadOf(Acceptance);

@ObjectType({ simpleResolvers: true, description: 'One scenario: what a partner’s end has to do, and how that is tried.' })
export class ConformanceScenario {
  @Field(() => String, { description: 'Its key, the same for good.' })
  key: string;

  @Field(() => String, { description: 'universal: for every connector; type: for its kind; capability: for whoever declares it.' })
  layer: string;

  @Field(() => ConnectorKind, { nullable: true, description: 'Of connectors of this kind; absent: of every kind.' })
  kind: ConnectorKind | null;

  @Field(() => String, { nullable: true, description: 'Of connectors that declare this capability.' })
  capability: string | null;

  @Field(() => Boolean, { description: 'Whether it demands a refusal.' })
  isNegative: boolean;

  @Field(() => String, { description: 'What it is about, in the caller’s language.' })
  title: string;

  @Field(() => Json, { description: 'Its steps: what is sent, and what is expected of the answer.' })
  steps: unknown;
}

@ObjectType({ simpleResolvers: true, description: 'What a partner’s end has to do; as long as it is written, no longer.' })
export class ConformanceSpecification {
  @Field(() => [ConformanceScenario], { description: 'Every scenario, in the order in which a run plays them.' })
  scenarios: ConformanceScenario[];
}

@Resolver(() => ConformanceRun)
export class ConformanceResolver {
  constructor(private readonly runs: ConformanceRuns, private readonly acceptances: Acceptances) {}

  @Query(() => ConformanceSpecification, { description: 'The whole specification of a partner’s end.' })
  conformanceSpecification(@Ctx() { locale }: Context): ConformanceSpecification {
    const list = scenarios.map(({ key, layer, kind, capability, negative, title, steps }) => ({
      key, layer, kind: kind ?? null, capability: capability ?? null, isNegative: negative ?? false, title: locale === 'zh' ? title.zh : title.en, steps,
    }));
    return { scenarios: list };
  }

  @Mutation(() => RunPayload, { description: 'Plays all scenarios against the other end as it is stated now.' })
  connectorTest(@Arg('input', () => ConnectorStepInput, { description: 'Which.' }) input: ConnectorStepInput, @Ctx() { actor }: Context): Promise<Payload<ConformanceRun>> {
    return answer(async () => this.runs.start(changeOf(input), actor));
  }

  @Mutation(() => AcceptancePayload, { description: 'Accepts a run for one’s own side; the other side signs the same hash.' })
  connectorAccept(@Arg('input', () => AcceptanceProposeInput, { description: 'Which run.' }) input: AcceptanceProposeInput, @Ctx() { actor }: Context): Promise<Payload<Acceptance>> {
    const { evidenceHash, waivers } = input;
    return answer(async () => this.acceptances.propose(changeOf(input), { runId: fromGlobalId('ConformanceRun', input.runId), evidenceHash, waivers }, actor));
  }

  @Mutation(() => AcceptancePayload, { description: 'The second signature: from now on the connection may go live.' })
  acceptanceSign(@Arg('input', () => AcceptanceSignInput, { description: 'Which, by its hash.' }) input: AcceptanceSignInput, @Ctx() { actor }: Context): Promise<Payload<Acceptance>> {
    return answer(async () => this.acceptances.sign(changeOf(input), input.hash, actor));
  }

  @FieldResolver(() => Connector, { description: 'Whose run it is.' })
  async connector(@Root() run: ConformanceRun, @Ctx() { loaders }: Context): Promise<Connector> {
    return (await loaders.byId(Connector).load(run.connectorId))!;
  }

  @FieldResolver(() => Json, { description: 'What was seen, scenario by scenario and step by step: requests, answers, findings.' })
  evidence(@Root() run: ConformanceRun): Promise<unknown> {
    return this.runs.evidenceOf(run.id);
  }
}

@Resolver(() => Acceptance)
export class AcceptanceResolver {
  @FieldResolver(() => ConformanceRun, { description: 'The run that is accepted.' })
  async run(@Root() acceptance: Acceptance, @Ctx() { loaders }: Context): Promise<ConformanceRun> {
    return (await loaders.byId(ConformanceRun).load(acceptance.runId))!;
  }

  @FieldResolver(() => Account, { nullable: true, description: 'Who signed for the platform; for the staff.' })
  platformSigner(@Root() acceptance: Acceptance, @Ctx() { actor, loaders }: Context): Promise<Account | null> | null {
    return isPartnerAccount(actor) || !acceptance.platformSignedBy ? null : loaders.byId(Account).load(acceptance.platformSignedBy);
  }

  @FieldResolver(() => Account, { nullable: true, description: 'Who signed for the partner; for the staff.' })
  partnerSigner(@Root() acceptance: Acceptance, @Ctx() { actor, loaders }: Context): Promise<Account | null> | null {
    return isPartnerAccount(actor) || !acceptance.partnerSignedBy ? null : loaders.byId(Account).load(acceptance.partnerSignedBy);
  }
}

@Resolver(() => Connector)
export class ConnectorConformanceResolver {
  @FieldResolver(() => [ConformanceRun], { description: 'Its newest 20 runs, newest first.' })
  runs(@Root() connector: Connector, @Ctx() { loaders }: Context): Promise<ConformanceRun[]> {
    return loaders.of(ConformanceRun, 'connectorId', { startedAt: 'DESC' }, RUNS_SHOWN).load(connector.id);
  }

  @FieldResolver(() => Acceptance, { nullable: true, description: 'The acceptance that waits for a signature or holds.' })
  async acceptance(@Root() connector: Connector, @Ctx() { loaders }: Context): Promise<Acceptance | null> {
    const newest = await loaders.of(Acceptance, 'connectorId', { createdAt: 'DESC' }, RUNS_SHOWN).load(connector.id);
    return newest.find(({ endedAt }) => endedAt === null) ?? null;
  }
}

export const conformanceRunNodes: NodeSource = (ids, { actor, loaders }) => Promise.all(ids.map(async (id) => {
  const run = await loaders.byId(ConformanceRun).load(id);
  return run && maySeePartner(actor, run.partnerId) ? run : null;
}));

export const acceptanceNodes: NodeSource = (ids, { actor, loaders }) => Promise.all(ids.map(async (id) => {
  const acceptance = await loaders.byId(Acceptance).load(id);
  return acceptance && maySeePartner(actor, acceptance.partnerId) ? acceptance : null;
}));
