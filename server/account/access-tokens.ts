import { jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../platform/clock.js';
import { DomainError } from '../platform/errors.js';
import { isUuid } from '../platform/ids.js';
import type { SigningKeys } from '../platform/signing-keys.js';

export const accessTokenMinutes = 15;

export interface AccessClaims {
  readonly accountId: string;
  readonly sessionId: string;
  readonly expiresAt: Date;
}

/** Who somebody is, signed by the platform (EdDSA). What he may do is asked of the database, not of the token. */
export class AccessTokens {
  constructor(private readonly keys: SigningKeys, private readonly clock: Clock) {}

  async issue(accountId: string, sessionId: string): Promise<{ token: string; expiresAt: Date }> {
    const { privateKey } = await this.keys.get('access_token');
    const issuedAt = Math.floor(this.clock().getTime() / 1000);
    const expiresAt = issuedAt + accessTokenMinutes * 60;
    const token = await new SignJWT({ sid: sessionId })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt' })
      .setIssuer('tandem').setAudience('tandem').setSubject(accountId).setIssuedAt(issuedAt).setExpirationTime(expiresAt)
      .sign(privateKey);
    return { token, expiresAt: new Date(expiresAt * 1000) };
  }

  /** Throws UNAUTHENTICATED for everything that is not a valid token of ours; details.reason is 'expired' or 'invalid'. */
  async read(token: string): Promise<AccessClaims> {
    const { publicKey } = await this.keys.get('access_token');
    try {
      const { payload } = await jwtVerify(token, publicKey, {
        algorithms: ['EdDSA'], typ: 'at+jwt', issuer: 'tandem', audience: 'tandem', requiredClaims: ['sub', 'sid', 'exp'], currentDate: this.clock(),
      });
      const { sub: accountId, sid: sessionId, exp } = payload;
      if (accountId && typeof sessionId === 'string' && isUuid(accountId) && isUuid(sessionId)) return { accountId, sessionId, expiresAt: new Date(exp! * 1000) };
    } catch (error) {
      if ((error as { code?: string }).code === 'ERR_JWT_EXPIRED') throw new DomainError('UNAUTHENTICATED', { reason: 'expired' });
    }
    throw new DomainError('UNAUTHENTICATED', { reason: 'invalid' });
  }
}
