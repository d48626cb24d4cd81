import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { anonymous, type Actor, type Role, type Scope } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import type { AccessTokens } from './access-tokens.js';

/** A revoked session or key, a suspended account and a changed role take effect everywhere within this time. */
export const revocationSeconds = 10;

/** actor null: a key that nobody has; remembered for as long, so that guessing costs no statement each. */
interface Known { readonly actor: Actor | null; readonly expiresAt: number; readonly checkedAt: number }

interface AccountRow { role: Role; partner_id: string | null }

/** Bearer → actor. The hot path is one look-up in memory: signature and database are asked again every few seconds. */
export class Authentication {
  private readonly known = new LRUCache<string, Known>({ max: 20_000 });
  private readonly asking = new Map<string, Promise<Known>>();

  constructor(private readonly database: Database, private readonly tokens: AccessTokens, private readonly clock: Clock) {}

  /** Anonymous without a header; throws UNAUTHENTICATED for a bearer that is not valid (any more). */
  async actorOf(authorization: string | undefined): Promise<Actor> {
    if (!authorization) return anonymous;
    const bearer = /^Bearer ([\w.~+/-]{20,2000})$/i.exec(authorization)?.[1];
    if (!bearer) throw new DomainError('UNAUTHENTICATED', { reason: 'invalid' });
    const now = this.clock().getTime();
    let entry = this.known.get(bearer);
    if (!entry || now - entry.checkedAt >= revocationSeconds * 1000 || now < entry.checkedAt) entry = await this.ask(bearer, now);
    if (!entry.actor) throw new DomainError('UNAUTHENTICATED', { reason: 'invalid' });
    if (entry.expiresAt <= now) throw new DomainError('UNAUTHENTICATED', { reason: 'expired' });
    return entry.actor;
  }

  /** What this process revokes takes effect at once in this process. */
  forget(): void {
    this.known.clear();
  }

  /** Requests that come together ask once. */
  private ask(bearer: string, now: number): Promise<Known> {
    const asked = this.asking.get(bearer);
    if (asked) return asked;
    const asking = (bearer.startsWith('tdm_') ? this.askKey(bearer, now) : this.askSession(bearer, now))
      .then((entry) => {
        this.known.set(bearer, entry);
        return entry;
      })
      .finally(() => this.asking.delete(bearer));
    this.asking.set(bearer, asking);
    return asking;
  }

  private async askSession(token: string, now: number): Promise<Known> {
    const { accountId, sessionId, expiresAt } = await this.tokens.read(token);
    const [row] = await this.database.prepared<AccountRow>('session.actor', `
      SELECT a.role, a.partner_id FROM sessions s JOIN accounts a ON a.id = s.account_id
      WHERE s.id = $1 AND a.id = $2 AND s.revoked_at IS NULL AND s.expires_at > $3 AND a.state = 'active'`, [sessionId, accountId, new Date(now)]);
    return {
      actor: row ? Object.freeze({ kind: 'account', accountId, role: row.role, partnerId: row.partner_id, sessionId }) : null,
      expiresAt: expiresAt.getTime(),
      checkedAt: now,
    };
  }

  private async askKey(key: string, now: number): Promise<Known> {
    const [row] = await this.database.prepared<AccountRow & { id: string; account_id: string; scopes: Scope[]; expires_at: Date | null }>('key.actor', `
      SELECT k.id, k.account_id, k.scopes, k.expires_at, a.role, a.partner_id FROM api_keys k JOIN accounts a ON a.id = k.account_id
      WHERE k.key_hash = $1 AND k.revoked_at IS NULL AND a.state = 'active'`, [hashOfSecret(key)]);
    return {
      actor: row ? Object.freeze({ kind: 'api_key', accountId: row.account_id, role: row.role, partnerId: row.partner_id, keyId: row.id, scopes: Object.freeze(row.scopes) }) : null,
      expiresAt: row?.expires_at?.getTime() ?? Infinity,
      checkedAt: now,
    };
  }
}

/** Keys and refresh tokens have 256 random bits: a plain hash is enough, nothing can be guessed. */
export function hashOfSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
