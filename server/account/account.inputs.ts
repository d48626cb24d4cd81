import { ArrayMaxSize, IsEmail, IsOptional, Length, MaxLength } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { AccountRole, Locale } from '../../schema/account.js';
import { passwordLength } from './passwords.js';

const { min, max } = passwordLength;

@InputType({ description: 'Who signs in.' })
export class SignInInput {
  @Field(() => String, { description: 'E-mail address.' })
  @MaxLength(320)
  email: string;

  @Field(() => String, { description: 'Password.' })
  @MaxLength(max)
  password: string;
}

@InputType({ description: 'A new reader.' })
export class SignUpInput {
  @Field(() => String, { description: 'E-mail address to sign in with.' })
  @IsEmail() @MaxLength(320)
  email: string;

  @Field(() => String, { description: '10 to 200 characters.' })
  @Length(min, max)
  password: string;

  @Field(() => String, { description: 'Name to show.' })
  @Length(1, 100)
  displayName: string;

  @Field(() => Locale, { defaultValue: Locale.ZH, description: 'Preferred language.' })
  locale: Locale;
}

@InputType({ description: 'A new account of any role.' })
export class AccountCreateInput {
  @Field(() => String, { description: 'E-mail address to sign in with.' })
  @IsEmail() @MaxLength(320)
  email: string;

  @Field(() => String, { description: 'Name to show.' })
  @Length(1, 100)
  displayName: string;

  @Field(() => AccountRole, { description: 'What the account is for.' })
  role: AccountRole;

  @Field(() => Locale, { defaultValue: Locale.ZH, description: 'Preferred language.' })
  locale: Locale;

  @Field(() => ID, { nullable: true, description: 'The partner it acts for: only and always for the role PARTNER.' })
  partnerId?: string | null;

  @Field(() => String, { nullable: true, description: '10 to 200 characters; without one it can act through API keys only.' })
  @IsOptional() @Length(min, max)
  password?: string | null;
}

@InputType({ description: 'Which account to suspend, and why.' })
export class AccountSuspendInput {
  @Field(() => ID, { description: 'The account.' })
  id: string;

  @Field(() => Int, { description: 'The version that you have seen.' })
  expectedVersion: number;

  @Field(() => String, { description: 'Goes into the audit log.' })
  @Length(1, 500)
  reason: string;
}

@InputType({ description: 'Which account may act again.' })
export class AccountRestoreInput {
  @Field(() => ID, { description: 'The account.' })
  id: string;

  @Field(() => Int, { description: 'The version that you have seen.' })
  expectedVersion: number;
}

@InputType({ description: 'A new password for the own account.' })
export class PasswordChangeInput {
  @Field(() => String, { description: 'The password that holds now.' })
  @MaxLength(max)
  currentPassword: string;

  @Field(() => String, { description: '10 to 200 characters.' })
  @Length(min, max)
  newPassword: string;
}

@InputType({ description: 'A new key for a program.' })
export class ApiKeyCreateInput {
  @Field(() => String, { description: 'What it is for.' })
  @Length(1, 100)
  name: string;

  @Field(() => [String], { description: 'retrain:start, events:write, feed:read, content:write, model:read.' })
  @ArrayMaxSize(20)
  scopes: string[];

  @Field(() => Date, { nullable: true, description: 'When it ends by itself.' })
  expiresAt?: Date | null;

  @Field(() => ID, { nullable: true, description: 'For which account; an operator may name another than his own.' })
  accountId?: string | null;
}

@InputType({ description: 'Which key to revoke.' })
export class ApiKeyRevokeInput {
  @Field(() => ID, { description: 'The key.' })
  id: string;
}
