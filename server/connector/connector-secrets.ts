import { createHash } from 'node:crypto';
import type { Connector } from '../../schema/connector.js';
import type { SigningKeys } from '../platform/signing-keys.js';

/**
 * Secrets of Standard Webhooks (whsec_ and 32 bytes in base64) that no table holds: SHA-256 of the platform's Ed25519 signature,
 * which is deterministic, over the connector's id and the secret's number. A new number is a new secret.
 */
export class ConnectorSecrets {
  constructor(private readonly keys: SigningKeys) {}

  /** Of the connector as it stands; number 0 has none. */
  async secretOf({ id, secretNumber }: Pick<Connector, 'id' | 'secretNumber'>): Promise<string> {
    if (secretNumber < 1) throw new RangeError('No secret of this connector was made yet.');
    const signature = await this.keys.sign('connector', Buffer.from(`connector secret ${id} ${secretNumber}`));
    return `whsec_${createHash('sha256').update(signature).digest('base64')}`;
  }
}
