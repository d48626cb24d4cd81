import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Account } from '../../schema/account.js';
import { permissionsOf } from '../graphql/authorization.js';
import type { Context } from '../graphql/context.js';
import { answer, payloadOf, type Payload } from '../graphql/payloads.js';
import { SignInInput, SignUpInput } from './account.inputs.js';
import { SignedIn, SignedOut, Viewer } from './account.types.js';
import { normalEmail, type Accounts } from './accounts.js';
import type { Authentication } from './authentication.js';
import type { OpenSession, Sessions } from './sessions.js';
import type { SignInAttempts } from './sign-in-attempts.js';

const SignedInPayload = payloadOf(SignedIn);
const SignedOutPayload = payloadOf(SignedOut);

@Resolver(() => Viewer)
export class SessionResolver {
  constructor(
    private readonly accounts: Accounts,
    private readonly sessions: Sessions,
    private readonly attempts: SignInAttempts,
    private readonly authentication: Authentication,
  ) {}

  @Query(() => Viewer, { description: 'Who asks.' })
  viewer(@Ctx() { actor }: Context): Viewer {
    const role = actor.kind === 'account' || actor.kind === 'api_key' ? actor.role : 'anonymous';
    return Object.assign(new Viewer(), { role, permissions: permissionsOf(actor) });
  }

  @FieldResolver(() => Account, { nullable: true, description: 'The account of the viewer; null for the anonymous.' })
  async account(@Root() _viewer: Viewer, @Ctx() { actor, loaders }: Context): Promise<Account | null> {
    return 'accountId' in actor ? loaders.byId(Account).load(actor.accountId) : null;
  }

  @Mutation(() => SignedInPayload, { description: 'Opens a session. Five attempts in 15 minutes per account and address.' })
  signIn(@Arg('input', () => SignInInput, { description: 'E-mail and password.' }) input: SignInInput, @Ctx() context: Context): Promise<Payload<SignedIn>> {
    return answer(async () => {
      const [email, { address }] = [normalEmail(input.email), context.session];
      await this.attempts.begin(email, address);
      const accountId = await this.accounts.withPassword(email, input.password);
      await this.attempts.succeeded(email, address);
      return signedIn(await this.sessions.open(accountId, context.session.userAgent), context);
    });
  }

  @Mutation(() => SignedInPayload, { description: 'Makes a reader and opens its session. Counts as an attempt to sign in.' })
  signUp(@Arg('input', () => SignUpInput, { description: 'The reader.' }) input: SignUpInput, @Ctx() context: Context): Promise<Payload<SignedIn>> {
    return answer(async () => {
      await this.attempts.begin(normalEmail(input.email), context.session.address);
      const account = await this.accounts.signUp(input, context.actor);
      return signedIn(await this.sessions.open(account.id, context.session.userAgent), context);
    });
  }

  @Mutation(() => SignedInPayload, { description: 'Exchanges the refresh cookie for a new one and a new access token. A refresh token serves once: a second use ends the session.' })
  refreshSession(@Ctx() context: Context): Promise<Payload<SignedIn>> {
    return answer(async () => {
      try {
        return await signedIn(await this.sessions.refresh(context.session.refreshToken), context);
      } catch (error) {
        context.session.clearRefreshToken();
        throw error;
      }
    });
  }

  @Mutation(() => SignedOutPayload, { description: 'Ends the session; within 10 seconds everywhere.' })
  signOut(@Ctx() { actor, session }: Context): Promise<Payload<SignedOut>> {
    return answer(async () => {
      const ids = [...(actor.kind === 'account' ? [actor.sessionId] : []), ...await this.sessions.ownerOf(session.refreshToken)];
      // Only who holds a session makes everybody's tokens be looked up again.
      if (ids.length) {
        await this.sessions.close(ids);
        this.authentication.forget();
      }
      session.clearRefreshToken();
      return { done: true };
    });
  }
}

async function signedIn({ accountId, accessToken, accessExpiresAt, refreshToken, refreshExpiresAt }: OpenSession, { loaders, session }: Context): Promise<SignedIn> {
  session.setRefreshToken(refreshToken, refreshExpiresAt);
  const account = await loaders.byId(Account).load(accountId);
  return Object.assign(new SignedIn(), { accessToken, expiresAt: accessExpiresAt, account });
}
