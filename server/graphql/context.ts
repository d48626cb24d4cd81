import type { Actor } from '../platform/actor.js';
import type { DomainError } from '../platform/errors.js';
import type { Log } from '../platform/log.js';
import type { Loaders } from './loaders.js';

export type Locale = 'zh' | 'en';

/** What the session resolver may know and change of the HTTP exchange; nobody else needs it. */
export interface SessionCarrier {
  readonly refreshToken: string | undefined;
  readonly userAgent: string | undefined;
  /** Address of the caller, for the limit of sign-in attempts. */
  readonly address: string;
  setRefreshToken(value: string, expiresAt: Date): void;
  clearRefreshToken(): void;
}

/** One per request. */
export interface Context {
  readonly actor: Actor;
  /** Why the bearer that was sent is not valid; the actor is then anonymous and may only end or renew a session. */
  readonly refusal: DomainError | null;
  readonly locale: Locale;
  readonly loaders: Loaders;
  readonly requestId: string;
  readonly log: Log;
  readonly session: SessionCarrier;
  /** The resolver object of a class: for the `subscribe` option of @Subscription, which has no `this`. */
  resolver<T extends object>(someClass: new (...args: never[]) => T): T;
}
