import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { enumOf } from './enum-of.js';
import { DateTime } from './scalars.js';

export const DriftSubject = enumOf('DriftSubject', 'What has a distribution that may move.', {
  event: 'What readers do, and with what.',
  feature: 'A feature of the contents and ads that were shown.',
  score: 'What the models say.',
});
export type DriftSubject = (typeof DriftSubject)[keyof typeof DriftSubject];

@ObjectType({ simpleResolvers: true, description: 'One bin of a distribution.' })
export class DriftBin {
  @Field(() => String, { description: 'The value, or the upper end of the bin.' })
  label: string;

  @Field(() => Float, { description: 'Share in the window that the champion was trained on.' })
  expected: number;

  @Field(() => Float, { description: 'Share in the recent window.' })
  actual: number;
}

@ObjectType({ simpleResolvers: true, description: 'How far one distribution moved since the champion was trained.' })
export class DriftShift {
  @Field(() => String, { description: 'Its name, for example content.kind or score.candidates.' })
  name: string;

  @Field(() => DriftSubject, { description: 'What sort of quantity.' })
  subject: DriftSubject;

  @Field(() => Float, { description: 'Population stability index: below 0.1 nothing moved, above 0.25 it did.' })
  psi: number;

  @Field(() => Float, { description: 'The index that chance alone gives to samples of as many readers.' })
  chance: number;

  @Field(() => Int, { description: 'Observations in the training window.' })
  expectedCount: number;

  @Field(() => Int, { description: 'Observations in the recent window.' })
  actualCount: number;

  @Field(() => [DriftBin], { description: 'Both distributions.' })
  bins: DriftBin[];
}

@ObjectType({ simpleResolvers: true, description: 'One bin of a reliability diagram, of equally many impressions.' })
export class CalibrationBin {
  @Field(() => Int, { description: 'Impressions.' })
  count: number;

  @Field(() => Float, { description: 'Mean of the predicted click probabilities.' })
  predicted: number;

  @Field(() => Float, { description: 'Share that was clicked.' })
  observed: number;
}

@ObjectType({ simpleResolvers: true, description: 'Predicted clicks against those that came, among impressions that had their time to be clicked.' })
export class DriftCalibration {
  @Field(() => String, { description: 'all, slot:3, kind:course and so on.' })
  group: string;

  @Field(() => Int, { description: 'Impressions.' })
  count: number;

  @Field(() => Float, { description: 'Mean of the predicted click probabilities.' })
  predicted: number;

  @Field(() => Float, { description: 'Share that was clicked.' })
  observed: number;

  @Field(() => Float, { description: 'Expected calibration error over the bins.' })
  error: number;

  @Field(() => [CalibrationBin], { description: 'The reliability diagram.' })
  bins: CalibrationBin[];
}

/** A row of drift_reports: written by a worker, never changed. */
@ObjectType({ simpleResolvers: true, description: 'What changed between the data that a champion was trained on and what came since.' })
export class DriftReport {
  @Field(() => ID, { description: 'Opaque id.' })
  id: string;

  @Field(() => String, { description: 'The feed.' })
  scenario: string;

  modelRunId: string;

  @Field(() => DateTime, { description: 'Begin of the training window that is compared.' })
  referenceFrom: Date;

  @Field(() => DateTime, { description: 'Its end: the snapshot of the champion.' })
  referenceTo: Date;

  @Field(() => DateTime, { description: 'Begin of the recent window.' })
  windowFrom: Date;

  @Field(() => DateTime, { description: 'Its end.' })
  windowTo: Date;

  @Field(() => Int, { description: 'Events in the recent window.' })
  eventCount: number;

  @Field(() => Int, { description: 'First pages of feeds that it made in the recent window.' })
  feedCount: number;

  @Field(() => Float, { nullable: true, description: 'Share of the feeds that were empty.' })
  emptyFeedRate: number | null;

  @Field(() => Float, { nullable: true, description: 'Published contents that were shown, over all published ones.' })
  coverage: number | null;

  @Field(() => Float, { nullable: true, description: 'Share of the events that said no: less of this, or one or two stars.' })
  negativeRate: number | null;

  @Field(() => Float, { nullable: true, description: 'The same in the training window.' })
  referenceNegativeRate: number | null;

  @Field(() => [DriftShift], { description: 'Each watched distribution, the one that moved furthest first.' })
  shifts: DriftShift[];

  @Field(() => [DriftCalibration], { description: 'Of the ads: all, by slot, by kind of content.' })
  calibration: DriftCalibration[];

  @Field(() => [String], { description: 'What is beyond its threshold, in words.' })
  alarms: string[];
}
