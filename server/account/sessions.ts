import { randomBytes } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { systemActor } from '../platform/actor.js';
import type { AuditTrail } from '../platform/audit-trail.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import { isUuid, type NewId } from '../platform/ids.js';
import type { AccessTokens } from './access-tokens.js';
import { hashOfSecret } from './authentication.js';

const sessionDays = 30;

export interface OpenSession {
  readonly accountId: string;
  readonly accessToken: string;
  readonly accessExpiresAt: Date;
  /** For the cookie only. */
  readonly refreshToken: string;
  readonly refreshExpiresAt: Date;
}

interface SessionRow { id: string; account_id: string; refresh_hash: Buffer; is_live: boolean }

/**
 * A refresh token is `<session id>.<secret>` and serves once. Whoever presents a secret that is not the present one of a
 * living session holds an old token: thief or owner, one of the two has been robbed, so the whole session ends.
 */
export class Sessions {
  constructor(
    private readonly database: Database,
    private readonly tokens: AccessTokens,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    private readonly newId: NewId,
  ) {}

  async open(accountId: string, userAgent: string | undefined): Promise<OpenSession> {
    const id = this.newId();
    const { secret, expiresAt } = this.freshSecret();
    await this.database.query(
      'INSERT INTO sessions (id, account_id, refresh_hash, user_agent, created_at, refreshed_at, expires_at) VALUES ($1, $2, $3, $4, $5, $5, $6)',
      [id, accountId, hashOfSecret(secret), userAgent?.slice(0, 300) ?? null, this.clock(), expiresAt]);
    return this.opened(accountId, id, secret, expiresAt);
  }

  /** Throws UNAUTHENTICATED for an unknown, expired, revoked or used token; a used one revokes its session. */
  async refresh(refreshToken: string | undefined): Promise<OpenSession> {
    const [id = '', secret = ''] = refreshToken?.split('.') ?? [];
    if (!isUuid(id) || !secret) throw new DomainError('UNAUTHENTICATED', { reason: 'invalid' });
    const fresh = this.freshSecret();
    const accountId = await this.database.transaction(async (tx) => {
      const session = await this.lock(tx, id);
      if (!session?.is_live) return null;
      if (!session.refresh_hash.equals(hashOfSecret(secret))) {
        await this.revokeRows(tx, 's.id = $2', [id], 'reuse');
        await this.audit.append(tx, { actor: systemActor('sessions'), action: 'sessionReuse', noun: 'Account', nounId: session.account_id, detail: { sessionId: id } });
        return null; // committed: a throw here would roll the revocation back
      }
      await tx.query('UPDATE sessions SET refresh_hash = $2, refreshed_at = $3, expires_at = $4 WHERE id = $1', [id, hashOfSecret(fresh.secret), this.clock(), fresh.expiresAt]);
      return session.account_id;
    });
    if (!accountId) throw new DomainError('UNAUTHENTICATED', { reason: 'invalid' });
    return this.opened(accountId, id, fresh.secret, fresh.expiresAt);
  }

  /** The session that this refresh token opens now, if any: who signs out by cookie must hold the real one. */
  async ownerOf(refreshToken: string | undefined): Promise<string[]> {
    const [id = '', secret = ''] = refreshToken?.split('.') ?? [];
    if (!isUuid(id)) return [];
    const rows = await this.database.query<{ id: string }>('SELECT id FROM sessions WHERE id = $1 AND refresh_hash = $2', [id, hashOfSecret(secret)]);
    return rows.map((row) => row.id);
  }

  /** Sessions that have ended before stay as they are. */
  async close(sessionIds: readonly string[]): Promise<void> {
    await this.database.transaction((tx) => this.revokeRows(tx, 's.id = ANY($2)', [sessionIds.filter(isUuid)], 'sign_out'));
  }

  /** All sessions of an account, but for one. */
  async revokeOfAccount(tx: EntityManager, accountId: string, reason: string, exceptSessionId: string | null = null): Promise<void> {
    await this.revokeRows(tx, 's.account_id = $2 AND s.id IS DISTINCT FROM $3', [accountId, exceptSessionId], reason);
  }

  private async lock(tx: EntityManager, id: string): Promise<SessionRow | undefined> {
    const rows = await tx.query<SessionRow[]>(`
      SELECT s.id, s.account_id, s.refresh_hash, s.revoked_at IS NULL AND s.expires_at > $2 AND a.state = 'active' AS is_live
      FROM sessions s JOIN accounts a ON a.id = s.account_id WHERE s.id = $1 FOR UPDATE OF s`, [id, this.clock()]);
    return rows[0];
  }

  private async revokeRows(tx: EntityManager, where: string, values: unknown[], reason: string): Promise<void> {
    const place = values.length + 2;
    await tx.query(`UPDATE sessions s SET revoked_at = $1, revoked_reason = $${place} WHERE s.revoked_at IS NULL AND ${where}`, [this.clock(), ...values, reason]);
  }

  private freshSecret(): { secret: string; expiresAt: Date } {
    return { secret: randomBytes(32).toString('base64url'), expiresAt: new Date(this.clock().getTime() + sessionDays * 86_400_000) };
  }

  private async opened(accountId: string, sessionId: string, secret: string, refreshExpiresAt: Date): Promise<OpenSession> {
    const { token, expiresAt } = await this.tokens.issue(accountId, sessionId);
    return { accountId, accessToken: token, accessExpiresAt: expiresAt, refreshToken: `${sessionId}.${secret}`, refreshExpiresAt };
  }
}
