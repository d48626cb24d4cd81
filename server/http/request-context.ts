import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Authentication } from '../account/authentication.js';
import type { Context, Locale } from '../graphql/context.js';
import { Loaders } from '../graphql/loaders.js';
import { anonymous, type Actor } from '../platform/actor.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by `authenticate` and `identify`; anonymous on routes that do not ask. */
    actor: Actor;
    /** Set by `identify` when the bearer is not valid. */
    refusal: DomainError | null;
  }
}

export interface ContextParts {
  readonly database: Database;
  readonly authentication: Authentication;
  readonly resolver: Context['resolver'];
  /** Served over https: the cookie is bound to host and scheme. */
  readonly isSecure: boolean;
}

/** Before a body is read: a bearer that is not valid (any more) ends here with 401. */
export function authenticate(authentication: Authentication) {
  return async (request: FastifyRequest): Promise<void> => {
    request.actor = await authentication.actorOf(request.headers.authorization);
  };
}

/** The same, but the refusal waits until it is known what is asked: a session must be renewed and ended with an old token too. */
export function identify(authentication: Authentication) {
  return async (request: FastifyRequest): Promise<void> => {
    try {
      request.actor = await authentication.actorOf(request.headers.authorization);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      request.actor = anonymous;
      request.refusal = error;
    }
  };
}

export function contextOf({ database, resolver, isSecure }: ContextParts, request: FastifyRequest, reply: FastifyReply): Context {
  // Browsers take a __Host- cookie from https only, and then from this host alone.
  const name = isSecure ? '__Host-tandem_refresh' : 'tandem_refresh';
  const cookie = { path: '/', httpOnly: true, sameSite: 'strict', secure: isSecure } as const;
  return {
    actor: request.actor ?? anonymous,
    refusal: request.refusal,
    locale: localeOf(request.headers['accept-language']),
    loaders: new Loaders(database),
    requestId: request.id,
    log: request.log as Context['log'],
    resolver,
    session: {
      refreshToken: request.cookies?.[name],
      userAgent: request.headers['user-agent'],
      address: request.ip,
      setRefreshToken: (value, expires) => { reply.setCookie(name, value, { ...cookie, expires }); },
      clearRefreshToken: () => { reply.clearCookie(name, cookie); },
    },
  };
}

/** The first language that we write; Chinese without one. */
export function localeOf(acceptLanguage: string | undefined): Locale {
  return /\b(zh|en)\b/i.exec(acceptLanguage ?? '')?.[1].toLowerCase() === 'en' ? 'en' : 'zh';
}
