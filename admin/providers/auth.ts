import type { AuthProvider } from 'react-admin';
import { ViewerDocument, type ViewerQuery } from '../graphql/documents.js';
import { operationOf } from '../resources.js';
import { RequestError } from './problems.js';
import { request } from './request.js';
import { refresh, signIn, signOut, accessToken } from './session.js';

export type Viewer = ViewerQuery['viewer'];

let viewer: Promise<Viewer> | null = null;

/** Who is signed in and which operations they may call: asked once per session. */
export function currentViewer(): Promise<Viewer> {
  viewer ??= request(ViewerDocument, {}).then((answer) => answer.viewer).catch((error: unknown) => {
    viewer = null;
    throw error;
  });
  return viewer;
}

/**
 * Rights come from the api's authorisation table, by the names of operations; nothing here knows a role.
 * They decide what is shown. What is hidden is not what is protected: the api refuses by the same table.
 */
export const authProvider = {
  async login({ email, password }: { email: string; password: string }) {
    await signIn(email, password);
    viewer = null;
  },
  async logout() {
    viewer = null;
    await signOut();
  },
  async checkAuth() {
    if (await accessToken() === undefined) throw new Error('ra.auth.auth_check_error');
  },
  async checkError(error: RequestError) {
    if (error.status === 401 && !await refresh()) throw error;
  },
  async getIdentity() {
    const { account } = await currentViewer();
    if (!account) throw new RequestError('UNAUTHENTICATED', 401, 'errors.UNAUTHENTICATED');
    return { id: account.id, fullName: account.displayName };
  },
  async getPermissions() {
    return (await currentViewer()).permissions;
  },
  async canAccess({ resource, action }: { resource: string; action: string }) {
    const operation = operationOf(resource, action);
    return operation !== undefined && (await currentViewer()).permissions.includes(operation);
  },
} satisfies AuthProvider;
