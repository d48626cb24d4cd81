import { post, type Document } from './post.js';
import { RequestError } from './problems.js';
import { accessToken, forgetToken } from './session.js';

/** A request in the name of whoever is signed in. A token that the api no longer takes is renewed once. */
export async function request<Result, Variables>(document: Document<Result, Variables>, variables: Variables, signal?: AbortSignal): Promise<Result> {
  const token = await accessToken();
  try {
    return await post(document, variables, { token, signal });
  } catch (error) {
    if (!(error instanceof RequestError) || error.status !== 401 || !token) throw error;
    forgetToken();
    return post(document, variables, { token: await accessToken(), signal });
  }
}
