import type { TypedDocumentString } from '../graphql/documents.js';
import { fault, refusal, RequestError, type Problem } from './problems.js';

export type Document<Result, Variables> = TypedDocumentString<Result, Variables>;

interface Answer<Result> {
  data?: Result | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

export interface PostOptions {
  token?: string;
  signal?: AbortSignal;
}

let language = 'zh';

/** The language in which the api words what it says; follows the console's own. */
export function speak(locale: string): void {
  language = locale;
}

/** One GraphQL request. Resolves with data, throws RequestError for everything else: an error is never an empty answer. */
export async function post<Result, Variables>(document: Document<Result, Variables>, variables: Variables, options: PostOptions = {}): Promise<Result> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      'accept-language': language,
      ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
    },
    body: JSON.stringify({ query: document.toString(), variables }),
    signal: options.signal,
  }).catch((error: unknown) => {
    if (options.signal?.aborted) throw error;
    throw Object.assign(new RequestError('OFFLINE', 503, 'errors.OFFLINE'), { cause: error });
  });
  const answer = await response.json().catch(() => null) as Answer<Result> | null;
  const error = answer?.errors?.[0];
  if (error) throw fault(error.extensions?.code ?? 'INTERNAL', error.message, response.status);
  if (!answer?.data) throw fault(response.status === 401 ? 'UNAUTHENTICATED' : 'UNAVAILABLE', '', response.status);
  return answer.data;
}

/** The result of a mutation's payload; throws its user errors. */
export function unwrap<Result>(outcome: { result?: Result | null; userErrors: Problem[] }): Result {
  if (outcome.userErrors.length > 0) throw refusal(outcome.userErrors);
  if (outcome.result == null) throw new RequestError('INTERNAL', 500, 'errors.INTERNAL');
  return outcome.result;
}
