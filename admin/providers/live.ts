import { createClient } from 'graphql-sse';
import type { Document } from './post.js';
import { accessToken } from './session.js';

/** Server-sent events over fetch, one stream per subscription, so that the token travels in a header and not in the URL. */
const client = createClient({
  url: '/graphql/stream',
  headers: async (): Promise<Record<string, string>> => {
    const token = await accessToken();
    return token ? { authorization: `Bearer ${token}` } : {};
  },
  // The caller polls meanwhile and tries again later: a page that waits for a lost stream shows the past as the present.
  retryAttempts: 0,
});

export interface Listener<Result> {
  next(result: Result): void;
  /** The stream has ended: `broken` when it was not the server's own end of the story. */
  end(broken: boolean): void;
}

/** Returns the function that stops listening. */
export function listen<Result, Variables extends Record<string, unknown>>(document: Document<Result, Variables>, variables: Variables, listener: Listener<Result>): () => void {
  return client.subscribe<Result>({ query: document.toString(), variables }, {
    next: ({ data, errors }) => {
      if (data && !errors) listener.next(data);
      else listener.end(true);
    },
    error: () => listener.end(true),
    complete: () => listener.end(false),
  });
}
