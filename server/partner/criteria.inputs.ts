import { Field, Float, InputType, Int } from 'type-graphql';
import { CriterionGroup, CriterionMeasure, ScaleKind } from '../../schema/criterion.js';
import { PartnerKind } from '../../schema/partner.js';

@InputType({ description: 'A leaf of the tree by which a kind of partner is judged.' })
export class CriterionInput {
  @Field(() => String, { description: 'Its key: small letters, digits and _, at most 50. Evidence under a key goes on counting in the next version.' })
  key: string;

  @Field(() => CriterionGroup, { description: 'Its branch.' })
  group: CriterionGroup;

  @Field(() => String, { description: 'Its name in Chinese.' })
  nameZh: string;

  @Field(() => String, { description: 'Its name in English.' })
  nameEn: string;

  @Field(() => CriterionMeasure, { description: 'What its values are.' })
  measure: CriterionMeasure;

  @Field(() => String, { defaultValue: '', description: 'Unit of a quantity, Chinese and English with a space between.' })
  unit: string;

  @Field(() => ScaleKind, { description: 'How values between the ends are judged.' })
  scale: ScaleKind;

  @Field(() => [[Float]], { description: 'Value and desirability (0–1): first the anti-ideal with 0, then the ideal with 1; piecewise: 2 to 20 knots in rising order of value.' })
  knots: [number, number][];

  @Field(() => Float, { nullable: true, description: 'Whoever is worse than this is not taken.' })
  gate: number | null;

  @Field(() => Float, { nullable: true, description: 'Shares: what is believed before anybody looked, between 0 and 1.' })
  priorMean: number | null;

  @Field(() => Float, { nullable: true, description: 'Shares: how many observations that belief is worth.' })
  priorStrength: number | null;

  @Field(() => Float, { nullable: true, description: 'Quantities: standard deviation of the desirability by one observation.' })
  spread: number | null;

  @Field(() => Int, { description: 'For how many days evidence counts, unless it says otherwise.' })
  validDays: number;
}

@InputType({ description: 'How much more one thing matters than another, from 1/9 to 9: judgements above the diagonal of each matrix, row by row.' })
export class PairwiseJudgementsInput {
  @Field(() => [Float], { description: 'Resources against technology, resources against reputation, technology against reputation.' })
  groups: number[];

  @Field(() => [Float], { description: 'Criteria of the resources, in their order.' })
  resources: number[];

  @Field(() => [Float], { description: 'Criteria of the technology, in their order.' })
  technology: number[];

  @Field(() => [Float], { description: 'Criteria of the reputation, in their order.' })
  reputation: number[];
}

@InputType({ description: 'The next version of the criteria of a kind.' })
export class CriterionSetPublishInput {
  @Field(() => PartnerKind, { description: 'Who is judged by it.' })
  kind: PartnerKind;

  @Field(() => Int, { description: 'The version that you have seen: the new one follows it.' })
  expectedVersion: number;

  @Field(() => [CriterionInput], { description: '3 to 30, each branch with at least one.' })
  criteria: CriterionInput[];

  @Field(() => PairwiseJudgementsInput, { description: 'The experts’ judgements; refused where a matrix contradicts itself (consistency ratio 0.1 or more).' })
  judgements: PairwiseJudgementsInput;

  @Field(() => Int, { defaultValue: 700_000, description: 'Share of the experts in the weights, in millionths; the rest is entropy among the partners that are known.' })
  lambdaPpm: number;
}
