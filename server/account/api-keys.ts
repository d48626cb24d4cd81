import { randomBytes } from 'node:crypto';
import { ApiKey } from '../../schema/api-key.js';
import { scopeRoles, scopes as knownScopes, type Actor, type Role, type Scope } from '../platform/actor.js';
import type { AuditTrail } from '../platform/audit-trail.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import { hashOfSecret } from './authentication.js';

export interface NewApiKey {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresAt?: Date | null;
}

/** Keys look like `tdm_<prefix>_<secret>`; the whole text is shown once and kept only as its hash. */
export class ApiKeys {
  constructor(private readonly database: Database, private readonly audit: AuditTrail, private readonly clock: Clock, private readonly newId: NewId) {}

  /** For the actor's own account; an operator also makes keys for others (services cannot sign in). A key cannot make keys. */
  async create(input: NewApiKey, accountId: string | null, actor: Actor): Promise<{ apiKey: ApiKey; secret: string }> {
    if (actor.kind !== 'account' && actor.kind !== 'system') throw new DomainError('FORBIDDEN');
    const owner = accountId ?? (actor.kind === 'account' ? actor.accountId : null);
    if (!owner || (actor.kind === 'account' && owner !== actor.accountId && actor.role !== 'operator')) throw new DomainError('NOT_FOUND', { path: ['accountId'] });
    const unknown = input.scopes.filter((scope) => !knownScopes.includes(scope as Scope));
    if (unknown.length || !input.scopes.length) throw new DomainError('BAD_INPUT', { path: ['scopes'], known: knownScopes }, 'A key needs at least one scope, and only known ones.');
    if (input.expiresAt && input.expiresAt <= this.clock()) throw new DomainError('BAD_INPUT', { path: ['expiresAt'] }, 'The end of a key lies in the future.');
    const prefix = randomBytes(4).toString('hex');
    const secret = `tdm_${prefix}_${randomBytes(32).toString('base64url')}`;
    return this.database.transaction(async (tx) => {
      const [account] = await tx.query<{ role: Role }[]>("SELECT role FROM accounts WHERE id = $1 AND state = 'active' FOR SHARE", [owner]);
      if (!account) throw new DomainError('NOT_FOUND', { path: ['accountId'] });
      const beyond = input.scopes.filter((scope) => !scopeRoles[scope as Scope].includes(account.role));
      if (beyond.length) throw new DomainError('BAD_INPUT', { path: ['scopes'], beyond }, `A key of an account with the role ${account.role} cannot have ${beyond.join(', ')}.`);
      const id = this.newId();
      await tx.query('INSERT INTO api_keys (id, account_id, name, prefix, key_hash, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
        [id, owner, input.name, prefix, hashOfSecret(secret), [...new Set(input.scopes)], this.clock(), input.expiresAt ?? null]);
      await this.audit.append(tx, { actor, action: 'apiKeyCreate', noun: 'ApiKey', nounId: id, detail: { accountId: owner, scopes: input.scopes } });
      return { apiKey: await tx.getRepository(ApiKey).findOneByOrFail({ id }), secret };
    });
  }

  /** Own keys; an operator any. A foreign key is NOT_FOUND; a revoked one stays as it is. */
  revoke(id: string, actor: Actor): Promise<ApiKey> {
    return this.database.transaction(async (tx) => {
      const owner = keyOwner(actor);
      const [, revoked] = await tx.query<[unknown[], number]>(
        'UPDATE api_keys SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL AND ($3::uuid IS NULL OR account_id = $3)', [id, this.clock(), owner]);
      const apiKey = await tx.getRepository(ApiKey).findOneBy({ id, ...(owner && { accountId: owner }) });
      if (!apiKey) throw new DomainError('NOT_FOUND', { path: ['id'] });
      if (revoked) await this.audit.append(tx, { actor, action: 'apiKeyRevoke', noun: 'ApiKey', nounId: id });
      return apiKey;
    });
  }
}

/** Whose keys the actor sees: null is everybody's. */
export function keyOwner(actor: Actor): string | null {
  if (actor.kind === 'system' || (actor.kind === 'account' && actor.role === 'operator')) return null;
  if (actor.kind === 'anonymous') throw new DomainError('UNAUTHENTICATED');
  return actor.accountId;
}
