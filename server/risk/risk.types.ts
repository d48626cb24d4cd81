import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Money } from '../../schema/money.js';
import { Node } from '../../schema/node.js';
import { Partner } from '../../schema/partner.js';
import { RiskBand } from '../../schema/risk-case.js';
import { DateTime } from '../../schema/scalars.js';
import { ConcentrationDimension } from './risk.inputs.js';

@ObjectType({ simpleResolvers: true, description: 'One thing that speaks against a partner.' })
export class RiskSignal {
  @Field(() => String, { description: 'What, for example service, refunds or finance_change.' })
  kind: string;

  @Field(() => Float, { description: 'How bad, 0 to 1.' })
  severity: number;

  @Field(() => Float, { description: 'Its part of the score; the parts sum to the score.' })
  part: number;
}

@ObjectType({ simpleResolvers: true, description: 'How much speaks against a partner, and what.' })
export class PartnerRisk {
  partnerId: string;

  @Field(() => Float, { description: 'Probability of trouble, 0 to 1, as weighted noisy-OR of the signals.' })
  score: number;

  @Field(() => RiskBand, { description: 'Its band.' })
  band: RiskBand;

  @Field(() => DateTime, { nullable: true, description: 'Since when; null where nothing was ever measured.' })
  bandSince: Date | null;

  @Field(() => [RiskSignal], { description: 'The greatest part first.' })
  signals: RiskSignal[];

  @Field(() => String, { nullable: true, description: 'The one signal whose end would lower the band; null: it takes more than one, or the band is low.' })
  relief: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'The share of one partner.' })
export class PartnerShare {
  partnerId: string;

  @Field(() => Partner, { description: 'Whose.' })
  partner: Partner;

  @Field(() => Float, { description: '0 to 1.' })
  share: number;
}

@ObjectType({ simpleResolvers: true, description: 'How much of something lies with how few.' })
export class ConcentrationFigure {
  @Field(() => ConcentrationDimension, { description: 'Of what.' })
  dimension: ConcentrationDimension;

  @Field(() => Float, { description: 'Herfindahl–Hirschman index: 1/n when all have the same, 1 when one has all, 0 without any.' })
  hhi: number;

  @Field(() => Int, { nullable: true, description: 'The limit of one share, in millionths; null: none was set.' })
  limitPpm: number | null;

  @Field(() => [PartnerShare], { description: 'The ten greatest.' })
  shares: PartnerShare[];
}

@ObjectType({ simpleResolvers: true, description: 'Partners in one band.' })
export class BandCount {
  @Field(() => RiskBand, { description: 'The band.' })
  band: RiskBand;

  @Field(() => Int, { description: 'How many partners.' })
  count: number;
}

@ObjectType({ simpleResolvers: true, description: 'What a risk manager looks at first.' })
export class RiskCentre {
  @Field(() => [BandCount], { description: 'Partners by band; those without any signal are not counted.' })
  bands: BandCount[];

  @Field(() => [Partner], { description: 'The fifty partners with the highest scores.' })
  partners: Partner[];

  @Field(() => [ConcentrationFigure], { description: 'Concentration by dimension.' })
  concentrations: ConcentrationFigure[];
}

@ObjectType({ implements: Node, simpleResolvers: true, description: 'One measured window of a service level.' })
export class ServiceLevelWindow extends Node {
  @Field(() => String, { description: 'Key of the clause.' })
  clauseKey: string;

  @Field(() => DateTime, { description: 'Its beginning.' })
  startsAt: Date;

  @Field(() => DateTime, { description: 'Its end.' })
  endsAt: Date;

  @Field(() => Float, { description: 'What was measured, percent.' })
  measured: number;

  @Field(() => Boolean, { description: 'Whether the target was missed.' })
  isMissed: boolean;

  @Field(() => DateTime, { nullable: true, description: 'Until then it can be cured.' })
  cureUntil: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it costs nothing.' })
  excuse: string | null;

  @Field(() => Money, { nullable: true, description: 'What it costs the partner.' })
  credit: Money | null;

  @Field(() => DateTime, { nullable: true, description: 'When that was posted.' })
  creditedAt: Date | null;
}
