import { Field, ObjectType } from 'type-graphql';
import { Account } from '../../schema/account.js';
import { ApiKey } from '../../schema/api-key.js';

@ObjectType({ simpleResolvers: true, description: 'An open session. The refresh token is in a cookie that scripts cannot read.' })
export class SignedIn {
  @Field(() => String, { description: 'Send it as Authorization: Bearer until it expires; then call refreshSession.' })
  accessToken: string;

  @Field(() => Date, { description: 'When the access token expires.' })
  expiresAt: Date;

  @Field(() => Account, { description: 'Who signed in.' })
  account: Account;
}

@ObjectType({ simpleResolvers: true, description: 'The session has ended.' })
export class SignedOut {
  @Field(() => Boolean, { description: 'Always true: a session that had ended before is no error.' })
  done: boolean;
}

@ObjectType({ simpleResolvers: true, description: 'A new key.' })
export class CreatedApiKey {
  @Field(() => ApiKey, { description: 'What is kept of it.' })
  apiKey: ApiKey;

  @Field(() => String, { description: 'The key itself: shown now and never again.' })
  secret: string;
}

@ObjectType({ simpleResolvers: true, description: 'Who asks, and what the platform lets him do.' })
export class Viewer {
  @Field(() => String, { description: 'The role of the account, or anonymous.' })
  role: string;

  @Field(() => [String], { description: 'Names of the operations that the viewer may call: menus and buttons are built from them.' })
  permissions: string[];
}
