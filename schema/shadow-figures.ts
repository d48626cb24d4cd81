import { Field, Float, Int, ObjectType } from 'type-graphql';

/** Stored as JSON with its run, so that a run that was judged keeps the figures that it was judged by. */
@ObjectType({ simpleResolvers: true, description: 'What a model in shadow would have shown, beside what the champion showed. Sponsored and drawn slots are left out; lists are cut at 20.' })
export class ShadowFigures {
  @Field(() => Int, { description: 'Feeds that it was asked for too.' })
  requests: number;

  @Field(() => Int, { description: 'Of these, feeds that it could not make.' })
  errors: number;

  @Field(() => Float, { nullable: true, description: 'Mean share of the served contents that it would also have shown.' })
  overlap: number | null;

  @Field(() => Float, { nullable: true, description: 'Mean rank-biased overlap (p = 0.9): 1 where the order is the same too.' })
  rankAgreement: number | null;

  @Field(() => Float, { nullable: true, description: 'Population stability index of its scores against those of the champion, each after division by the mean of its own.' })
  scoreShift: number | null;

  @Field(() => Float, { nullable: true, description: 'Median time that a list took, in milliseconds.' })
  latencyP50: number | null;

  @Field(() => Float, { nullable: true, description: '95 % of its lists took no longer, in milliseconds.' })
  latencyP95: number | null;

  @Field(() => Float, { nullable: true, description: 'Length of its lists over that of the served ones.' })
  fill: number | null;

  @Field(() => Int, { description: 'Different contents in its lists.' })
  contents: number;

  @Field(() => Int, { description: 'Different contents in the served lists.' })
  servedContents: number;

  @Field(() => Int, { description: 'Clicks on the served lists.' })
  clicks: number;

  @Field(() => Float, { nullable: true, description: 'Clicks per feed that were made.' })
  clickRate: number | null;

  @Field(() => Float, { nullable: true, description: 'Clicks per feed on contents that it would have shown too. Only what was shown could be clicked: this can warn, not praise.' })
  wouldBeClickRate: number | null;

  @Field(() => Float, { nullable: true, description: 'Mean of 1 / place of the clicked contents as they were served.' })
  servedReciprocalRank: number | null;

  @Field(() => Float, { nullable: true, description: 'The same at its own places; 0 where it would not have shown them.' })
  reciprocalRank: number | null;
}
