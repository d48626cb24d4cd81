import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Content } from '../../schema/content.js';
import { ModelRun } from '../../schema/model-run.js';
import { Money } from '../../schema/money.js';

@ObjectType({ simpleResolvers: true, description: 'How much of everything there is now.' })
export class DashboardCounts {
  @Field(() => Int, { description: 'Readers.' })
  readers: number;

  @Field(() => Int, { description: 'Published contents.' })
  contents: number;

  @Field(() => Int, { description: 'Partners that are not former, rejected or blocked.' })
  partners: number;

  @Field(() => Int, { description: 'Contracts in force.' })
  activeContracts: number;

  @Field(() => Int, { description: 'Campaigns that are running.' })
  runningCampaigns: number;
}

@ObjectType({ simpleResolvers: true, description: 'What readers did on one day (UTC).' })
export class InteractionDay {
  @Field(() => String, { description: 'The day, as 2026-11-23.' })
  day: string;

  @Field(() => Int, { description: 'Contents opened.' })
  views: number;

  @Field(() => Int, { description: 'Contents chosen in feeds.' })
  clicks: number;

  @Field(() => Int, { description: 'Contents read.' })
  reads: number;

  @Field(() => Int, { description: 'Enrolments.' })
  enrols: number;
}

@ObjectType({ simpleResolvers: true, description: 'What was paid on one day (UTC), by currency.' })
export class RevenueDay {
  @Field(() => String, { description: 'The day, as 2026-11-23.' })
  day: string;

  @Field(() => Money, { description: 'Sum of payments that succeeded.' })
  amount: Money;
}

@ObjectType({ simpleResolvers: true, description: 'A content and how often something was done with it.' })
export class TopContent {
  @Field(() => Content, { description: 'The content.' })
  content: Content;

  @Field(() => Int, { description: 'Interactions in the period.' })
  count: number;
}

@ObjectType({ simpleResolvers: true, description: 'How often shown contents were chosen on one day (UTC).' })
export class FeedClickDay {
  @Field(() => String, { description: 'The day, as 2026-11-23.' })
  day: string;

  @Field(() => Int, { description: 'Contents shown in feeds.' })
  impressions: number;

  @Field(() => Int, { description: 'Of these, how many were clicked.' })
  clicks: number;

  @Field(() => Float, { description: 'Clicks per impression; 0 on a day without impressions.' })
  rate: number;
}

@ObjectType({ simpleResolvers: true, description: 'The numbers of the first page of the console.' })
export class Dashboard {
  @Field(() => DashboardCounts, { description: 'Counts of this moment.' })
  counts: DashboardCounts;

  @Field(() => [InteractionDay], { description: 'Day by day, oldest first; days without interactions are there with zeros.' })
  interactionsByDay: InteractionDay[];

  @Field(() => [RevenueDay], { description: 'Days with payments, oldest first.' })
  revenueByDay: RevenueDay[];

  @Field(() => [TopContent], { description: 'The ten published contents with which most was done.' })
  topContents: TopContent[];

  @Field(() => [FeedClickDay], { description: 'Day by day, oldest first.' })
  feedClickRateByDay: FeedClickDay[];

  @Field(() => [ModelRun], { description: 'The last ten model runs, newest first.' })
  modelRuns: ModelRun[];
}
