import type { AccountCreateInput } from '../graphql/documents.js';

export type AccountForm = AccountCreateInput;

export function accountCreation({ email, password, displayName, role, locale, partnerId }: AccountForm): AccountCreateInput {
  return { email, password, displayName, role, locale, ...(role === 'PARTNER' ? { partnerId } : {}) };
}
