import { RefreshSessionDocument, SignInDocument, SignOutDocument, type SessionFragment } from '../graphql/documents.js';
import { post, unwrap } from './post.js';

/**
 * The access token lives in this module's memory only; what survives a reload is the refresh cookie, which no script can
 * read. One refresh at a time: a second would present a token that the first has already used up.
 */
let session: SessionFragment | null = null;
let refreshing: Promise<boolean> | null = null;
const earlyMs = 30_000;

/** Spelled out, because the providers are also tested outside a browser. */
const store = globalThis as unknown as { localStorage: { getItem(name: string): string | null; setItem(name: string, value: string): void; removeItem(name: string): void } };

/** Whether there may be a cookie: asking without one would only be refused. It says nothing about whose session it is. */
const mark = {
  name: 'tandem.session',
  isSet: () => store.localStorage.getItem(mark.name) !== null,
  set: () => store.localStorage.setItem(mark.name, 'open'),
  clear: () => store.localStorage.removeItem(mark.name),
};

function isFresh(now = Date.now()): boolean {
  return session !== null && Date.parse(session.expiresAt) - earlyMs > now;
}

export async function signIn(email: string, password: string): Promise<void> {
  session = unwrap((await post(SignInDocument, { input: { email, password } })).outcome);
  mark.set();
}

export async function signOut(): Promise<void> {
  if (!mark.isSet()) return;
  mark.clear();
  const token = session?.accessToken;
  session = null;
  // A session that is gone already is what was wanted.
  await post(SignOutDocument, {}, { token }).catch(() => undefined);
}

/** False when there is no session to renew: the person has to sign in. A platform that does not answer throws. */
export function refresh(): Promise<boolean> {
  if (!mark.isSet()) return Promise.resolve(false);
  refreshing ??= renew().finally(() => { refreshing = null; });
  return refreshing;
}

/** Tabs share the cookie, and its token serves once: they renew in turn, each with the cookie of the one before. */
const { navigator } = globalThis as unknown as { navigator?: { locks?: { request<T>(name: string, work: () => Promise<T>): Promise<T> } } };
const inTurn = <T>(work: () => Promise<T>): Promise<T> => navigator?.locks?.request('tandem.refresh', work) ?? work();

async function renew(): Promise<boolean> {
  const { outcome } = await inTurn(() => post(RefreshSessionDocument, {})).catch((error: { status?: number }) => {
    if (error.status === 401) return { outcome: { result: null, userErrors: [] } };
    throw error;
  });
  session = outcome.result ?? null;
  if (!session) mark.clear();
  return session !== null;
}

/** The token to send, renewed before it runs out; undefined when nobody is signed in. */
export async function accessToken(): Promise<string | undefined> {
  if (!isFresh()) await refresh();
  return session?.accessToken;
}

export function forgetToken(): void {
  session = null;
}
