import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose';
import type { SigningKeys, SigningPurpose } from '../platform/signing-keys.js';

/** What others may check: messages to partners and signatures under contracts. */
const published: readonly SigningPurpose[] = ['message', 'contract'];

/** The platform's public keys as a JWK set (RFC 7517); a key's id is its thumbprint (RFC 7638). */
export class PublicKeys {
  constructor(private readonly keys: SigningKeys) {}

  async jwks(): Promise<{ keys: JWK[] }> {
    return {
      keys: await Promise.all(published.map(async (purpose) => {
        const jwk = await exportJWK((await this.keys.get(purpose)).publicKey);
        return { ...jwk, use: 'sig', alg: 'EdDSA', kid: await calculateJwkThumbprint(jwk), tandem_purpose: purpose };
      })),
    };
  }
}
