import { Field, Float, Int, ObjectType } from 'type-graphql';
import { enumOf } from './enum-of.js';

export const CriterionGroup = enumOf('CriterionGroup', 'The three branches by which partners are chosen.', {
  resources: 'What it brings.',
  technology: 'How well it can be connected and trusted with data.',
  reputation: 'How it keeps its word.',
});
export type CriterionGroup = (typeof CriterionGroup)[keyof typeof CriterionGroup];

export const CriterionMeasure = enumOf('CriterionMeasure', 'What the values of a criterion are.', {
  quantity: 'A number in the unit of the criterion.',
  share: 'A share of observations, between 0 and 1; shrunk towards the prior by their number.',
});
export type CriterionMeasure = (typeof CriterionMeasure)[keyof typeof CriterionMeasure];

export const ScaleKind = enumOf('ScaleKind', 'How values between the two ends are judged.', {
  linear: 'Evenly.',
  log: 'By their ratio: ten to a hundred is as much as a hundred to a thousand.',
  piecewise: 'Along the knots.',
});
export type ScaleKind = (typeof ScaleKind)[keyof typeof ScaleKind];

/** Kept as jsonb inside its set: an immutable document, like the clauses of a contract version. */
@ObjectType({ simpleResolvers: true, description: 'A leaf of the tree by which a kind of partner is judged.' })
export class Criterion {
  @Field(() => String, { description: 'Its key, by which evidence names it.' })
  key: string;

  @Field(() => CriterionGroup, { description: 'Its branch.' })
  group: CriterionGroup;

  @Field(() => String, { description: 'Its name in Chinese.' })
  nameZh: string;

  @Field(() => String, { description: 'Its name in English.' })
  nameEn: string;

  @Field(() => CriterionMeasure, { description: 'What its values are.' })
  measure: CriterionMeasure;

  @Field(() => String, { description: 'Unit of a quantity; empty for shares.' })
  unit: string;

  @Field(() => ScaleKind, { description: 'How values between the ends are judged.' })
  scale: ScaleKind;

  @Field(() => [[Float]], { description: 'Value and desirability (0–1): the anti-ideal and the ideal, with knots between them where the scale is piecewise. Fixed, whoever applies.' })
  knots: [number, number][];

  @Field(() => Float, { nullable: true, description: 'Whoever is worse than this is not taken; null: no such bound.' })
  gate: number | null;

  @Field(() => Float, { nullable: true, description: 'Shares: what is believed before anybody looked.' })
  priorMean: number | null;

  @Field(() => Float, { nullable: true, description: 'Shares: how many observations that belief is worth.' })
  priorStrength: number | null;

  @Field(() => Float, { nullable: true, description: 'Quantities: standard deviation of the desirability by one observation.' })
  spread: number | null;

  @Field(() => Int, { description: 'For how many days evidence counts, unless it says otherwise.' })
  validDays: number;
}
