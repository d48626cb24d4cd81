import { Length } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { ContentKind, ContentLanguage } from '../../schema/content.js';
import { DateTime } from '../../schema/scalars.js';

@InputType({ description: 'Which of the published contents; what is given must all hold.' })
export class CatalogueFilterInput {
  @Field(() => [ContentKind], { nullable: true, description: 'One of these forms.' })
  kinds?: ContentKind[] | null;

  @Field(() => ContentLanguage, { nullable: true, description: 'In this language.' })
  language?: ContentLanguage | null;

  @Field(() => [String], { nullable: true, description: 'With all of these tags.' })
  tags?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'By this author.' })
  authorId?: string | null;

  @Field(() => ID, { nullable: true, description: 'From this partner.' })
  partnerId?: string | null;
}

@InputType({ description: 'A new content: it begins as a draft.' })
export class ContentCreateInput {
  @Field(() => ContentKind, { description: 'Form.' })
  kind: ContentKind;

  @Field(() => String, { description: 'Up to 300 characters.' })
  title: string;

  @Field(() => String, { nullable: true, description: 'Public summary, up to 2,000 characters.' })
  summary?: string | null;

  @Field(() => String, { nullable: true, description: 'The text, up to 200,000 characters.' })
  body?: string | null;

  @Field(() => Int, { nullable: true, description: 'How many characters (code points) of the body everybody may read; 200 unless said otherwise.' })
  previewChars?: number | null;

  @Field(() => String, { nullable: true, description: 'Where the audio or video lies (http or https).' })
  mediaUrl?: string | null;

  @Field(() => ContentLanguage, { nullable: true, description: 'Chinese unless said otherwise.' })
  language?: ContentLanguage | null;

  @Field(() => [String], { nullable: true, description: 'Up to 50 tags.' })
  tags?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'For whom an editor writes; everybody else writes as himself.' })
  authorId?: string | null;

  @Field(() => ID, { nullable: true, description: 'For which partner an editor writes; a partner writes for his own.' })
  partnerId?: string | null;
}

@InputType({ description: 'Changes of the draft; what is absent stays.' })
export class ContentEditInput {
  @Field(() => ID, { description: 'The content.' })
  id: string;

  @Field(() => Int, { description: 'The version that you have seen.' })
  expectedVersion: number;

  @Field(() => String, { nullable: true, description: 'Up to 300 characters.' })
  title?: string | null;

  @Field(() => String, { nullable: true, description: 'Public summary, up to 2,000 characters.' })
  summary?: string | null;

  @Field(() => String, { nullable: true, description: 'The text, up to 200,000 characters.' })
  body?: string | null;

  @Field(() => Int, { nullable: true, description: 'How many characters (code points) of the body everybody may read.' })
  previewChars?: number | null;

  @Field(() => String, { nullable: true, description: 'Where the audio or video lies (http or https); an empty text takes it away.' })
  mediaUrl?: string | null;

  @Field(() => ContentLanguage, { nullable: true, description: 'Language of the text.' })
  language?: ContentLanguage | null;

  @Field(() => [String], { nullable: true, description: 'Up to 50 tags.' })
  tags?: string[] | null;
}

@InputType({ description: 'Which content to move.' })
export class ContentMoveInput {
  @Field(() => ID, { description: 'The content.' })
  id: string;

  @Field(() => Int, { description: 'The version that you have seen.' })
  expectedVersion: number;
}

@InputType({ description: 'Which content to move, and why.' })
export class ContentReasonInput extends ContentMoveInput {
  @Field(() => String, { description: 'Goes into the audit log.' })
  @Length(0, 500)
  reason: string;
}

@InputType({ description: 'Which content to publish when.' })
export class ContentScheduleInput extends ContentMoveInput {
  @Field(() => DateTime, { description: 'A time to come.' })
  publishAt: Date;
}

@InputType({ description: 'Which publication of which content to take back.' })
export class ContentRevertInput extends ContentMoveInput {
  @Field(() => ID, { description: 'The ContentPublication that made the present live version.' })
  publicationId: string;
}
