import { createHash, type KeyObject } from 'node:crypto';
import type { Connector } from '../../schema/connector.js';
import type { MessageKeys } from '../platform/message-signature.js';
import type { SigningKeys } from '../platform/signing-keys.js';

/** So long the other side may take to learn of a new secret. */
export const OVERLAP_MS = 86_400_000;

/**
 * Secrets of Standard Webhooks (whsec_ and 32 bytes in base64) that no table holds: SHA-256 of the platform's Ed25519 signature,
 * which is deterministic, over the connector's id and the secret's number. A new number is a new secret.
 */
export class ConnectorSecrets {
  constructor(private readonly keys: SigningKeys) {}

  /** Of the connector as it stands; number 0 has none. */
  async secretOf({ id, secretNumber }: Pick<Connector, 'id' | 'secretNumber'>): Promise<string> {
    if (secretNumber < 1) throw new RangeError('No secret of this connector was made yet.');
    return this.derived(id, secretNumber);
  }

  /** What signs now: the secret, the one before it for a day after the change, and the platform's Ed25519 key. */
  async keysOf({ id, secret_number: number, secret_rotated_at: rotatedAt }: { id: string; secret_number: number; secret_rotated_at: Date | null }, now: Date): Promise<MessageKeys<KeyObject>> {
    const overlaps = number > 1 && rotatedAt !== null && now.getTime() - rotatedAt.getTime() < OVERLAP_MS;
    return {
      secrets: await Promise.all([number, ...(overlaps ? [number - 1] : [])].map((one) => this.derived(id, one))),
      ed25519: [(await this.keys.get('message')).privateKey],
    };
  }

  private async derived(id: string, secretNumber: number): Promise<string> {
    const signature = await this.keys.sign('connector', Buffer.from(`connector secret ${id} ${secretNumber}`));
    return `whsec_${createHash('sha256').update(signature).digest('base64')}`;
  }
}
